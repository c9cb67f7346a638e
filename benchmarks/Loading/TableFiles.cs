using System.Text.Json.Nodes;
using Benchmarks.Generation;

namespace Benchmarks.Loading;

/// <summary>Schema and table of each kind of rows, kept in <c>Tables/</c> beside the program.</summary>
internal static class TableFiles
{
    /// <summary>The table's name.</summary>
    public static string Name(RowKind kind) => kind switch
    {
        RowKind.Events => "events",
        RowKind.Clicks => "clicks",
        RowKind.Guide => "guide",
        _ => throw new System.Diagnostics.UnreachableException($"no table for {kind}"),
    };

    /// <summary>A workload's schema.</summary>
    public static JsonObject Schema(Workload workload)
    {
        JsonObject schema = Read($"{Name(workload.Kind)}.schema.json");
        schema["schemaName"] = workload.Table;
        workload.Schema(schema);
        return schema;
    }

    /// <summary>Its table over a topic.</summary>
    public static JsonObject Table(Workload workload, string servers, string topic)
    {
        JsonObject table = Read($"{Name(workload.Kind)}.table.json");
        table["tableName"] = workload.Table;
        table["segmentsConfig"]!["schemaName"] = workload.Table;
        workload.Config(table);
        JsonNode stream = table["tableIndexConfig"]!["streamConfigs"]!;
        stream["stream.kafka.broker.list"] = servers;
        stream["stream.kafka.topic.name"] = topic;
        return table;
    }

    private static JsonObject Read(string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Tables", file)))!.AsObject();
}

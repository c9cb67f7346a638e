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

    public static JsonObject Schema(RowKind kind) => Read($"{Name(kind)}.schema.json");

    /// <summary>The table over a topic.</summary>
    public static JsonObject Table(RowKind kind, string servers, string topic)
    {
        JsonObject table = Read($"{Name(kind)}.table.json");
        JsonNode stream = table["tableIndexConfig"]!["streamConfigs"]!;
        stream["stream.kafka.broker.list"] = servers;
        stream["stream.kafka.topic.name"] = topic;
        return table;
    }

    private static JsonObject Read(string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Tables", file)))!.AsObject();
}

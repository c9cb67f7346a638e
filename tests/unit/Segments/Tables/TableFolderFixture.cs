using System.Text;
using System.Text.Json.Nodes;
using Segments.Consuming;
using Segments.Rows;
using Segments.Schema;
using Segments.Tables;

namespace UnitTests.Segments.Tables;

/// <summary>A data folder of one test, gone afterwards, and the small table that lives in it.</summary>
internal sealed class TableFolderFixture : IDisposable
{
    public static readonly DateTimeOffset Now = new(2024, 2, 11, 13, 34, 0, TimeSpan.Zero);

    public string Path { get; } = Directory.CreateTempSubdirectory("tables-").FullName;

    public static TableDefinition Definition(string name = "events", params (int Partition, long Start)[] offsets)
    {
        JsonObject schema = JsonNode.Parse($$"""
            {"schemaName":"{{name}}","dimensionFieldSpecs":[{"name":"id","dataType":"LONG"},{"name":"text","dataType":"STRING"}],
             "dateTimeFieldSpecs":[{"name":"ts","dataType":"TIMESTAMP","format":"TIMESTAMP","granularity":"1:MILLISECONDS"}]}
            """)!.AsObject();
        TableConfig config = TableConfig.Parse(ConfigJson(name));
        SchemaDocument document = SchemaJson.Parse(schema, config.NullVectors);
        return new TableDefinition(document.Schema, document.Json, config, Now, offsets.ToDictionary(pair => pair.Partition, pair => pair.Start));
    }

    public static JsonObject ConfigJson(string name) => JsonNode.Parse($$"""
        {"tableName":"{{name}}","tableType":"REALTIME","segmentsConfig":{"timeColumnName":"ts","replication":"1"},"tenants":{},
         "tableIndexConfig":{"streamConfigs":{"streamType":"kafka","stream.kafka.topic.name":"{{name}}"} } }
        """)!.AsObject();

    public TableCatalog Open(Action<string>? afterStep = null) => TableCatalog.Open(Path, TimeProvider.System, afterStep);

    /// <summary>A copy as a crash at this moment would leave it.</summary>
    public TableFolderFixture Copy()
    {
        TableFolderFixture copy = new();
        foreach (string folder in Directory.EnumerateDirectories(Path, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(folder.Replace(Path, copy.Path, StringComparison.Ordinal));
        }

        foreach (string file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            File.Copy(file, file.Replace(Path, copy.Path, StringComparison.Ordinal));
        }

        return copy;
    }

    /// <summary>Appends one row per offset, whose id is the offset, and publishes them.</summary>
    public static void Fill(ConsumingSegment segment, long endOffset)
    {
        RowBuffer row = new(segment.Schema);
        for (long offset = segment.NextOffset; offset < endOffset; offset++)
        {
            row.Clear();
            row.SetLong(0, offset);
            row.SetBytes(1, Encoding.UTF8.GetBytes($"row {offset}"));
            row.SetLong(2, Now.ToUnixTimeMilliseconds() + offset);
            segment.Append(row);
        }

        segment.Publish(endOffset, Now);
    }

    /// <summary>Fills the consuming segment up to an offset and seals it.</summary>
    public static void FillAndSeal(TablePartition partition, long endOffset)
    {
        Fill(partition.Consuming, endOffset);
        partition.Seal(partition.Roll(Now)!, Now);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

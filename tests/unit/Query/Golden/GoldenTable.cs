using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ingestion.Decoding;
using Segments;
using Segments.Consuming;
using Segments.Rows;
using Segments.Schema;
using Segments.Sealing;
using Segments.Tables;

namespace UnitTests.Query.Golden;

/// <summary>A table of a suite in segments: per partition the first half of the rows sealed, the rest consuming.</summary>
internal static class GoldenTable
{
    public static TableSnapshot Load(string schemaFile, string tableFile, string messagesFile, string directory)
    {
        JsonObject config = (JsonObject)JsonNode.Parse(File.ReadAllText(tableFile))!;
        bool keepsNulls = (bool?)config["tableIndexConfig"]?["nullHandlingEnabled"] ?? false;
        JsonObject schemaJson = (JsonObject)JsonNode.Parse(File.ReadAllText(schemaFile))!;
        schemaJson.Remove("complexFieldSpecs"); // MAP columns are not supported; cases that name one fail
        TableSchema schema = SchemaJson.Parse(schemaJson, keepsNulls ? NullVectors.AllColumns : NullVectors.AsSchemaSays).Schema;
        List<ISegment> segments = [];
        foreach (IGrouping<int, string> partition in Messages(messagesFile).GroupBy(message => message.Partition, message => message.Value))
        {
            string[] rows = [.. partition];
            ConsumingSegment first = Fill(schema, partition.Key, 0, rows.AsSpan(0, rows.Length / 2));
            segments.Add(SegmentSealer.Seal(first, Path.Combine(directory, schema.Name + Path.GetFileNameWithoutExtension(schemaFile)), DateTimeOffset.UnixEpoch));
            segments.Add(Fill(schema, partition.Key, 1, rows.AsSpan(rows.Length / 2)).View());
        }

        return new TableSnapshot(schema, segments);
    }

    private static ConsumingSegment Fill(TableSchema schema, int partition, int sequence, ReadOnlySpan<string> messages)
    {
        ConsumingSegment segment = new(schema, schema.Name, partition, sequence, 0, DateTimeOffset.UnixEpoch);
        JsonRowDecoder decoder = new(schema);
        RowBuffer row = new(schema);
        foreach (string message in messages)
        {
            Assert.True(decoder.TryDecode(Encoding.UTF8.GetBytes(message), row, out string? fault), fault);
            segment.Append(row);
        }

        segment.Publish(messages.Length, DateTimeOffset.UnixEpoch);
        return segment;
    }

    private static IEnumerable<(int Partition, string Value)> Messages(string file)
    {
        using GZipStream unzipped = new(File.OpenRead(file), CompressionMode.Decompress);
        using StreamReader reader = new(unzipped);
        while (reader.ReadLine() is { } line)
        {
            using JsonDocument message = JsonDocument.Parse(line);
            int partition = message.RootElement.TryGetProperty("partition", out JsonElement given) ? given.GetInt32() : 0;
            yield return (partition, message.RootElement.GetProperty("value").GetRawText());
        }
    }
}

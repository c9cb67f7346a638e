using System.Globalization;
using System.Text.Json.Nodes;
using Ingestion;
using Segments.Tables;
using Web.Hosting;

namespace Web.Rest;

/// <summary><c>/segments</c>: lists and what is recorded about each.</summary>
internal static class SegmentEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapRead("/segments/{name}", List);
        app.MapRead("/segments/{name}/servers", Servers);
        app.MapRead("/segments/{name}/metadata", AllMetadata);
        app.MapRead("/segments/{name}/zkmetadata", AllMetadata);
        app.MapRead("/segments/{name}/{segment}/metadata", Metadata);
    }

    private static IResult List(string name, TableService tables, string? type) => RestAnswer.Json(new JsonArray(new JsonObject
    {
        ["REALTIME"] = RestAnswer.List(TableSegments.Of(Require(name, tables, type)).Select(segment => segment.Name)),
    }));

    private static IResult Servers(string name, TableService tables, Settings settings, string? type)
    {
        Table table = Require(name, tables, type);
        string[] names = [.. TableSegments.Of(table).Select(segment => segment.Name)];
        string server = Instances.Server(settings.Server);
        return RestAnswer.Json(new JsonArray(new JsonObject
        {
            ["tableName"] = table.Definition.Config.NameWithType,
            ["serverToSegmentsMap"] = new JsonObject { [server] = RestAnswer.List(names) },
            ["serverToSegmentsCountMap"] = new JsonObject { [server] = names.Length },
        }));
    }

    private static IResult AllMetadata(string name, TableService tables, IngestionEngine engine, string? type)
    {
        Table table = Require(name, tables, type);
        JsonObject all = [];
        foreach (TableSegment segment in TableSegments.Of(table))
        {
            all[segment.Name] = Describe(table, segment, engine);
        }

        return RestAnswer.Json(all);
    }

    private static IResult Metadata(string name, string segment, TableService tables, IngestionEngine engine)
    {
        Table table = Require(name, tables, type: null);
        return RestAnswer.Json(Describe(table, Require(table, segment), engine));
    }

    /// <summary>Pinot's flat map of what it records about a segment: every value is text.</summary>
    private static JsonObject Describe(Table table, TableSegment segment, IngestionEngine engine)
    {
        JsonObject map = new()
        {
            ["segment.creation.time"] = Text(segment.CreatedAt.ToUnixTimeMilliseconds()),
            ["segment.realtime.numReplicas"] = "1",
            ["segment.realtime.startOffset"] = Text(segment.Sealed?.StartOffset ?? segment.Growing!.StartOffset),
            ["segment.realtime.status"] = segment.IsConsuming ? "IN_PROGRESS" : "DONE",
        };
        if (segment.Sealed is not { } file)
        {
            long? limit = engine.Status(table.Name)?.Partitions.FirstOrDefault(partition => partition.Partition == segment.Partition)?.RowLimit;
            map["segment.flush.threshold.size"] = Text(limit ?? 0);
            return map;
        }

        map["segment.realtime.endOffset"] = Text(file.EndOffset);
        map["segment.total.docs"] = Text(file.RowCount);
        map["segment.size.in.bytes"] = Text(file.FileBytes);
        map["segment.push.time"] = Text(file.SealedAt.ToUnixTimeMilliseconds());
        if (file.Crc is { } crc)
        {
            map["segment.crc"] = Text(crc);
        }

        AddTimes(map, table, segment);
        return map;
    }

    private static void AddTimes(JsonObject map, Table table, TableSegment segment)
    {
        if (Retention.TimesOf(segment.Sealed!, table.Definition) is { } times)
        {
            map["segment.start.time"] = Text(times.Start.ToUnixTimeMilliseconds());
            map["segment.end.time"] = Text(times.End.ToUnixTimeMilliseconds());
            map["segment.time.unit"] = "MILLISECONDS";
        }
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A segment of a table.</summary>
    /// <exception cref="RestException">There is none of that name.</exception>
    public static TableSegment Require(Table table, string segment) =>
        TableSegments.Of(table).FirstOrDefault(known => string.Equals(known.Name, segment, StringComparison.Ordinal))
        ?? throw RestException.NotFound($"Failed to find segment: {segment} in table: {table.Name}");

    /// <summary>A table that the path names.</summary>
    /// <exception cref="RestException">There is none of that name and type.</exception>
    public static Table Require(string name, TableService tables, string? type)
    {
        bool isOffline = TableTypes.Parse(type) == TableType.Offline;
        return (isOffline ? null : tables.Find(name)) ?? throw RestException.NotFound($"Table '{name}{(isOffline ? "_OFFLINE" : string.Empty)}' not found.");
    }
}

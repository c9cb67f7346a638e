using System.Globalization;
using System.Text.Json.Nodes;
using Ingestion;
using Ingestion.Status;
using Segments.Tables;
using Web.Hosting;

namespace Web.Rest;

/// <summary>What a table is made of: sizes, states, instances.</summary>
internal static class TableInfoEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapRead("/tables/{name}/size", Size);
        app.MapRead("/tables/{name}/idealstate", View);
        app.MapRead("/tables/{name}/externalview", View);
        app.MapRead("/tables/{name}/segmentsStatus", SegmentsStatus);
        app.MapRead("/tables/{name}/status", IngestionState);
        app.MapRead("/tables/{name}/state", State);
        app.MapPut("/tables/{name}/state", SetStateAsync);
        app.MapRead("/tables/{name}/metadata", Metadata);
        app.MapRead("/tables/{name}/stats", Stats);
        app.MapRead("/tables/{name}/instances", InstancesOf);
        app.MapRead("/tables/{name}/consumerWatermarks", Watermarks);
        app.MapRead("/table/{name}/jobs", (string name) => RestAnswer.Json(new JsonObject()));
    }

    private static IResult Size(string name, HttpRequest request, TableService tables, Settings settings)
    {
        Table table = tables.Find(name) ?? throw RestException.NotFound($"Table {name} not found");
        IReadOnlyList<TableSegment> segments = TableSegments.Of(table);
        bool hasFiles = segments.Any(segment => !segment.IsConsuming);
        long bytes = hasFiles ? segments.Where(segment => !segment.IsConsuming).Sum(segment => segment.FileBytes) : -1;
        JsonObject each = [];
        foreach (TableSegment segment in request.Flag("verbose") is false ? [] : segments)
        {
            each[segment.Name] = SizeOf(segment, Instances.Server(settings.Server));
        }

        return RestAnswer.Json(new JsonObject
        {
            ["tableName"] = name,
            ["reportedSizeInBytes"] = bytes,
            ["estimatedSizeInBytes"] = bytes,
            ["reportedSizePerReplicaInBytes"] = bytes,
            ["consumingSizeInBytes"] = table.Partitions.Sum(partition => partition.Consuming.HeapBytes), // ours: Pinot counts files only
            ["offlineSegments"] = null,
            ["realtimeSegments"] = new JsonObject
            {
                ["reportedSizeInBytes"] = bytes,
                ["estimatedSizeInBytes"] = bytes,
                ["missingSegments"] = segments.Count(segment => segment.IsConsuming),
                ["reportedSizePerReplicaInBytes"] = bytes,
                ["segments"] = each,
            },
        });
    }

    private static JsonObject SizeOf(TableSegment segment, string server) => new()
    {
        ["reportedSizeInBytes"] = segment.FileBytes,
        ["estimatedSizeInBytes"] = segment.FileBytes,
        ["maxReportedSizePerReplicaInBytes"] = segment.FileBytes,
        ["serverInfo"] = new JsonObject
        {
            [server] = new JsonObject { ["segmentName"] = segment.Name, ["diskSizeInBytes"] = segment.FileBytes },
        },
    };

    private static IResult View(string name, TableService tables, Settings settings, string? tableType)
    {
        Table table = Find(name, tables, tableType) ?? throw RestException.NotFound("Table not found");
        JsonObject states = [];
        foreach (TableSegment segment in TableSegments.Of(table))
        {
            states[segment.Name] = new JsonObject { [Instances.Server(settings.Server)] = segment.State };
        }

        return RestAnswer.Json(new JsonObject { ["OFFLINE"] = null, ["REALTIME"] = states });
    }

    private static IResult SegmentsStatus(string name, TableService tables)
    {
        Table table = tables.Find(name) ?? throw RestException.NotFound($"Table {name} not found");
        return RestAnswer.Json(new JsonArray([.. TableSegments.Of(table).Select(segment => (JsonNode?)new JsonObject
        {
            ["segmentName"] = segment.Name,
            ["segmentStatus"] = "GOOD",
        })]));
    }

    private static IResult IngestionState(string name, TableService tables, IngestionEngine engine, string? type)
    {
        if (TableTypes.Parse(type) == TableType.Any)
        {
            throw new RestException(
                StatusCodes.Status500InternalServerError,
                $"Failed to get status (ingestion status) for table {name}. Reason: Table type should either be realtime|offline");
        }

        Table table = Find(name, tables, type) ?? throw RestException.NotFound($"Table {name} not found");
        TableStatus? status = engine.Status(table.Name);
        string? error = status?.Error ?? status?.Partitions.FirstOrDefault(partition => partition.State >= PartitionState.Retrying)?.LastError;
        return RestAnswer.Json(new JsonObject
        {
            ["ingestionStatus"] = new JsonObject
            {
                ["ingestionState"] = status is null ? "UNKNOWN" : status.State >= PartitionState.Retrying ? "UNHEALTHY" : "HEALTHY",
                ["errorMessage"] = error ?? string.Empty,
            },
        });
    }

    private static IResult State(string name, TableService tables, string? type)
    {
        RequireType(type);
        Table table = Find(name, tables, type)
            ?? throw RestException.NotFound($"Failed to find table: {TableConfig.RawName(name)}_{type!.ToUpperInvariant()}");
        return RestAnswer.Json(new JsonObject { ["state"] = table.Definition.IsDisabled ? "disabled" : "enabled" });
    }

    private static async Task<IResult> SetStateAsync(string name, TableService tables, string? type, string? state)
    {
        string wanted = state?.ToLowerInvariant() ?? string.Empty;
        if (wanted is not ("enable" or "disable"))
        {
            throw RestException.BadRequest($"Unknown state '{state ?? "null"}'. 'state' must be enable or disable.");
        }

        RequireType(type);
        Table table = Find(name, tables, type) ?? throw RestException.NotFound($"Table '{name}' does not exist");
        await (wanted is "enable" ? tables.EnableAsync(table) : tables.DisableAsync(table));
        return RestAnswer.Status($"Request to {wanted} table '{table.Definition.Config.NameWithType}' is successful");
    }

    private static IResult Metadata(string name, TableService tables, string? type)
    {
        if (TableTypes.Parse(type) == TableType.Realtime)
        {
            throw new RestException(StatusCodes.Status501NotImplemented, "Table type : REALTIME not yet supported. Leave 'type' out.");
        }

        Table table = tables.Find(name) ?? throw RestException.NotFound($"Table '{name}' not found.");
        TableSegment[] files = [.. TableSegments.Of(table).Where(segment => !segment.IsConsuming)];
        return RestAnswer.Json(new JsonObject
        {
            ["tableName"] = table.Definition.Config.NameWithType,
            ["diskSizeInBytes"] = files.Sum(file => file.FileBytes),
            ["numSegments"] = TableSegments.Of(table).Count,
            ["numRows"] = files.Sum(file => (long)file.Sealed!.RowCount),
            ["columnLengthMap"] = new JsonObject(),
            ["columnCardinalityMap"] = new JsonObject(),
            ["maxNumMultiValuesMap"] = new JsonObject(),
            ["columnIndexSizeMap"] = new JsonObject(),
            ["upsertPartitionToServerPrimaryKeyCountMap"] = new JsonObject(),
        });
    }

    private static IResult Stats(string name, TableService tables)
    {
        JsonObject stats = [];
        if (tables.Find(name) is { } table)
        {
            string created = table.Definition.CreatedAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
            stats["REALTIME"] = new JsonObject { ["creationTime"] = created };
        }

        return RestAnswer.Json(stats);
    }

    // Here "type" means the kind of instance, and an unknown table has none.
    private static IResult InstancesOf(string name, TableService tables, Settings settings, string? type)
    {
        bool exists = tables.Find(name) is not null;
        return RestAnswer.Json(new JsonObject
        {
            ["tableName"] = name,
            ["brokers"] = Group("broker", Instances.Broker(settings.Server)),
            ["server"] = Group("server", Instances.Server(settings.Server)),
        });

        JsonArray Group(string kind, string instance) => exists && type?.Equals(kind, StringComparison.OrdinalIgnoreCase) is not false
            ? [new JsonObject { ["tableType"] = "realtime", ["instances"] = RestAnswer.List([instance]) }]
            : [];
    }

    private static IResult Watermarks(string name, TableService tables)
    {
        Table table = tables.Find(name) ?? throw RestException.NotFound($"Table {name} not found");
        return RestAnswer.Json(new JsonObject
        {
            ["watermarks"] = new JsonArray([.. table.Partitions.Select(partition => (JsonNode?)new JsonObject
            {
                ["partitionGroupId"] = partition.Id,
                ["sequenceNumber"] = partition.Consuming.Sequence,
                ["offset"] = partition.Consuming.StartOffset,
            })]),
        });
    }

    private static void RequireType(string? type)
    {
        if (TableTypes.Parse(type) == TableType.Any)
        {
            throw RestException.BadRequest("Illegal table type: null. 'type' must be realtime.");
        }
    }

    private static Table? Find(string name, TableService tables, string? type) =>
        TableTypes.Parse(type) == TableType.Offline ? null : tables.Find(name);
}

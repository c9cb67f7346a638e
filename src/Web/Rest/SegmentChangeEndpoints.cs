using System.Globalization;
using System.Text.Json.Nodes;
using Ingestion;
using Segments.Schema;
using Segments.Tables;
using Web.Audit;
using Web.Hosting;

namespace Web.Rest;

/// <summary><c>/segments</c>: reload, reset, delete.</summary>
internal static class SegmentChangeEndpoints
{
    private static readonly TimeSpan SealsWithin = TimeSpan.FromSeconds(10);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/segments/{name}/reload", ReloadAll);
        app.MapPost("/segments/{name}/{segment}/reload", ReloadOne);
        app.MapRead("/segments/segmentReloadStatus/{id}", ReloadStatus);
        app.MapRead("/segments/{name}/needReload", NeedReload);
        app.MapPost("/segments/{name}/reset", ResetAll);
        app.MapPost("/segments/{name}/{segment}/reset", ResetOne);
        app.MapDelete("/segments/{name}", DeleteAllAsync);
        app.MapDelete("/segments/{name}/{segment}", DeleteOne);
        app.MapPost("/segments/{name}/delete", DeleteListedAsync);
    }

    private static IResult ReloadAll(string name, TableService tables, ReloadJobs reloads, string? type)
    {
        Table table = SegmentEndpoints.Require(name, tables, type);
        ReloadJob job = reloads.Start(table);
        JsonObject status = new()
        {
            [job.Table] = new JsonObject
            {
                ["reloadJobId"] = job.Id,
                ["reloadJobMetaZKStorageStatus"] = "SUCCESS",
                ["numMessagesSent"] = "1",
            },
        };
        return RestAnswer.Status(status.ToJsonString());
    }

    private static IResult ReloadOne(string name, string segment, TableService tables, ReloadJobs reloads)
    {
        Table table = SegmentEndpoints.Require(name, tables, type: null);
        ReloadJob job = reloads.Start(table, SegmentEndpoints.Require(table, segment));
        return RestAnswer.Status($"Submitted reload job id: {job.Id}, sent 1 reload messages. Job meta ZK storage status: SUCCESS");
    }

    private static IResult ReloadStatus(string id, ReloadJobs reloads, TimeProvider clock)
    {
        ReloadJob job = reloads.Find(id) ?? throw RestException.NotFound($"Failed to find controller job id: {id}");
        int pending = reloads.Pending(job);
        JsonObject metadata = new()
        {
            ["jobId"] = job.Id,
            ["tableName"] = job.Table,
            ["jobType"] = "RELOAD_SEGMENT",
            ["submissionTimeMs"] = job.SubmittedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            ["messageCount"] = "1",
        };
        if (job.Segment is { } segment)
        {
            metadata["segmentName"] = segment;
        }

        return RestAnswer.Json(new JsonObject
        {
            ["status"] = pending == 0 ? "COMPLETED" : "IN_PROGRESS",
            ["timeElapsedInMinutes"] = (clock.GetUtcNow() - job.SubmittedAt).TotalMinutes,
            ["estimatedTimeRemainingInMinutes"] = 0.0,
            ["totalSegmentCount"] = job.SegmentCount,
            ["successCount"] = job.SegmentCount - pending,
            ["failureCount"] = 0,
            ["totalServersQueried"] = 1,
            ["totalServerCallsFailed"] = 0,
            ["metadata"] = metadata,
        });
    }

    // Only what is being filled can lag behind its table: it keeps the schema it was opened with.
    private static IResult NeedReload(string name, TableService tables, Settings settings, string? verbose)
    {
        Table table = SegmentEndpoints.Require(name, tables, type: null);
        string[] old = [.. table.Partitions.Where(partition => !SameColumns(partition.Consuming.Schema, table.Definition.Schema)).Select(partition => partition.Consuming.Name)];
        bool isVerbose = string.Equals(verbose, "true", StringComparison.OrdinalIgnoreCase);
        return RestAnswer.Json(new JsonObject
        {
            ["needReload"] = old.Length > 0,
            ["serverToSegmentsCheckReloadList"] = isVerbose && old.Length > 0
                ? new JsonObject { [Instances.Server(settings.Server)] = new JsonObject { ["needReload"] = true, ["segments"] = RestAnswer.List(old) } }
                : new JsonObject(),
        });
    }

    private static bool SameColumns(TableSchema old, TableSchema now) => old.Columns.Count == now.Columns.Count
        && old.Columns.All(column => now.TryFind(column.Name, out int ordinal) && now.Columns[ordinal].Type == column.Type && now.Columns[ordinal].IsMultiValue == column.IsMultiValue);

    private static IResult ResetAll(string name, TableService tables, IngestionEngine engine, Deeds deeds, string? errorSegmentsOnly)
    {
        Table table = RequireWithType(name, tables);
        if (!string.Equals(errorSegmentsOnly, "true", StringComparison.OrdinalIgnoreCase))
        {
            deeds.Do(Deed.SegmentsReset, table.Name, "all that are consuming", () => Drop(table, engine, table.Partitions));
        }

        return RestAnswer.Status($"Successfully reset segments of table: {table.Definition.Config.NameWithType}");
    }

    private static IResult ResetOne(string name, string segment, TableService tables, IngestionEngine engine, Deeds deeds)
    {
        Table table = RequireWithType(name, tables);
        TableSegment found = TableSegments.Of(table).FirstOrDefault(known => string.Equals(known.Name, segment, StringComparison.Ordinal))
            ?? throw RestException.NotFound($"Failed to reset segments in table: {name}. Could not find segment: {segment} in ideal state");
        deeds.Do(Deed.SegmentsReset, table.Name, segment, () => Drop(table, engine, table.Partitions.Where(partition => found.Growing == partition.Consuming)));
        return RestAnswer.Status($"Successfully reset segment: {segment} of table: {table.Definition.Config.NameWithType}");
    }

    private static Table RequireWithType(string name, TableService tables)
    {
        if (string.Equals(TableConfig.RawName(name), name, StringComparison.Ordinal))
        {
            throw RestException.NotFound($"Failed to reset segments in table: {name}. Must provide table name with type: {name}_REALTIME");
        }

        return tables.Find(name) ?? throw RestException.NotFound($"Failed to reset segments in table: {name}. Could not find ideal state for table: {name}");
    }

    private static async Task<IResult> DeleteAllAsync(string name, TableService tables, IngestionEngine engine, Deeds deeds, string? type, CancellationToken cancellation)
    {
        if (TableTypes.Parse(type) == TableType.Any)
        {
            throw RestException.BadRequest("Table type must not be null: add ?type=REALTIME");
        }

        Table table = SegmentEndpoints.Require(name, tables, type);
        await deeds.DoAsync(Deed.SegmentsDeleted, table.Name, "all", async () =>
        {
            await UntilSealedAsync(table, cancellation);
            foreach (TablePartition partition in table.Partitions)
            {
                partition.Delete([.. partition.Sealed]);
            }

            Drop(table, engine, table.Partitions);
        });
        return RestAnswer.Status($"All segments of table {table.Definition.Config.NameWithType} deleted");
    }

    private static IResult DeleteOne(string name, string segment, TableService tables, IngestionEngine engine, Deeds deeds)
    {
        Table table = SegmentEndpoints.Require(name, tables, type: null);
        TableSegment found = SegmentEndpoints.Require(table, segment);
        deeds.Do(Deed.SegmentsDeleted, table.Name, segment, () => Delete(table, found, engine));
        return RestAnswer.Status("Segment deleted");
    }

    private static async Task<IResult> DeleteListedAsync(string name, HttpRequest request, TableService tables, IngestionEngine engine, Deeds deeds)
    {
        Table table = SegmentEndpoints.Require(name, tables, type: null);
        string[] names = await request.ReadFromJsonAsync<string[]>(request.HttpContext.RequestAborted)
            ?? throw RestException.BadRequest("Segments must be provided: send a JSON list of their names");
        TableSegment[] found = [.. names.Select(listed => SegmentEndpoints.Require(table, listed))];
        deeds.Do(Deed.SegmentsDeleted, table.Name, string.Join(", ", names), () =>
        {
            foreach (TableSegment segment in found)
            {
                Delete(table, segment, engine);
            }
        });

        return RestAnswer.Status($"Deleted segments: {string.Join(", ", names)} from table: {table.Definition.Config.NameWithType}");
    }

    // What is being consumed comes again: only its rows in memory go.
    private static void Delete(Table table, TableSegment segment, IngestionEngine engine)
    {
        if (segment.Sealed is { } file)
        {
            table.Partitions.First(partition => partition.Id == segment.Partition).Delete([file]);
            return;
        }

        Drop(table, engine, table.Partitions.Where(partition => partition.Consuming == segment.Growing));
    }

    private static void Drop(Table table, IngestionEngine engine, IEnumerable<TablePartition> partitions)
    {
        foreach (TablePartition partition in partitions.ToArray())
        {
            if (engine.Status(table.Name) is not null)
            {
                engine.DropConsuming(table.Name, partition.Id);
            }
        }
    }

    private static async Task UntilSealedAsync(Table table, CancellationToken cancellation)
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(SealsWithin);
        while (table.Partitions.Any(partition => partition.Frozen.Count > 0) && !deadline.IsCancellationRequested)
        {
            await Task.Delay(20, cancellation);
        }
    }
}

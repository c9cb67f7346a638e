using System.Globalization;
using System.Text.Json.Nodes;
using Ingestion;
using Ingestion.Status;
using Segments.Consuming;
using Segments.Tables;
using Web.Hosting;

namespace Web.Rest;

/// <summary>Pausing, resuming, forcing a seal, and what the consuming segments are doing.</summary>
internal static class ConsumptionEndpoints
{
    private const string NotCalculated = "NOT_CALCULATED";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/tables/{name}/pauseConsumption", PauseAsync);
        app.MapPost("/tables/{name}/resumeConsumption", ResumeAsync);
        app.MapPost("/tables/{name}/pauseTopicConsumption", PauseTopics);
        app.MapPost("/tables/{name}/resumeTopicConsumption", ResumeTopicsAsync);
        app.MapRead("/tables/{name}/pauseStatus", (string name, TableService tables) => Status(Require(name, tables)));
        app.MapPost("/tables/{name}/forceCommit", ForceCommit);
        app.MapRead("/tables/forceCommitStatus/{id}", ForceCommitStatus);
        app.MapRead("/tables/{name}/consumingSegmentsInfo", ConsumingSegments);
    }

    private static async Task<IResult> PauseAsync(string name, TableService tables, string? comment)
    {
        Table table = RequireEnabled(name, tables);
        string[] sealing = [.. TableSegments.ConsumingNames(table)];
        await tables.PauseAsync(table, comment ?? "Table is paused.");
        return Status(
            table,
            sealing,
            comment ?? "Pause flag is set. Consuming segments are being committed. Use /pauseStatus endpoint in a few moments to check if all consuming segments have been committed.");
    }

    private static async Task<IResult> ResumeAsync(string name, TableService tables, string? comment, string? consumeFrom, string? resumeFrom)
    {
        Table table = RequireEnabled(name, tables);
        await tables.ResumeAsync(table, ReadFrom(consumeFrom ?? resumeFrom), comment ?? "Table is unpaused.");
        return Status(
            table,
            [.. TableSegments.ConsumingNames(table)],
            comment ?? "Pause flag is cleared. Consuming segments are being created. Use /pauseStatus endpoint in a few moments to double check.");
    }

    private static IResult PauseTopics(string name, TableService tables, string? topicIndices)
    {
        Table table = RequireEnabled(name, tables);
        tables.PauseTopics(table, ReadTopics(table, topicIndices));
        return Status(table);
    }

    private static async Task<IResult> ResumeTopicsAsync(string name, TableService tables, string? topicIndices)
    {
        Table table = RequireEnabled(name, tables);
        await tables.ResumeTopicsAsync(table, ReadTopics(table, topicIndices));
        return Status(table);
    }

    private static int[] ReadTopics(Table table, string? indices)
    {
        int count = table.Definition.Config.Streams.Count;
        List<int> topics = [];
        foreach (string text in Split(indices))
        {
            topics.Add(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int topic) && topic < count
                ? topic
                : throw RestException.BadRequest($"topicIndices '{indices}': '{text}' is no place of a topic in 'streamConfigMaps'; write numbers from 0 to {count - 1}"));
        }

        return topics.Count > 0 ? [.. topics.Distinct()] : throw RestException.BadRequest($"topicIndices is missing: write the places of the topics in 'streamConfigMaps', such as 0,{count - 1}");
    }

    // Older documentation of Pinot names the parameter resumeFrom.
    private static ResumeFrom ReadFrom(string? from) => from?.ToUpperInvariant() switch
    {
        null or "LASTCONSUMED" => ResumeFrom.LastConsumed,
        "SMALLEST" => ResumeFrom.Smallest,
        "LARGEST" => ResumeFrom.Largest,
        _ => throw RestException.BadRequest($"consumeFrom param '{from}' is not valid. Valid values are 'lastConsumed', 'smallest' and 'largest'."),
    };

    private static IResult Status(Table table) => Status(
        table,
        [.. TableSegments.ConsumingNames(table)],
        table.Definition.Pause?.Comment ?? "Table is unpaused.");

    private static IResult Status(Table table, IEnumerable<string> consuming, string comment)
    {
        JsonObject status = new()
        {
            ["pauseFlag"] = table.Definition.Pause?.IsPaused ?? false,
            ["consumingSegments"] = RestAnswer.List(consuming),
            ["reasonCode"] = "ADMINISTRATIVE",
            ["comment"] = comment,
            ["timestamp"] = table.Definition.Pause?.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture) ?? string.Empty,
        };
        if (table.Definition.InactiveTopics is { Length: > 0 } inactive)
        {
            status["indexOfInactiveTopics"] = new JsonArray([.. inactive.Select(topic => JsonValue.Create(topic))]);
            status["inactiveTopics"] = RestAnswer.List(inactive.Select(table.Definition.Config.TopicOf));
        }

        return RestAnswer.Json(status);
    }

    private static IResult ForceCommit(
        string name, TableService tables, string? partitions, string? segments, string? batchSize, string? batchStatusCheckIntervalSec, string? batchStatusCheckTimeoutSec)
    {
        Table table = RequireEnabled(name, tables);
        if (partitions is not null && segments is not null)
        {
            throw RestException.BadRequest("Cannot specify both partitions and segments to commit");
        }

        RequireBatches(batchSize, batchStatusCheckIntervalSec, batchStatusCheckTimeoutSec);
        ForceCommitJob job = tables.ForceCommit(table, Chosen(table, partitions, segments));
        return RestAnswer.Json(new JsonObject
        {
            ["forceCommitJobId"] = job.Id,
            ["forceCommitStatus"] = "SUCCESS",
            ["jobMetaZKWriteStatus"] = "SUCCESS",
        });
    }

    // Batches spare a cluster; here all partitions are sealed at once. Still, what is no number is a mistake to be told.
    private static void RequireBatches(params string?[] values)
    {
        foreach (string value in values.OfType<string>())
        {
            if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < 1)
            {
                throw RestException.BadRequest($"Invalid batch config: '{value}'; batchSize, batchStatusCheckIntervalSec and batchStatusCheckTimeoutSec are whole numbers above 0");
            }
        }
    }

    /// <summary>Partitions to seal; null for all.</summary>
    private static int[]? Chosen(Table table, string? partitions, string? segments)
    {
        TablePartition[] byNumber = [.. table.Partitions.Where(known => Split(partitions).Contains(known.Id.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal))];
        if (byNumber.Length < Split(partitions).Length)
        {
            throw new RestException(StatusCodes.Status500InternalServerError, $"Cannot find segments to commit for partitions: {partitions}");
        }

        TableSegment[] consuming = [.. TableSegments.Of(table).Where(segment => segment.IsConsuming)];
        foreach (string segment in Split(segments))
        {
            if (!consuming.Any(known => string.Equals(known.Name, segment, StringComparison.Ordinal)))
            {
                throw RestException.BadRequest(
                    $"Segment {segment} of table {table.Name} is not consuming; those that are: {string.Join(", ", consuming.Select(known => known.Name))}");
            }
        }

        return partitions is not null ? [.. byNumber.Select(partition => partition.Id)]
            : segments is not null ? [.. consuming.Where(known => Split(segments).Contains(known.Name, StringComparer.Ordinal)).Select(known => known.Partition)]
            : null;
    }

    private static string[] Split(string? list) => list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static IResult ForceCommitStatus(string id, IngestionEngine engine)
    {
        ForceCommitJob job = engine.FindForceCommit(id) ?? throw RestException.NotFound($"Failed to find controller job id: {id}");
        return RestAnswer.Json(new JsonObject
        {
            ["jobId"] = job.Id,
            ["jobType"] = "FORCE_COMMIT",
            ["tableName"] = $"{job.Table}_REALTIME",
            ["submissionTimeMs"] = job.RequestedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            ["segmentsForceCommitted"] = RestAnswer.List(job.Segments).ToJsonString(),
            ["segmentsYetToBeCommitted"] = RestAnswer.List(job.Pending),
            ["numberOfSegmentsYetToBeCommitted"] = job.Pending.Count,
        });
    }

    private static IResult ConsumingSegments(string name, TableService tables, IngestionEngine engine, Settings settings)
    {
        Table table = tables.Find(name) ?? throw RestException.NotFound($"Failed to get consuming segments info for table {name}. The table does not exist.");
        TableStatus? status = engine.Status(table.Name);
        JsonObject segments = [];
        foreach (TableSegment segment in TableSegments.Of(table).Where(segment => segment.IsConsuming))
        {
            PartitionStatus? partition = status?.Partitions.FirstOrDefault(known => known.Partition == segment.Partition);
            JsonObject info = Describe(segment.Growing!, partition, Instances.Server(settings.Server));
            if (table.Definition.Config.Streams.Count > 1)
            {
                info["topic"] = table.Definition.Config.TopicOf(StreamPartition.Of(segment.Partition).Stream);
            }

            segments[segment.Name] = new JsonArray(info);
        }

        return RestAnswer.Json(new JsonObject
        {
            ["_segmentToConsumingInfoMap"] = segments,
            ["serversFailingToRespond"] = 0,
            ["serversUnparsableRespond"] = 0,
        });
    }

    private static JsonObject Describe(ConsumingSegment segment, PartitionStatus? status, string server)
    {
        string partition = segment.Partition.ToString(CultureInfo.InvariantCulture);
        string offset = segment.NextOffset.ToString(CultureInfo.InvariantCulture);
        bool isReading = status is not null && status.State < PartitionState.Paused;
        return new JsonObject
        {
            ["serverName"] = server,
            ["consumerState"] = isReading ? "CONSUMING" : "NOT_CONSUMING",
            ["lastConsumedTimestamp"] = status?.LastReadAt?.ToUnixTimeMilliseconds() ?? 0,
            ["partitionToOffsetMap"] = new JsonObject { [partition] = offset },
            ["partitionOffsetInfo"] = new JsonObject
            {
                ["currentOffsetsMap"] = new JsonObject { [partition] = offset },
                ["latestUpstreamOffsetMap"] = new JsonObject { [partition] = Text(status?.End) },
                ["recordsLagMap"] = new JsonObject { [partition] = Text(status?.Lag) },
                ["availabilityLagMsMap"] = new JsonObject { [partition] = Text((long?)status?.TimeLag?.TotalMilliseconds) },
            },
        };
    }

    private static string Text(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? NotCalculated;

    private static Table Require(string name, TableService tables) =>
        tables.Find(name) ?? throw RestException.NotFound($"Table {TableConfig.RawName(name)}_REALTIME not found!");

    private static Table RequireEnabled(string name, TableService tables)
    {
        Table table = Require(name, tables);
        return table.Definition.IsDisabled ? throw RestException.BadRequest($"Table {table.Definition.Config.NameWithType} is disabled!") : table;
    }
}

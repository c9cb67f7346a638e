using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Segments.Schema;

namespace Segments.Tables;

/// <summary>The text of <c>table.json</c>: a <see cref="TableDefinition"/> and nothing else.</summary>
internal static class TableFile
{
    public const string FileName = "table.json";

    private const int Version = 1;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Write(TableDefinition definition)
    {
        JsonObject offsets = [];
        foreach ((int partition, long offset) in definition.StartOffsets.OrderBy(pair => pair.Key))
        {
            offsets[partition.ToString(CultureInfo.InvariantCulture)] = offset;
        }

        JsonObject json = new()
        {
            ["version"] = Version,
            ["createdAt"] = Time(definition.CreatedAt),
            ["modifiedAt"] = Time(definition.ModifiedAt),
            ["isDisabled"] = definition.IsDisabled,
            ["startOffsets"] = offsets,
            ["schema"] = definition.SchemaJson.DeepClone(),
            ["config"] = definition.Config.Json.DeepClone(),
        };
        if (definition.TopicIds.Any(topic => topic is not null))
        {
            json["topicIds"] = new JsonArray([.. definition.TopicIds.Select(topic => JsonValue.Create(topic))]);
        }

        if (definition.InactiveTopics.Length > 0)
        {
            json["inactiveTopics"] = new JsonArray([.. definition.InactiveTopics.Select(topic => JsonValue.Create(topic))]);
        }

        if (definition.Pause is { } pause)
        {
            json["pause"] = new JsonObject { ["isPaused"] = pause.IsPaused, ["comment"] = pause.Comment, ["at"] = Time(pause.At) };
        }

        if (!definition.Runs.IsEmpty)
        {
            json["runs"] = new JsonObject(definition.Runs.OrderBy(pair => pair.Key).Select(pair => KeyValuePair.Create(
                pair.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)new JsonArray([.. pair.Value.Select(WriteRun)]))));
        }

        if (!definition.Gaps.IsEmpty)
        {
            json["gaps"] = new JsonArray([.. definition.Gaps.Select(WriteGap)]);
        }

        return json.ToJsonString(Indented);
    }

    /// <exception cref="FormatException">The text is no table definition; the message says what is wrong.</exception>
    public static TableDefinition Read(string text)
    {
        try
        {
            JsonObject json = JsonNode.Parse(text)?.AsObject() ?? throw new FormatException("the file is empty");
            int version = Member(json, "version").GetValue<int>();
            return version == Version
                ? Read(json)
                : throw new FormatException($"version {version} is not known; this program reads version {Version}");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or SchemaException or TableConfigException)
        {
            throw new FormatException($"not a table definition: {exception.Message}", exception);
        }
    }

    private static TableDefinition Read(JsonObject json)
    {
        TableConfig config = TableConfig.Parse(Member(json, "config").AsObject());
        SchemaDocument schema = SchemaJson.Parse(Member(json, "schema").AsObject(), config.NullVectors);
        Dictionary<int, long> offsets = Member(json, "startOffsets").AsObject()
            .ToDictionary(pair => int.Parse(pair.Key, CultureInfo.InvariantCulture), pair => (pair.Value ?? throw Missing(pair.Key)).GetValue<long>());
        return new TableDefinition(schema.Schema, schema.Json, config, ReadTime(json, "createdAt"), offsets)
        {
            ModifiedAt = ReadTime(json, "modifiedAt"),
            IsDisabled = Member(json, "isDisabled").GetValue<bool>(),
            TopicIds = json["topicIds"] is JsonArray topics
                ? [.. topics.Select(topic => topic?.GetValue<string>())]
                : [json["topicId"]?.GetValue<string>()], // of a definition written when a table had one topic
            InactiveTopics = json["inactiveTopics"] is JsonArray inactive ? [.. inactive.Select(topic => (topic ?? throw Missing("inactiveTopics")).GetValue<int>())] : [],
            Pause = json["pause"] is JsonObject pause
                ? new TablePause(Member(pause, "isPaused").GetValue<bool>(), Member(pause, "comment").GetValue<string>(), ReadTime(pause, "at"))
                : null,
            Runs = json["runs"] is JsonObject runs
                ? runs.ToImmutableDictionary(pair => int.Parse(pair.Key, CultureInfo.InvariantCulture), pair => ReadRuns((pair.Value ?? throw Missing(pair.Key)).AsArray()))
                : ImmutableDictionary<int, ImmutableArray<OffsetRun>>.Empty,
            Gaps = json["gaps"] is JsonArray gaps ? [.. gaps.Select(gap => ReadGap((gap ?? throw Missing("gaps")).AsObject()))] : [],
        };
    }

    private static JsonNode WriteRun(OffsetRun run) => new JsonObject
    {
        ["firstSequence"] = run.FirstSequence,
        ["startOffset"] = run.StartOffset,
        ["topicId"] = run.TopicId,
        ["deleted"] = new JsonArray([.. run.Deleted.Select(range => (JsonNode)new JsonObject { ["start"] = range.Start, ["end"] = range.End, ["lastSequence"] = range.LastSequence })]),
    };

    private static ImmutableArray<OffsetRun> ReadRuns(JsonArray runs) =>
    [
        .. runs.Select(run => (run ?? throw Missing("runs")).AsObject()).Select(run => new OffsetRun(
            Member(run, "firstSequence").GetValue<int>(),
            Member(run, "startOffset").GetValue<long>(),
            [
                .. Member(run, "deleted").AsArray().Select(range => (range ?? throw Missing("deleted")).AsObject()).Select(range => new DeletedOffsets(
                    Member(range, "start").GetValue<long>(), Member(range, "end").GetValue<long>(), Member(range, "lastSequence").GetValue<int>())),
            ])
        {
            TopicId = run["topicId"]?.GetValue<string>(),
        }),
    ];

    private static JsonNode WriteGap(OffsetGap gap) => new JsonObject
    {
        ["partition"] = gap.Partition,
        ["from"] = gap.From,
        ["to"] = gap.To,
        ["reason"] = gap.Reason,
        ["at"] = Time(gap.At),
    };

    private static OffsetGap ReadGap(JsonObject gap) => new(
        Member(gap, "partition").GetValue<int>(), Member(gap, "from").GetValue<long>(), Member(gap, "to").GetValue<long>(), Member(gap, "reason").GetValue<string>(), ReadTime(gap, "at"));

    private static string Time(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset ReadTime(JsonObject json, string name) =>
        DateTimeOffset.Parse(Member(json, name).GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    private static JsonNode Member(JsonObject json, string name) => json[name] ?? throw Missing(name);

    private static FormatException Missing(string name) => new($"not a table definition: '{name}' is missing");
}

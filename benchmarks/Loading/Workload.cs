using System.Text.Json.Nodes;
using Benchmarks.Generation;

namespace Benchmarks.Loading;

/// <summary>A table to be loaded: rows of a kind, how they lie on the topic, and what the table makes of them.</summary>
internal sealed record Workload
{
    private const string EventsAvro =
        """{"type":"record","name":"event","fields":[{"name":"name","type":"string"},{"name":"count","type":"long"},{"name":"ts","type":{"type":"long","logicalType":"timestamp-millis"}}]}""";

    private Workload(string name, RowKind kind) => (Name, Kind) = (name, kind);

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        Of(RowKind.Events),
        Of(RowKind.Clicks),
        Of(RowKind.Guide),
        new("events-avro", RowKind.Events) { AvroSchema = EventsAvro, Config = AvroDecoder },
        new("events-transforms", RowKind.Events) { Schema = TransformedColumns, Config = TransformsAndFilter, HasFewerRows = true },
        new("events-4-partitions", RowKind.Events) { Partitions = 4 },
        new("events-upsert", RowKind.Events) { Schema = schema => Key(schema, "name"), Config = Upsert, HasFewerRows = true },
        new("clicks-upsert", RowKind.Clicks) { Schema = schema => Key(schema, "session"), Config = Upsert, HasFewerRows = true },
    ];

    /// <summary>As <c>--kinds</c> names it.</summary>
    public string Name { get; }

    /// <summary>The rows.</summary>
    public RowKind Kind { get; }

    /// <summary>Raw table name.</summary>
    public string Table => Name.Replace('-', '_');

    /// <summary>Partitions of its topic; rows go to them in turns.</summary>
    public int Partitions { get; private init; } = 1;

    /// <summary>The Avro schema that its messages are written by; null if they are JSON.</summary>
    public string? AvroSchema { get; private init; }

    /// <summary>True if the table shows fewer rows than its topic has messages.</summary>
    public bool HasFewerRows { get; private init; }

    /// <summary>Changes the kind's schema.</summary>
    public Action<JsonObject> Schema { get; private init; } = _ => { };

    /// <summary>Changes the kind's table config.</summary>
    public Action<JsonObject> Config { get; private init; } = _ => { };

    /// <summary>A kind's rows as JSON on one partition, all of them in the table.</summary>
    public static Workload Of(RowKind kind) => new(TableFiles.Name(kind), kind);

    /// <summary>Events whose segments are sealed after so many rows.</summary>
    public static Workload Sealing(long rows) => new("events-sealing", RowKind.Events)
    {
        Config = table => table["tableIndexConfig"]!["streamConfigs"]!["realtime.segment.flush.threshold.rows"] = rows.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    private static void AvroDecoder(JsonObject table)
    {
        JsonNode stream = table["tableIndexConfig"]!["streamConfigs"]!;
        stream["stream.kafka.decoder.class.name"] = "org.apache.pinot.plugin.inputformat.avro.SimpleAvroMessageDecoder";
        stream["stream.kafka.decoder.prop.schema"] = EventsAvro;
    }

    private static void TransformedColumns(JsonObject schema)
    {
        JsonArray dimensions = schema["dimensionFieldSpecs"]!.AsArray();
        dimensions.Add((JsonNode)new JsonObject { ["name"] = "upper_name", ["dataType"] = "STRING" });
        dimensions.Add((JsonNode)new JsonObject { ["name"] = "minute", ["dataType"] = "LONG" });
    }

    private static void TransformsAndFilter(JsonObject table) => table["ingestionConfig"] = new JsonObject
    {
        ["transformConfigs"] = new JsonArray(
            new JsonObject { ["columnName"] = "upper_name", ["transformFunction"] = "upper(name)" },
            new JsonObject { ["columnName"] = "minute", ["transformFunction"] = "toEpochMinutes(ts)" }),
        ["filterConfig"] = new JsonObject { ["filterFunction"] = "equals(\"count\", 0)" },
    };

    private static void Key(JsonObject schema, string column) => schema["primaryKeyColumns"] = new JsonArray(column);

    private static void Upsert(JsonObject table)
    {
        table["upsertConfig"] = new JsonObject { ["mode"] = "FULL" };
        table["routing"] = new JsonObject { ["instanceSelectorType"] = "strictReplicaGroup" };
    }
}

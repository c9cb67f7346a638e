using System.Collections.ObjectModel;
using System.Text.Json.Nodes;
using Segments.Schema;

namespace Segments.Tables;

/// <summary>A Pinot table config of a real-time table, read and checked as far as it can be without its schema.</summary>
/// <remarks>Unknown keys stay in <see cref="Json"/>. The meaning of <see cref="Streams"/> belongs to whoever reads the stream.</remarks>
public sealed class TableConfig
{
    private const string TypeSuffix = "_REALTIME";

    private TableConfig(JsonObject json, string name, IEnumerable<JsonObject> streams, IReadOnlyDictionary<string, JsonNode?> unrecognized)
    {
        Json = json;
        Name = name;
        Streams = [.. streams.Select(ReadStream)];
        Unrecognized = unrecognized;
        TimeColumn = Section("segmentsConfig").Text("timeColumnName");
        NullHandling = Section("tableIndexConfig").Flag("nullHandlingEnabled", absent: false);
    }

    /// <summary>The config with Pinot's defaults filled in, as REST shows it. Holds secrets as posted.</summary>
    public JsonObject Json { get; }

    /// <summary>Name without type suffix, such as <c>events</c>.</summary>
    public string Name { get; }

    /// <summary>Name with type suffix, such as <c>events_REALTIME</c>.</summary>
    public string NameWithType => Name + TypeSuffix;

    /// <summary>The table's time column; null if the config names none.</summary>
    public string? TimeColumn { get; }

    /// <summary>The stream maps, one for each topic, from whichever of their two places; values as text.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Streams { get; }

    /// <summary>The first of <see cref="Streams"/>, the only one of most tables.</summary>
    public IReadOnlyDictionary<string, string> StreamConfigs => Streams[0];

    /// <summary>Name of the topic of a stream; empty if its map names none.</summary>
    /// <param name="stream">Its place in <see cref="Streams"/>.</param>
    public string TopicOf(int stream) => Streams[stream].GetValueOrDefault("stream.kafka.topic.name", "");

    /// <summary>True if every column keeps its nulls.</summary>
    public bool NullHandling { get; }

    /// <summary>What the schema is to be read with.</summary>
    public NullVectors NullVectors => NullHandling ? NullVectors.AllColumns : NullVectors.AsSchemaSays;

    /// <summary>Keys no table config has: JSON pointer to value.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Unrecognized { get; }

    /// <summary>Takes the type suffix off a table name, in any case.</summary>
    public static string RawName(string name) =>
        name.EndsWith(TypeSuffix, StringComparison.OrdinalIgnoreCase) ? name[..^TypeSuffix.Length] : name;

    /// <summary>Reads a table config.</summary>
    /// <param name="json">As posted or stored; not changed.</param>
    /// <exception cref="TableConfigException">The config is no real-time table's.</exception>
    public static TableConfig Parse(JsonObject json)
    {
        foreach (string required in (string[])["tableName", "tableType", "segmentsConfig", "tenants", "tableIndexConfig"])
        {
            if (json[required] is null)
            {
                throw new TableConfigException($"Missing required creator property '{required}'");
            }
        }

        string name = RawName(json.Text("tableName") ?? string.Empty);
        CheckHead(json, name);
        try
        {
            JsonObject filled = TableConfigJson.Fill(json, name + TypeSuffix);
            return new TableConfig(filled, name, FindStreams(filled, name), TableConfigShape.Unrecognized(json));
        }
        catch (FormatException exception)
        {
            throw new TableConfigException(exception.Message);
        }
    }

    /// <summary>A section of the config; empty if it has none.</summary>
    public JsonObject Section(string key) => Json[key] as JsonObject ?? [];

    private static void CheckHead(JsonObject json, string name)
    {
        if (name.Length == 0)
        {
            throw new TableConfigException("'tableName' must be configured");
        }

        if (NameRules.FaultOf("tableName", name) is { } fault)
        {
            throw new TableConfigException(fault);
        }

        string type = json.Text("tableType") ?? string.Empty;
        if (!type.Equals("REALTIME", StringComparison.OrdinalIgnoreCase))
        {
            throw new TableConfigException(type.Equals("OFFLINE", StringComparison.OrdinalIgnoreCase)
                ? $"Table {name}: 'tableType' OFFLINE is not supported; write REALTIME"
                : $"Table {name}: 'tableType' must be REALTIME, not {json["tableType"]!.ToJsonString()}");
        }
    }

    private static JsonObject[] FindStreams(JsonObject json, string name)
    {
        JsonNode? indexing = (json["tableIndexConfig"] as JsonObject)?["streamConfigs"];
        JsonObject? ingestion = (json["ingestionConfig"] as JsonObject)?["streamIngestionConfig"] as JsonObject;
        if (ingestion is null)
        {
            return [indexing as JsonObject ?? throw new TableConfigException(
                $"Cannot find streamConfigs for table: {name}{TypeSuffix}. Write them under 'tableIndexConfig.streamConfigs' or 'ingestionConfig.streamIngestionConfig.streamConfigMaps'.")];
        }

        if (indexing is not null)
        {
            throw new TableConfigException(
                "Should not use indexingConfig#getStreamConfigs if ingestionConfig#StreamIngestionConfig is provided. Keep 'streamConfigs' or 'streamConfigMaps', not both.");
        }

        JsonArray maps = ingestion["streamConfigMaps"] as JsonArray ?? [];
        return maps.Count > 0 && maps.All(map => map is JsonObject)
            ? [.. maps.Cast<JsonObject>()]
            : throw new TableConfigException("Must have at least 1 stream in REALTIME table. Write each as an object in 'streamIngestionConfig.streamConfigMaps'.");
    }

    private static ReadOnlyDictionary<string, string> ReadStream(JsonObject stream)
    {
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach ((string key, JsonNode? value) in stream)
        {
            if (value is JsonObject or JsonArray)
            {
                throw new FormatException($"'streamConfigs' value of '{key}' must be text, a number or a boolean, not {(value is JsonArray ? "a list" : "an object")}");
            }

            if (JsonFields.ScalarText(value) is { } text)
            {
                texts[key] = text;
            }
        }

        return texts.AsReadOnly();
    }
}

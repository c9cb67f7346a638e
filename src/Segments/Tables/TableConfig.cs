using System.Collections.ObjectModel;
using System.Text.Json.Nodes;
using Segments.Schema;

namespace Segments.Tables;

/// <summary>A Pinot table config of a real-time table, read and checked as far as it can be without its schema.</summary>
/// <remarks>Unknown keys stay in <see cref="Json"/>. The meaning of <see cref="StreamConfigs"/> belongs to whoever reads the stream.</remarks>
public sealed class TableConfig
{
    private const string TypeSuffix = "_REALTIME";

    private TableConfig(JsonObject json, string name, JsonObject streams, IReadOnlyDictionary<string, JsonNode?> unrecognized)
    {
        Json = json;
        Name = name;
        StreamConfigs = ReadStreams(streams);
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

    /// <summary>The one stream map, from whichever of its two places; values as text.</summary>
    public IReadOnlyDictionary<string, string> StreamConfigs { get; }

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
            return new TableConfig(filled, name, FindStreams(filled, name), TableConfigJson.Unrecognized(json));
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

    private static JsonObject FindStreams(JsonObject json, string name)
    {
        JsonNode? indexing = (json["tableIndexConfig"] as JsonObject)?["streamConfigs"];
        JsonObject? ingestion = (json["ingestionConfig"] as JsonObject)?["streamIngestionConfig"] as JsonObject;
        if (ingestion is null)
        {
            return indexing as JsonObject ?? throw new TableConfigException(
                $"Cannot find streamConfigs for table: {name}{TypeSuffix}. Write them under 'tableIndexConfig.streamConfigs' or 'ingestionConfig.streamIngestionConfig.streamConfigMaps'.");
        }

        if (indexing is not null)
        {
            throw new TableConfigException(
                "Should not use indexingConfig#getStreamConfigs if ingestionConfig#StreamIngestionConfig is provided. Keep 'streamConfigs' or 'streamConfigMaps', not both.");
        }

        return (ingestion["streamConfigMaps"] as JsonArray) switch
        {
            [JsonObject only] => only,
            { Count: > 1 } => throw new TableConfigException("'streamConfigMaps' must hold one stream: tables over several topics are not supported"),
            _ => throw new TableConfigException("Must have at least 1 stream in REALTIME table. Write it as an object in 'streamIngestionConfig.streamConfigMaps'."),
        };
    }

    private static ReadOnlyDictionary<string, string> ReadStreams(JsonObject streams)
    {
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach ((string key, JsonNode? value) in streams)
        {
            if (value is JsonObject or JsonArray)
            {
                throw new FormatException($"'streamConfigs' value of '{key}' must be text, a number or a boolean, not {value.ToJsonString()}");
            }

            if (JsonFields.ScalarText(value) is { } text)
            {
                texts[key] = text;
            }
        }

        return texts.AsReadOnly();
    }
}

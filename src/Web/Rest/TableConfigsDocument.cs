using System.Text.Json.Nodes;
using Segments.Schema;
using Segments.Tables;

namespace Web.Rest;

/// <summary>The body of <c>/tableConfigs</c>: a schema and a real-time table config that belong together.</summary>
internal sealed record TableConfigsDocument(SchemaDocument Schema, TableConfig Config, IReadOnlyDictionary<string, JsonNode?> Unrecognized)
{
    private static readonly string[] Keys = ["tableName", "schema", "realtime", "offline"];

    /// <exception cref="RestException">The parts are missing, wrong, or do not belong together.</exception>
    public static TableConfigsDocument Parse(JsonObject json)
    {
        string name = json["tableName"] is JsonValue given ? given.ToString() : throw Refused(null, "Missing required creator property 'tableName'");
        JsonObject schemaJson = json["schema"] as JsonObject ?? throw Refused(null, "Missing required creator property 'schema'");
        if (json["offline"] is not null)
        {
            throw Refused(name, "'offline' tables are not supported; send 'realtime' only");
        }

        JsonObject configJson = json["realtime"] as JsonObject
            ?? throw Refused(name, $"Must provide at least one of 'realtime' or 'offline' table configs for adding TableConfigs: {name}");
        try
        {
            TableConfig config = TableConfig.Parse(configJson);
            SchemaDocument schema = SchemaJson.Parse(schemaJson, config.NullVectors);
            RequireName(name, schema.Schema.Name, "'schemaName' from 'schema'");
            RequireName(name, config.Name, "'tableName' from 'realtime'");
            return new TableConfigsDocument(schema, config, AllUnrecognized(json, schema, config));
        }
        catch (SchemaException exception)
        {
            throw Refused(name, exception.Reason);
        }
        catch (TableConfigException exception)
        {
            throw Refused(name, exception.Message);
        }
    }

    public static RestException Refused(string? name, string reason) =>
        RestException.BadRequest(name is null ? $"Invalid TableConfigs. {reason}" : $"Invalid TableConfigs: {name}. {reason}");

    /// <summary>The document as Pinot shows it.</summary>
    public static JsonObject Write(string name, JsonObject schema, JsonObject config) =>
        new() { ["tableName"] = name, ["schema"] = schema.DeepClone(), ["realtime"] = config.DeepClone() };

    private static void RequireName(string name, string other, string what)
    {
        if (!string.Equals(name, other, StringComparison.Ordinal))
        {
            throw Refused(name, $"'tableName': {name} must be equal to {what}: {other}");
        }
    }

    private static Dictionary<string, JsonNode?> AllUnrecognized(JsonObject json, SchemaDocument schema, TableConfig config)
    {
        Dictionary<string, JsonNode?> all = new(StringComparer.Ordinal);
        foreach ((string key, JsonNode? value) in json.Where(pair => !Keys.Contains(pair.Key, StringComparer.Ordinal)))
        {
            all["/" + key] = value?.DeepClone();
        }

        foreach ((string place, JsonNode? value) in schema.Unrecognized)
        {
            all["/schema" + place] = value;
        }

        foreach ((string place, JsonNode? value) in config.Unrecognized)
        {
            all["/realtime" + place] = value;
        }

        return all;
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Ingestion.Sources;

namespace Ingestion.Transforms;

/// <summary>Reads values of config sections; numbers and booleans may be written as texts.</summary>
internal static class ConfigText
{
    /// <summary>Text of a scalar; null if absent, null or empty.</summary>
    public static string? Of(JsonObject section, string key) => section[key] switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>() is { Length: > 0 } text ? text : null,
        JsonValue value => value.ToJsonString(),
        _ => null,
    };

    /// <exception cref="IngestionException">Something else than true or false stands there.</exception>
    public static bool Flag(JsonObject section, string path, string key, bool absent)
    {
        if (Of(section, key) is not { } text)
        {
            return absent;
        }

        return bool.TryParse(text, out bool value) ? value : throw new IngestionException($"'{path}.{key}' must be true or false, not '{text}'");
    }

    /// <summary>The texts of a list; none if it is absent.</summary>
    public static IEnumerable<string> List(JsonObject section, string key) =>
        section[key] is JsonArray list ? list.OfType<JsonValue>().Select(value => value.ToString()) : [];

    /// <summary>The entries of an object of texts; none if it is absent.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Map(JsonObject section, string key) =>
        section[key] is JsonObject map ? map.Where(pair => pair.Value is not null).Select(pair => new KeyValuePair<string, string>(pair.Key, pair.Value!.ToString())) : [];
}

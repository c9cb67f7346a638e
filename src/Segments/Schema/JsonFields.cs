using System.Text.Json;
using System.Text.Json.Nodes;

namespace Segments.Schema;

/// <summary>Reads scalars out of a configuration as leniently as Pinot does: numbers and booleans may be written as text.</summary>
internal static class JsonFields
{
    /// <summary>A copy of the object, or an empty one.</summary>
    public static JsonObject CopyOf(JsonNode? node) => node is JsonObject value ? value.DeepClone().AsObject() : [];

    /// <summary>Text of a scalar; null if the key is absent, null, or holds a list or an object.</summary>
    public static string? Text(this JsonObject json, string key) =>
        json.TryGetPropertyValue(key, out JsonNode? node) ? ScalarText(node) : null;

    /// <summary>Text of a scalar as its author wrote it: <c>true</c>, <c>7</c>, <c>abc</c>.</summary>
    public static string? ScalarText(JsonNode? node) => node switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue value => value.ToJsonString(),
        _ => null,
    };

    /// <summary>True or false, also as text in any case; <paramref name="absent"/> if the key is missing or null.</summary>
    /// <exception cref="FormatException">Something else stands there.</exception>
    public static bool Flag(this JsonObject json, string key, bool absent)
    {
        if (json[key] is null)
        {
            return absent;
        }

        return bool.TryParse(json.Text(key), out bool value)
            ? value
            : throw new FormatException($"'{key}' must be true or false, not {json[key]!.ToJsonString()}");
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Segments.Schema;

/// <summary>
/// What may stand at a place of a configuration, and which keys are known there. As lenient as Pinot's reader: scalars may be written as
/// texts and texts as scalars, words of a list of words must match exactly, and null is as good as absent.
/// </summary>
internal abstract class JsonShape
{
    /// <summary>Any text, number or boolean.</summary>
    public static readonly JsonShape Text = new ScalarShape("a text", _ => true, isShownAlways: false);

    /// <summary>True or false.</summary>
    public static readonly JsonShape Flag = new ScalarShape("true or false", text => bool.TryParse(text, out _), isShownAlways: true);

    /// <summary>A whole number.</summary>
    public static readonly JsonShape Whole = new ScalarShape(
        "a whole number", text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && Math.Truncate(number) == number, isShownAlways: true);

    /// <summary>A number.</summary>
    public static readonly JsonShape Number = new ScalarShape("a number", text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _), isShownAlways: true);

    /// <summary>Anything; all keys below it are known.</summary>
    public static readonly JsonShape Anything = new AnyShape();

    /// <summary>One of these words, in this case.</summary>
    public static JsonShape OneOf(params string[] words) =>
        new ScalarShape($"one of {string.Join(", ", words)}", text => text.Length == 0 || words.Contains(text, StringComparer.Ordinal), isShownAlways: true);

    /// <summary>A list.</summary>
    public static JsonShape ListOf(JsonShape item) => new ListShape(item);

    /// <summary>An object with any keys.</summary>
    public static JsonShape MapOf(JsonShape value) => new MapShape(value);

    /// <summary>What is wrong with a value, naming the place and what to write, but nothing of what lies below the place; null if nothing is.</summary>
    /// <param name="node">Not null.</param>
    /// <param name="place">Where it stands, such as <c>tableIndexConfig.loadMode</c>.</param>
    public abstract string? FaultOf(JsonNode node, string place);

    /// <summary>Adds the leaves below a value that no configuration of this shape has.</summary>
    public abstract void AddUnknown(JsonNode? node, string pointer, Dictionary<string, JsonNode?> unknown);

    private static string Refusal(string place, string what, JsonNode node)
    {
        string found = node switch { JsonArray => "a list", JsonObject => "an object", _ => node.ToJsonString() };
        return $"'{place}' must be {what}, not {found}";
    }

    // A null at a known key is no value: Pinot reports it where it prints no default in its place.
    private sealed class ScalarShape(string what, Func<string, bool> fits, bool isShownAlways) : JsonShape
    {
        public override string? FaultOf(JsonNode node, string place) =>
            node is JsonValue && fits(JsonFields.ScalarText(node)!.Trim()) ? null : Refusal(place, what, node);

        public override void AddUnknown(JsonNode? node, string pointer, Dictionary<string, JsonNode?> unknown)
        {
            if (node is null && !isShownAlways)
            {
                unknown[pointer] = null;
            }
        }
    }

    private sealed class AnyShape : JsonShape
    {
        public override string? FaultOf(JsonNode node, string place) => null;

        public override void AddUnknown(JsonNode? node, string pointer, Dictionary<string, JsonNode?> unknown)
        {
        }
    }

    private sealed class ListShape(JsonShape item) : JsonShape
    {
        public override string? FaultOf(JsonNode node, string place) => node is JsonArray items
            ? items.Select((value, index) => value is null ? null : item.FaultOf(value, string.Create(CultureInfo.InvariantCulture, $"{place}[{index}]"))).FirstOrDefault(fault => fault is not null)
            : Refusal(place, "a list", node);

        public override void AddUnknown(JsonNode? node, string pointer, Dictionary<string, JsonNode?> unknown)
        {
            if (node is not JsonArray items)
            {
                unknown[pointer] = node?.DeepClone();
                return;
            }

            for (int i = 0; i < items.Count; i++)
            {
                if (items[i] is { } value)
                {
                    item.AddUnknown(value, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{i}"), unknown);
                }
            }
        }
    }

    private sealed class MapShape(JsonShape value) : JsonShape
    {
        public override string? FaultOf(JsonNode node, string place) => node is JsonObject members
            ? members.Select(member => member.Value is null ? null : value.FaultOf(member.Value, $"{place}.{member.Key}")).FirstOrDefault(fault => fault is not null)
            : Refusal(place, "an object", node);

        public override void AddUnknown(JsonNode? node, string pointer, Dictionary<string, JsonNode?> unknown)
        {
            if (node is not JsonObject members)
            {
                unknown[pointer] = node?.DeepClone();
                return;
            }

            foreach ((string key, JsonNode? member) in members)
            {
                if (member is not null)
                {
                    value.AddUnknown(member, $"{pointer}/{key}", unknown);
                }
            }
        }
    }
}

/// <summary>An object whose keys are known.</summary>
internal sealed class JsonObjectShape : JsonShape
{
    private readonly Dictionary<string, JsonShape> _keys = new(StringComparer.Ordinal);
    private readonly List<string> _required = [];

    /// <summary>Keys that hold texts, numbers or booleans.</summary>
    public JsonObjectShape Texts(params string[] keys) => With(Text, keys);

    /// <summary>Keys that hold true or false.</summary>
    public JsonObjectShape Flags(params string[] keys) => With(Flag, keys);

    /// <summary>Keys that hold lists of texts.</summary>
    public JsonObjectShape Lists(params string[] keys) => With(ListOf(Text), keys);

    /// <summary>Keys that hold one shape.</summary>
    public JsonObjectShape With(JsonShape shape, params string[] keys)
    {
        foreach (string key in keys)
        {
            _keys[key] = shape;
        }

        return this;
    }

    /// <summary>Of the keys above, those that must be there.</summary>
    public JsonObjectShape Requires(params string[] keys)
    {
        _required.AddRange(keys);
        return this;
    }

    /// <inheritdoc/>
    public override string? FaultOf(JsonNode node, string place)
    {
        if (node is not JsonObject members)
        {
            string found = node is JsonArray ? "a list" : node.GetValueKind() is JsonValueKind.String ? "a text" : node.ToJsonString();
            return $"'{place}' must be an object, not {found}";
        }

        string? missing = _required.FirstOrDefault(key => members[key] is null);
        if (missing is not null)
        {
            return $"Missing required creator property '{missing}'{(place.Length == 0 ? "" : $" in '{place}'")}";
        }

        string prefix = place.Length == 0 ? "" : place + ".";
        return members.Select(member => member.Value is not null && _keys.TryGetValue(member.Key, out JsonShape? shape) ? shape.FaultOf(member.Value, prefix + member.Key) : null)
            .FirstOrDefault(fault => fault is not null);
    }

    /// <inheritdoc/>
    public override void AddUnknown(JsonNode? node, string pointer, Dictionary<string, JsonNode?> unknown)
    {
        if (node is not JsonObject members)
        {
            unknown[pointer] = node?.DeepClone();
            return;
        }

        foreach ((string key, JsonNode? member) in members)
        {
            if (_keys.TryGetValue(key, out JsonShape? shape))
            {
                shape.AddUnknown(member, $"{pointer}/{key}", unknown);
            }
            else
            {
                JsonLeaves.Add(member, $"{pointer}/{key}", unknown);
            }
        }
    }
}

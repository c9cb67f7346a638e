using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Query.Values;
using Query.Values.Times;

namespace Query.Records;

/// <summary>Values of records as JSON text and back; compact, numbers as Java writes them, keys in their order.</summary>
internal static class RecordJson
{
    private const int MaxDepth = 1000;

    public static string Write(object? value)
    {
        StringBuilder text = new();
        Write(text, value, 0);
        return text.ToString();
    }

    public static object? Read(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = MaxDepth + 1 });
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        return Read(document.RootElement);
    }

    private static object? Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Aggregate(new Dictionary<string, object?>(StringComparer.Ordinal), (map, property) =>
        {
            map[property.Name] = Read(property.Value);
            return map;
        }),
        JsonValueKind.Array => element.EnumerateArray().Select(Read).ToList(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => Number(element),
        _ => null,
    };

    private static object Number(JsonElement element)
    {
        if (element.TryGetInt32(out int small))
        {
            return small;
        }

        if (element.TryGetInt64(out long whole))
        {
            return whole;
        }

        string text = element.GetRawText();
        return BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger big) ? big : element.GetDouble();
    }

    private static void Write(StringBuilder text, object? value, int depth)
    {
        if (depth > MaxDepth)
        {
            throw QueryException.Failed($"a value is nested deeper than {MaxDepth} levels");
        }

        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            case int or long or BigInteger:
                text.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
            case double number:
                WriteNumber(text, JavaNumbers.Text(number), double.IsFinite(number));
                break;
            case float number:
                WriteNumber(text, JavaNumbers.Text(number), float.IsFinite(number));
                break;
            case RecordDecimal number:
                text.Append(new BigDecimal(number.Unscaled, number.Scale));
                break;
            case RecordTimestamp moment:
                WriteText(text, SqlTimestamp.Format(moment.Millis));
                break;
            case string characters:
                WriteText(text, characters);
                break;
            case byte[] bytes:
                WriteText(text, Convert.ToBase64String(bytes));
                break;
            case IReadOnlyList<object?> list:
                WriteList(text, list, depth);
                break;
            case IReadOnlyDictionary<string, object?> map:
                WriteMap(text, map, depth);
                break;
            default:
                throw QueryException.Failed($"a value of the type {value.GetType().Name} cannot be written as JSON");
        }
    }

    private static void WriteNumber(StringBuilder text, string number, bool isFinite) => text.Append(isFinite ? number : $"\"{number}\"");

    private static void WriteList(StringBuilder text, IReadOnlyList<object?> list, int depth)
    {
        text.Append('[');
        for (int i = 0; i < list.Count; i++)
        {
            text.Append(i > 0 ? "," : "");
            Write(text, list[i], depth + 1);
        }

        text.Append(']');
    }

    private static void WriteMap(StringBuilder text, IReadOnlyDictionary<string, object?> map, int depth)
    {
        text.Append('{');
        bool isFirst = true;
        foreach ((string name, object? value) in map)
        {
            text.Append(isFirst ? "" : ",");
            WriteText(text, name);
            text.Append(':');
            Write(text, value, depth + 1);
            isFirst = false;
        }

        text.Append('}');
    }

    private static void WriteText(StringBuilder text, string characters) => JsonTexts.AppendQuoted(text, characters);
}

using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Query.Values;

/// <summary>JSON text as Pinot writes it: compact, nothing escaped that need not be, broken numbers as Java prints them.</summary>
internal static class JsonTexts
{
    public static string Quoted(string characters) => AppendQuoted(new StringBuilder(characters.Length + 2), characters).ToString();

    public static StringBuilder AppendQuoted(StringBuilder text, string characters)
    {
        text.Append('"');
        foreach (char character in characters)
        {
            _ = character switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}"),
                _ => text.Append(character),
            };
        }

        return text.Append('"');
    }

    public static string Compact(JsonElement element)
    {
        StringBuilder text = new();
        Append(text, element);
        return text.ToString();
    }

    /// <summary>The value as Java's <c>toString</c> shows it: bare texts, <c>[1, 2]</c>, <c>{a=1}</c>.</summary>
    public static string JavaText(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Array => $"[{string.Join(", ", element.EnumerateArray().Select(JavaText))}]",
        JsonValueKind.Object => $"{{{string.Join(", ", element.EnumerateObject().Select(property => $"{property.Name}={JavaText(property.Value)}"))}}}",
        _ => Compact(element),
    };

    /// <exception cref="QueryException">The text is no JSON.</exception>
    public static JsonDocument Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            throw QueryException.Failed($"'{text}' is no JSON");
        }
    }

    private static void Append(StringBuilder text, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                AppendAll(text, '{', element.EnumerateObject(), '}', property =>
                {
                    AppendQuoted(text, property.Name).Append(':');
                    Append(text, property.Value);
                });
                break;
            case JsonValueKind.Array:
                AppendAll(text, '[', element.EnumerateArray(), ']', entry => Append(text, entry));
                break;
            case JsonValueKind.String:
                AppendQuoted(text, element.GetString()!);
                break;
            case JsonValueKind.Number when element.GetRawText().AsSpan().ContainsAny('.', 'e', 'E'):
                text.Append(JavaNumbers.Text(element.GetDouble()));
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    private static void AppendAll<T>(StringBuilder text, char open, IEnumerable<T> items, char close, Action<T> append)
    {
        text.Append(open);
        bool isFirst = true;
        foreach (T item in items)
        {
            text.Append(isFirst ? "" : ",");
            append(item);
            isFirst = false;
        }

        text.Append(close);
    }
}

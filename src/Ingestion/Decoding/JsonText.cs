using System.Text;
using System.Text.Json;

namespace Ingestion.Decoding;

/// <summary>JSON written anew, compact, as Pinot stores it in JSON columns.</summary>
internal static class JsonText
{
    /// <summary>Deepest nesting of a message; deeper ones are refused as a whole.</summary>
    public const int MaxDepth = 1000;

    private static readonly byte[] Hex = "0123456789ABCDEF"u8.ToArray();

    /// <summary>
    /// Writes the list or object the reader stands on, and leaves the reader on its end: numbers with a point as Java prints them, other numbers
    /// as they are; booleans inside become texts, because that is how Pinot's reader hands them on.
    /// </summary>
    public static void WriteNative(ref Utf8JsonReader reader, Utf8Buffer target) => Write(ref reader, target, isReparsed: false);

    /// <summary>Writes a text that is itself JSON in compact form with its numbers stripped of trailing zeros; any other text quoted.</summary>
    public static void WriteReparsed(ReadOnlySpan<byte> text, Utf8Buffer target)
    {
        if (text.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return;
        }

        int start = target.Length;
        try
        {
            Utf8JsonReader reader = new(text, new JsonReaderOptions { MaxDepth = MaxDepth });
            reader.Read();
            Write(ref reader, target, isReparsed: true);
            if (!reader.Read())
            {
                return;
            }
        }
        catch (JsonException)
        {
            // Not JSON, or more than one value: stored as a text.
        }

        target.Truncate(start);
        WriteQuoted(text, target);
    }

    /// <summary>Writes a text with quotes and the escapes it needs.</summary>
    public static void WriteQuoted(ReadOnlySpan<byte> text, Utf8Buffer target)
    {
        target.Add((byte)'"');
        foreach (byte b in text)
        {
            switch (b)
            {
                case (byte)'"' or (byte)'\\':
                    target.Add((byte)'\\');
                    target.Add(b);
                    break;
                case (byte)'\b':
                    target.Add("\\b"u8);
                    break;
                case (byte)'\t':
                    target.Add("\\t"u8);
                    break;
                case (byte)'\n':
                    target.Add("\\n"u8);
                    break;
                case (byte)'\f':
                    target.Add("\\f"u8);
                    break;
                case (byte)'\r':
                    target.Add("\\r"u8);
                    break;
                case < 0x20:
                    target.Add("\\u00"u8);
                    target.Add(Hex[b >> 4]);
                    target.Add(Hex[b & 15]);
                    break;
                default:
                    target.Add(b);
                    break;
            }
        }

        target.Add((byte)'"');
    }

    private static void Write(ref Utf8JsonReader reader, Utf8Buffer target, bool isReparsed)
    {
        int depth = reader.CurrentDepth;
        do
        {
            WriteToken(ref reader, target, isReparsed);
        }
        while ((reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject or JsonTokenType.PropertyName || reader.CurrentDepth > depth) && reader.Read());
    }

    private static void WriteToken(ref Utf8JsonReader reader, Utf8Buffer target, bool isReparsed)
    {
        bool isEnd = reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject;
        if (!isEnd && target.Length > 0 && target.Span[^1] is not ((byte)'[' or (byte)'{' or (byte)':'))
        {
            target.Add((byte)',');
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                target.Add((byte)'[');
                break;
            case JsonTokenType.EndArray:
                target.Add((byte)']');
                break;
            case JsonTokenType.StartObject:
                target.Add((byte)'{');
                break;
            case JsonTokenType.EndObject:
                target.Add((byte)'}');
                break;
            case JsonTokenType.PropertyName:
                WriteString(ref reader, target);
                target.Add((byte)':');
                break;
            case JsonTokenType.String:
                WriteString(ref reader, target);
                break;
            case JsonTokenType.Number:
                WriteNumber(reader.ValueSpan, target, isReparsed);
                break;
            case JsonTokenType.True or JsonTokenType.False when isReparsed:
                target.Add(reader.ValueSpan);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                WriteQuoted(reader.ValueSpan, target);
                break;
            default:
                target.Add("null"u8);
                break;
        }
    }

    private static void WriteString(ref Utf8JsonReader reader, Utf8Buffer target)
    {
        if (!reader.ValueIsEscaped)
        {
            target.Add((byte)'"');
            target.Add(reader.ValueSpan);
            target.Add((byte)'"');
            return;
        }

        Utf8Buffer text = new();
        JsonEscapes.Unescape(reader.ValueSpan, text);
        WriteQuoted(text.Span, target);
    }

    private static void WriteNumber(ReadOnlySpan<byte> spelling, Utf8Buffer target, bool isReparsed)
    {
        if (isReparsed)
        {
            target.Add(NumberText.StrippedDecimal(spelling) is { } stripped ? Encoding.ASCII.GetBytes(stripped) : spelling);
            return;
        }

        JsonScalar number = JsonScalar.OfNumber(spelling);
        if (number.Kind != ScalarKind.Double)
        {
            target.Add(number.Text);
            return;
        }

        byte[] java = Encoding.ASCII.GetBytes(NumberText.JavaText(number.Double));
        if (double.IsInfinity(number.Double))
        {
            WriteQuoted(java, target);
            return;
        }

        target.Add(java);
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Ingestion.Records;

namespace Ingestion.Decoding;

/// <summary>Reads JSON messages into records, with the values that Pinot's JSON decoder gives; takes and refuses what <see cref="StrictJsonDecoder"/> does.</summary>
internal sealed class JsonRecordReader : IRecordReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonText.MaxDepth };

    private readonly Utf8Buffer _utf8 = new();
    private readonly Utf8Buffer _unescaped = new();

    public string? Read(ReadOnlySpan<byte> payload, Record record)
    {
        ReadOnlySpan<byte> utf8 = PayloadEncoding.ToUtf8(payload, _utf8);
        if (utf8.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return "the message is empty";
        }

        try
        {
            Utf8JsonReader reader = new(utf8, Options);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return $"not a JSON object: the message is {StrictJsonDecoder.Name(reader.TokenType)}";
            }

            ReadFields(ref reader, record);
            return Utf8.IsValid(utf8[..(int)reader.BytesConsumed]) ? null : "not valid UTF-8";
        }
        catch (JsonException exception)
        {
            return $"not valid JSON: {exception.Message}";
        }
    }

    private void ReadFields(ref Utf8JsonReader reader, Record record)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = reader.ValueIsEscaped ? Unescape(ref reader) : reader.ValueSpan;
            int field = record.Fields.IndexOf(name);
            string? other = field < 0 && record.Others is not null ? Encoding.UTF8.GetString(name) : null;
            reader.Read();
            if (field >= 0)
            {
                record.Values[field] = Value(ref reader);
            }
            else if (other is not null)
            {
                record.Others![other] = Value(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private object? Value(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => Text(ref reader),
        JsonTokenType.Number => Number(ref reader),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.StartArray => List(ref reader),
        JsonTokenType.StartObject => Map(ref reader),
        _ => null,
    };

    private List<object?> List(ref Utf8JsonReader reader)
    {
        List<object?> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Value(ref reader));
        }

        return items;
    }

    private Dictionary<string, object?> Map(ref Utf8JsonReader reader)
    {
        Dictionary<string, object?> entries = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = Text(ref reader);
            reader.Read();
            entries[name] = Value(ref reader);
        }

        return entries;
    }

    private string Text(ref Utf8JsonReader reader) => Encoding.UTF8.GetString(reader.ValueIsEscaped ? Unescape(ref reader) : reader.ValueSpan);

    private ReadOnlySpan<byte> Unescape(ref Utf8JsonReader reader)
    {
        _unescaped.Clear();
        JsonEscapes.Unescape(reader.ValueSpan, _unescaped);
        return _unescaped.Span;
    }

    private static object Number(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt32(out int small))
        {
            return small;
        }

        JsonScalar number = JsonScalar.OfNumber(reader.ValueSpan);
        return number.Kind switch
        {
            ScalarKind.Int => (int)number.Long,
            ScalarKind.Long => number.Long,
            ScalarKind.BigInteger => System.Numerics.BigInteger.Parse(Encoding.ASCII.GetString(reader.ValueSpan), System.Globalization.CultureInfo.InvariantCulture),
            _ => number.Double,
        };
    }
}

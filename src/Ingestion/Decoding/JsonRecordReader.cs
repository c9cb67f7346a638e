using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Ingestion.Records;

namespace Ingestion.Decoding;

/// <summary>Reads JSON messages into records, with the values that Pinot's JSON decoder gives; takes and refuses what <see cref="StrictJsonDecoder"/> does.</summary>
internal sealed class JsonRecordReader : IRecordReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonText.MaxDepth };

    private const int MaxLearnings = 1024;

    private readonly Utf8Buffer _utf8 = new();
    private readonly Utf8Buffer _unescaped = new();
    private readonly SeenName?[] _seen = new SeenName?[64];
    private int _learnings;

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
        for (int place = 0; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; place++)
        {
            ReadOnlySpan<byte> name = reader.ValueIsEscaped ? Unescape(ref reader) : reader.ValueSpan;
            int field = Field(record.Fields, place, name);
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

    // Producers write the same keys in the same order: the name that stood at this place before need not be looked up.
    private int Field(RecordFields fields, int place, ReadOnlySpan<byte> name)
    {
        if (place < _seen.Length && _seen[place] is { } seen && name.SequenceEqual(seen.Name))
        {
            return seen.Field;
        }

        int field = fields.IndexOf(name);
        if (place < _seen.Length && _learnings < MaxLearnings)
        {
            _learnings++;
            _seen[place] = new SeenName(name.ToArray(), field);
        }

        return field;
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
        if (reader.TryGetInt64(out long whole))
        {
            return whole == (int)whole ? (object)(int)whole : whole;
        }

        JsonScalar number = JsonScalar.OfNumber(reader.ValueSpan);
        return number.Kind switch
        {
            ScalarKind.BigInteger => System.Numerics.BigInteger.Parse(Encoding.ASCII.GetString(reader.ValueSpan), System.Globalization.CultureInfo.InvariantCulture),
            _ => number.Double,
        };
    }

    /// <summary>A name at its place in messages.</summary>
    private sealed record SeenName(byte[] Name, int Field);
}

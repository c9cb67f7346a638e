using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Ingestion.Records;

namespace Ingestion.Decoding;

/// <summary>Reads JSON messages into records, with the values that Pinot's JSON decoder gives; takes and refuses what <see cref="StrictJsonDecoder"/> does.</summary>
/// <remarks>Fast where a message looks like one before it, strictly otherwise, with equal results. One thread at a time, and always for the same fields.</remarks>
internal sealed unsafe class JsonRecordReader : IRecordReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonText.MaxDepth };

    private readonly Utf8Buffer _utf8 = new();
    private readonly Utf8Buffer _unescaped = new();
    private readonly MessageLayouts _layouts = new();
    private readonly TextCache _texts = new();

    public string? Read(ReadOnlySpan<byte> payload, Record record)
    {
        if (record.Others is not null)
        {
            return ReadStrictly(payload, record, null); // layouts do not tell the names of other fields
        }

        if (TryFast(payload, record))
        {
            return null;
        }

        if (!_layouts.Miss())
        {
            return ReadStrictly(payload, record, null);
        }

        string? fault = ReadStrictly(payload, record, _layouts.Learning);
        if (fault is null)
        {
            _layouts.Learn();
        }

        return fault;
    }

    /// <summary>Reads a message without making objects, if it looks like one that <see cref="Read"/> has read and holds nothing but scalars.</summary>
    /// <param name="payload">A message, which stays where it is as long as the values are used.</param>
    /// <param name="values">By the ordinals of records; anything if the answer is false.</param>
    public bool TryRead(ReadOnlySpan<byte> payload, FlatValue[] values)
    {
        fixed (byte* start = payload)
        {
            ReadOnlySpan<MessageLayout> layouts = _layouts.Known;
            for (int i = 0; i < layouts.Length; i++)
            {
                Array.Clear(values);
                if (TryFast(start, start + payload.Length, layouts[i], values))
                {
                    _layouts.Hit(i);
                    return true;
                }
            }
        }

        return false;
    }

    private static bool TryFast(byte* at, byte* end, MessageLayout layout, FlatValue[] values)
    {
        byte[][] glue = layout.Glue;
        int[] fields = layout.Columns;
        for (int i = 0; i < fields.Length; i++)
        {
            if (!FastJson.Take(ref at, end, glue[i]) || !TryPlain(ref at, end, out FlatValue value))
            {
                return false;
            }

            if (fields[i] >= 0)
            {
                values[fields[i]] = value;
            }
        }

        return FastJson.Take(ref at, end, glue[^1]);
    }

    // Takes what the method of the same name for objects takes.
    private static bool TryPlain(ref byte* at, byte* end, out FlatValue value)
    {
        value = default;
        if (at < end && *at == '"')
        {
            byte* from = at + 1;
            if (!FastJson.TryTextEnd(from, end, out byte* quote))
            {
                return false;
            }

            at = quote + 1;
            value = FlatValue.OfText(from, (int)(quote - from));
            return true;
        }

        if (FastJson.TryLong(ref at, end, out long whole))
        {
            value = FlatValue.OfJson(whole);
            return true;
        }

        if (FastJson.TryDouble(ref at, end, out double number))
        {
            value = FlatValue.Of(ScalarKind.Double, BitConverter.DoubleToInt64Bits(number));
            return number != 0; // zero may have lost its sign
        }

        if (FastJson.TryBoolean(ref at, end, out bool flag))
        {
            value = FlatValue.Of(ScalarKind.Boolean, flag ? 1 : 0);
            return true;
        }

        return FastJson.TakeNull(ref at, end);
    }

    private bool TryFast(ReadOnlySpan<byte> payload, Record record)
    {
        fixed (byte* start = payload)
        {
            ReadOnlySpan<MessageLayout> layouts = _layouts.Known;
            for (int i = 0; i < layouts.Length; i++)
            {
                if (TryFast(start, start + payload.Length, layouts[i], record.Values))
                {
                    _layouts.Hit(i);
                    return true;
                }

                record.Clear();
            }
        }

        return false;
    }

    private bool TryFast(byte* at, byte* end, MessageLayout layout, object?[] values)
    {
        byte[][] glue = layout.Glue;
        int[] fields = layout.Columns;
        for (int i = 0; i < fields.Length; i++)
        {
            if (!FastJson.Take(ref at, end, glue[i]) || !TryPlain(ref at, end, fields[i], values))
            {
                return false;
            }
        }

        return FastJson.Take(ref at, end, glue[^1]);
    }

    /// <summary>Takes a value in the form that nearly all messages use.</summary>
    private bool TryPlain(ref byte* at, byte* end, int field, object?[] values)
    {
        object? value = null;
        if (at < end && *at == '"')
        {
            byte* from = at + 1;
            if (!FastJson.TryTextEnd(from, end, out byte* quote))
            {
                return false;
            }

            at = quote + 1;
            value = field < 0 ? null : _texts.Get(new ReadOnlySpan<byte>(from, (int)(quote - from)));
        }
        else if (FastJson.TryLong(ref at, end, out long whole))
        {
            value = SmallNumbers.Box(whole);
        }
        else if (FastJson.TryDouble(ref at, end, out double number))
        {
            // Zero may have lost its sign.
            if (number == 0)
            {
                return false;
            }

            value = number;
        }
        else if (FastJson.TryBoolean(ref at, end, out bool flag))
        {
            value = flag;
        }
        else if (!FastJson.TakeNull(ref at, end))
        {
            return false;
        }

        if (field >= 0)
        {
            values[field] = value;
        }

        return true;
    }

    private string? ReadStrictly(ReadOnlySpan<byte> payload, Record record, MessageLayout.Builder? layout)
    {
        ReadOnlySpan<byte> utf8 = PayloadEncoding.ToUtf8(payload, _utf8);
        if (utf8 != payload)
        {
            layout?.GiveUp();
        }

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

            ReadFields(ref reader, record, layout);
            int end = (int)reader.BytesConsumed;
            layout?.End(utf8, end);
            return Utf8.IsValid(utf8[..end]) ? null : "not valid UTF-8";
        }
        catch (JsonException exception)
        {
            return $"not valid JSON: {exception.Message}";
        }
    }

    private void ReadFields(ref Utf8JsonReader reader, Record record, MessageLayout.Builder? layout)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isPlain = !reader.ValueIsEscaped;
            ReadOnlySpan<byte> name = isPlain ? reader.ValueSpan : Unescape(ref reader);
            int field = record.Fields.IndexOf(name);
            string? other = field < 0 && record.Others is not null ? Encoding.UTF8.GetString(name) : null;
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            isPlain &= reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject);
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

            layout?.Add(start, (int)reader.BytesConsumed, isPlain ? field : MessageLayout.Unusual);
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
        if (reader.TryGetInt64(out long whole))
        {
            return SmallNumbers.Box(whole);
        }

        JsonScalar number = JsonScalar.OfNumber(reader.ValueSpan);
        return number.Kind switch
        {
            ScalarKind.BigInteger => System.Numerics.BigInteger.Parse(Encoding.ASCII.GetString(reader.ValueSpan), System.Globalization.CultureInfo.InvariantCulture),
            _ => number.Double,
        };
    }
}

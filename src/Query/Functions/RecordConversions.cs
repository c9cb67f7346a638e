using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Query.Expressions;
using Query.Values;
using Query.Vectors;
using Segments.Columns;
using Segments.Schema;

namespace Query.Functions;

/// <summary>Conversions of arguments that come out of messages: strict where a text must be a number.</summary>
/// <remarks>
/// A value of type JSON is anything a message can hold, as JSON text: a JSON string stands for its characters.
/// A list of JSON values has no element type and is no list of numbers or texts.
/// </remarks>
internal static class RecordConversions
{
    /// <summary>The conversion, or null if values of the one type can be read as the other as they are.</summary>
    public static VectorFunction? Find(SqlType from, SqlType to)
    {
        if (from.IsUnknown || from.IsArray)
        {
            return Conversions.Find(from, to);
        }

        return (from.Type, to.Type) switch
        {
            (DataType.Json, DataType.Json) => null,
            (DataType.Json, _) => FromJson(Find(SqlType.Text, to)),
            (DataType.String, DataType.Int or DataType.Long or DataType.Timestamp) => (arguments, result, _) => TextsToLongs(arguments[0], result, to),
            (DataType.String, DataType.Float or DataType.Double) => TextsToDoubles,
            (DataType.Int or DataType.Long or DataType.Float or DataType.Double, DataType.Boolean) => CastFunctions.Find(from, to),
            (DataType.String or DataType.BigDecimal, DataType.Boolean) => CastFunctions.Find(from, to),
            (DataType.Boolean or DataType.Timestamp, DataType.String) => CastFunctions.Find(from, to),
            _ => Conversions.Find(from, to),
        };
    }

    /// <summary>The characters a JSON string stands for; other JSON text as it is.</summary>
    public static Utf8Slice Bare(Utf8Slice json, ByteArena arena)
    {
        ReadOnlySpan<byte> text = json.Span;
        if (text.IsEmpty || text[0] != '"')
        {
            return json;
        }

        Utf8JsonReader reader = new(text);
        reader.Read();
        return Utf8Text.Encode(reader.GetString(), arena);
    }

    private static VectorFunction FromJson(VectorFunction? then) => (arguments, result, context) =>
    {
        Vector bare = then is null ? result : context.Rent();
        Conversions.StartLike(arguments[0], PhysicalType.Bytes, bare);
        for (int i = 0; i < bare.ValueCount; i++)
        {
            bare.Texts[i] = Bare(arguments[0].Texts[i], context.Arena);
        }

        if (then is not null)
        {
            then([bare], result, context);
            context.Return(bare);
        }
    };

    private static void TextsToLongs(Vector source, Vector result, SqlType to)
    {
        Conversions.StartLike(source, PhysicalType.Long, result);
        for (int i = 0; i < result.ValueCount; i++)
        {
            result.Longs[i] = source.IsNull(i) ? 0 : ParseLong(source.Texts[i].Span, to.Type);
        }
    }

    private static long ParseLong(ReadOnlySpan<byte> text, DataType type)
    {
        ReadOnlySpan<byte> digits = text.Trim(" \t\r\n"u8);
        digits = digits.Length > 1 && digits[0] == '+' && char.IsAsciiDigit((char)digits[1]) ? digits[1..] : digits;
        if (Utf8Parser.TryParse(digits, out long value, out int consumed) && consumed == digits.Length
            && (type != DataType.Int || value is >= int.MinValue and <= int.MaxValue))
        {
            return value;
        }

        return type == DataType.Timestamp && Values.Times.SqlTimestamp.TryParse(Encoding.UTF8.GetString(digits), out long millis)
            ? millis
            : throw Conversions.Unreadable(text, type == DataType.Timestamp ? "timestamp" : "whole number");
    }

    private static void TextsToDoubles(Vector[] arguments, Vector result, VectorContext context)
    {
        Vector source = arguments[0];
        Conversions.StartLike(source, PhysicalType.Double, result);
        for (int i = 0; i < result.ValueCount; i++)
        {
            result.Doubles[i] = source.IsNull(i) ? 0 : Conversions.ParseDouble(source.Texts[i].Span.Trim(" \t\r\n"u8));
        }
    }
}

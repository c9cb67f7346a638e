using System.Buffers.Text;
using System.Text;
using Query.Expressions;
using Query.Values;
using Query.Values.Times;
using Query.Vectors;
using Segments.Columns;
using Segments.Schema;

namespace Query.Functions;

/// <summary>Values of one type as values of another, whole vectors at a time; lists entry by entry.</summary>
/// <remarks>
/// These are the silent conversions of arguments: numbers cut toward zero and saturate, texts are parsed and fail the query (code 200)
/// if they cannot be, TIMESTAMP and BOOLEAN become the numbers they are stored as. CAST differs in places: <see cref="CastFunctions"/>.
/// </remarks>
internal static class Conversions
{
    /// <summary>The conversion, or null if values of the one type can be read as the other as they are.</summary>
    public static VectorFunction? Find(SqlType from, SqlType to)
    {
        if (from.IsUnknown)
        {
            return (arguments, result, _) => Empty(arguments[0], to.Physical, result);
        }

        return (from.Physical, to.Physical) switch
        {
            (PhysicalType.Long, PhysicalType.Long) => to.Type == DataType.Int && from.Type is DataType.Long or DataType.Timestamp ? WrapToInt : null,
            (PhysicalType.Long, PhysicalType.Double) => to.Type == DataType.Float ? LongsToFloats : LongsToDoubles,
            (PhysicalType.Long, PhysicalType.Bytes) => LongsToTexts,
            (PhysicalType.Double, PhysicalType.Long) => to.Type == DataType.Int ? DoublesToInts : DoublesToLongs,
            (PhysicalType.Double, PhysicalType.Double) => to.Type == DataType.Float && from.Type == DataType.Double ? DoublesToFloats : null,
            (PhysicalType.Double, PhysicalType.Bytes) when to.Type == DataType.BigDecimal => from.Type == DataType.Float ? FloatsToDecimals : DoublesToDecimals,
            (PhysicalType.Double, PhysicalType.Bytes) => from.Type == DataType.Float ? FloatsToTexts : DoublesToTexts,
            (PhysicalType.Bytes, PhysicalType.Long) => from.Type == DataType.BigDecimal ? DecimalsToLongs : TextsToLongs,
            (PhysicalType.Bytes, PhysicalType.Double) => to.Type == DataType.Float ? TextsToFloats : TextsToDoubles,
            _ => BytesToBytes(from.Type, to.Type),
        };
    }

    /// <summary>Prepares a result of the same shape as the source: rows, nulls, offsets of lists, constant or not.</summary>
    public static void StartLike(Vector source, PhysicalType form, Vector result)
    {
        if (source.IsMultiValue)
        {
            if (source.IsConstant)
            {
                result.StartConstantList(form, source.Length, source.Offsets[1]);
            }
            else
            {
                result.StartLists(form, source.Length);
                source.Offsets.AsSpan(0, source.Length + 1).CopyTo(result.Offsets);
                result.Reserve(source.ValueCount);
            }
        }
        else if (source.IsConstant)
        {
            result.StartConstant(form, source.Length);
        }
        else
        {
            result.Start(form, source.Length);
        }

        if (source.HasNulls)
        {
            result.StartNulls();
            int words = (Math.Max(source.IsConstant ? 1 : source.Length, 1) + 63) / 64;
            source.Nulls.AsSpan(0, words).CopyTo(result.Nulls);
        }
    }

    public static void LongsToDoubles(Vector[] arguments, Vector result, VectorContext context)
    {
        StartLike(arguments[0], PhysicalType.Double, result);
        ReadOnlySpan<long> source = arguments[0].Longs.AsSpan(0, arguments[0].ValueCount);
        Span<double> target = result.Doubles.AsSpan(0, source.Length);
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = source[i];
        }
    }

    public static void LongsToFloats(Vector[] arguments, Vector result, VectorContext context)
    {
        StartLike(arguments[0], PhysicalType.Double, result);
        for (int i = 0; i < result.ValueCount; i++)
        {
            result.Doubles[i] = (float)arguments[0].Longs[i];
        }
    }

    public static void LongsToTexts(Vector[] arguments, Vector result, VectorContext context)
    {
        StartLike(arguments[0], PhysicalType.Bytes, result);
        Span<byte> text = stackalloc byte[24];
        for (int i = 0; i < result.ValueCount; i++)
        {
            Utf8Formatter.TryFormat(arguments[0].Longs[i], text, out int length);
            result.Texts[i] = context.Arena.Add(text[..length]);
        }
    }

    public static void DoublesToTexts(Vector[] arguments, Vector result, VectorContext context)
    {
        StartLike(arguments[0], PhysicalType.Bytes, result);
        Span<byte> text = stackalloc byte[JavaNumbers.MaxBytes];
        for (int i = 0; i < result.ValueCount; i++)
        {
            result.Texts[i] = context.Arena.Add(text[..JavaNumbers.Write(arguments[0].Doubles[i], text)]);
        }
    }

    public static void FloatsToTexts(Vector[] arguments, Vector result, VectorContext context)
    {
        StartLike(arguments[0], PhysicalType.Bytes, result);
        Span<byte> text = stackalloc byte[JavaNumbers.MaxBytes];
        for (int i = 0; i < result.ValueCount; i++)
        {
            result.Texts[i] = context.Arena.Add(text[..JavaNumbers.Write((float)arguments[0].Doubles[i], text)]);
        }
    }

    private static void DoublesToDecimals(Vector[] arguments, Vector result, VectorContext context) =>
        ToDecimals(arguments[0], result, context, value => JavaNumbers.Text(value));

    private static void FloatsToDecimals(Vector[] arguments, Vector result, VectorContext context) =>
        ToDecimals(arguments[0], result, context, value => JavaNumbers.Text((float)value));

    private static void ToDecimals(Vector source, Vector result, VectorContext context, Func<double, string> write)
    {
        StartLike(source, PhysicalType.Bytes, result);
        for (int i = 0; i < result.ValueCount; i++)
        {
            double value = source.Doubles[i];
            result.Texts[i] = double.IsFinite(value)
                ? Utf8Text.Encode(BigDecimal.Parse(write(value)).ToString(), context.Arena)
                : throw QueryException.Failed($"{JavaNumbers.Text(value)} cannot be a BIG_DECIMAL");
        }
    }

    public static void TextsToDoubles(Vector[] arguments, Vector result, VectorContext context)
    {
        StartLike(arguments[0], PhysicalType.Double, result);
        for (int i = 0; i < result.ValueCount; i++)
        {
            result.Doubles[i] = IsNullPlace(result, i) ? 0 : ParseDouble(arguments[0].Texts[i].Span);
        }
    }

    /// <summary>A whole or broken number, cut toward zero; also the text of a timestamp, as milliseconds.</summary>
    public static long ParseLong(ReadOnlySpan<byte> text)
    {
        if (Utf8Parser.TryParse(text, out long value, out int consumed) && consumed == text.Length)
        {
            return value;
        }

        return JavaNumbers.TryParse(text, out double number) ? JavaNumbers.ToLong(number)
            : SqlTimestamp.TryParse(Encoding.UTF8.GetString(text), out long millis) ? millis
            : throw Unreadable(text, "number");
    }

    public static double ParseDouble(ReadOnlySpan<byte> text) => JavaNumbers.TryParse(text, out double value) ? value : throw Unreadable(text, "number");

    public static QueryException Unreadable(ReadOnlySpan<byte> text, string wanted) =>
        QueryException.Failed($"'{Shortened(Encoding.UTF8.GetString(text))}' cannot be read as a {wanted}");

    private static string Shortened(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 60), "…");

    private static void WrapToInt(Vector[] arguments, Vector result, VectorContext context)
    {
        StartLike(arguments[0], PhysicalType.Long, result);
        ReadOnlySpan<long> source = arguments[0].Longs.AsSpan(0, result.ValueCount);
        Span<long> target = result.Longs.AsSpan(0, source.Length);
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = unchecked((int)source[i]);
        }
    }

    private static void DoublesToLongs(Vector[] arguments, Vector result, VectorContext context)
    {
        StartLike(arguments[0], PhysicalType.Long, result);
        for (int i = 0; i < result.ValueCount; i++)
        {
            result.Longs[i] = JavaNumbers.ToLong(arguments[0].Doubles[i]);
        }
    }

    private static void DoublesToInts(Vector[] arguments, Vector result, VectorContext context)
    {
        StartLike(arguments[0], PhysicalType.Long, result);
        for (int i = 0; i < result.ValueCount; i++)
        {
            result.Longs[i] = JavaNumbers.ToInt(arguments[0].Doubles[i]);
        }
    }

    private static void DoublesToFloats(Vector[] arguments, Vector result, VectorContext context)
    {
        StartLike(arguments[0], PhysicalType.Double, result);
        for (int i = 0; i < result.ValueCount; i++)
        {
            result.Doubles[i] = (float)arguments[0].Doubles[i];
        }
    }

    private static void TextsToFloats(Vector[] arguments, Vector result, VectorContext context)
    {
        TextsToDoubles(arguments, result, context);
        for (int i = 0; i < result.ValueCount; i++)
        {
            result.Doubles[i] = (float)result.Doubles[i];
        }
    }

    private static void TextsToLongs(Vector[] arguments, Vector result, VectorContext context)
    {
        StartLike(arguments[0], PhysicalType.Long, result);
        for (int i = 0; i < result.ValueCount; i++)
        {
            ReadOnlySpan<byte> text = arguments[0].Texts[i].Span;
            result.Longs[i] = IsNullPlace(result, i) ? 0
                : text.SequenceEqual("true"u8) ? 1
                : text.SequenceEqual("false"u8) ? 0
                : ParseLong(text);
        }
    }

    private static void DecimalsToLongs(Vector[] arguments, Vector result, VectorContext context)
    {
        StartLike(arguments[0], PhysicalType.Long, result);
        for (int i = 0; i < result.ValueCount; i++)
        {
            result.Longs[i] = BigDecimal.TryParse(Encoding.UTF8.GetString(arguments[0].Texts[i].Span), out BigDecimal value) ? value.ToLong() : 0;
        }
    }

    private static VectorFunction? BytesToBytes(DataType from, DataType to) => (from, to) switch
    {
        (DataType.Bytes, DataType.String or DataType.Json) => (arguments, result, context) =>
            Map(arguments[0], result, slice => context.Arena.Add(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(slice.Span)))),
        (DataType.String or DataType.Json, DataType.Bytes) => (arguments, result, context) =>
            Map(arguments[0], result, slice => context.Arena.Add(ParseHex(slice.Span))),
        (DataType.String, DataType.BigDecimal) => (arguments, result, context) =>
            Map(arguments[0], result, slice => Utf8Text.Encode(ParseDecimal(slice.Span).ToString(), context.Arena)),
        _ => null,
    };

    private static void Map(Vector source, Vector result, Func<Utf8Slice, Utf8Slice> convert)
    {
        StartLike(source, PhysicalType.Bytes, result);
        for (int i = 0; i < result.ValueCount; i++)
        {
            result.Texts[i] = IsNullPlace(result, i) ? default : convert(source.Texts[i]);
        }
    }

    public static byte[] ParseHex(ReadOnlySpan<byte> text)
    {
        byte[] bytes = new byte[text.Length / 2];
        return Convert.FromHexString(text, bytes, out int consumed, out _) == System.Buffers.OperationStatus.Done && consumed == text.Length
            ? bytes
            : throw Unreadable(text, "run of hexadecimal digits (BYTES; wrap text with toUtf8())");
    }

    public static BigDecimal ParseDecimal(ReadOnlySpan<byte> text) =>
        BigDecimal.TryParse(Encoding.UTF8.GetString(text).Trim(), out BigDecimal value) ? value : throw Unreadable(text, "decimal number");

    // Texts of null rows are empty, which is no number; they must not fail the query.
    private static bool IsNullPlace(Vector vector, int place) => vector.HasNulls && !vector.IsMultiValue && vector.IsNull(place);

    private static void Empty(Vector source, PhysicalType form, Vector result)
    {
        result.StartConstant(form, source.Length);
        switch (form)
        {
            case PhysicalType.Long:
                result.Longs[0] = 0;
                break;
            case PhysicalType.Double:
                result.Doubles[0] = 0;
                break;
            default:
                result.Texts[0] = default;
                break;
        }

        result.SetNull(0);
    }
}

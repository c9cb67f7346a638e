using System.Diagnostics;
using System.Globalization;
using System.Numerics;

namespace Segments.Schema;

/// <summary>What a column stores for a missing value: Pinot's default of the type, or the schema's <c>defaultNullValue</c>.</summary>
internal static class DefaultValues
{
    /// <summary>Pinot's default of a type in a role.</summary>
    public static ColumnValue Of(DataType type, FieldRole role) => type switch
    {
        DataType.Int => ColumnValue.Of(role == FieldRole.Metric ? 0L : int.MinValue),
        DataType.Long => ColumnValue.Of(role == FieldRole.Metric ? 0L : long.MinValue),
        DataType.Float or DataType.Double => ColumnValue.Of(role == FieldRole.Metric ? 0d : double.NegativeInfinity),
        DataType.Boolean or DataType.Timestamp => ColumnValue.Of(0L),
        DataType.BigDecimal => ColumnValue.Of("0"),
        DataType.String or DataType.Json => ColumnValue.Of("null"),
        DataType.Bytes => ColumnValue.Of(ReadOnlyMemory<byte>.Empty),
        _ => throw new UnreachableException($"no default for {type}"),
    };

    /// <summary>Reads a default as the schema's author wrote it.</summary>
    /// <exception cref="FormatException">The text is no value of the type.</exception>
    public static ColumnValue Parse(DataType type, string text) => type switch
    {
        DataType.Int when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) => ColumnValue.Of((long)value),
        DataType.Long when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) => ColumnValue.Of(value),
        DataType.Float when TryParseNumber(text, out double value) => ColumnValue.Of((double)(float)value),
        DataType.Double when TryParseNumber(text, out double value) => ColumnValue.Of(value),
        DataType.Boolean => ColumnValue.Of(text.Trim() is "1" || text.Trim().Equals("true", StringComparison.OrdinalIgnoreCase) ? 1L : 0L),
        DataType.Timestamp when TimestampText.TryParse(text, out long millis) => ColumnValue.Of(millis),
        DataType.BigDecimal when PlainDecimal(text) is { } value => ColumnValue.Of(value),
        DataType.String or DataType.Json => ColumnValue.Of(text),
        DataType.Bytes when TryParseHex(text, out byte[] bytes) => ColumnValue.Of(bytes.AsMemory()),
        _ => throw new FormatException($"Cannot convert value: '{text}' to type: {type.PinotName()}"),
    };

    private static bool TryParseNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && !double.IsNaN(value);

    private static bool TryParseHex(string text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length % 2 != 0 || !text.All(char.IsAsciiHexDigit))
        {
            return false;
        }

        bytes = Convert.FromHexString(text);
        return true;
    }

    // BIG_DECIMAL columns hold plain text without exponent; trailing zeros of the fraction are no information.
    private static string? PlainDecimal(string text)
    {
        string[] halves = text.Trim().Split(['e', 'E'], 2);
        int exponent = 0;
        if (halves.Length == 2 && (!int.TryParse(halves[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > 10_000))
        {
            return null;
        }

        int point = halves[0].IndexOf('.', StringComparison.Ordinal);
        int scale = (point < 0 ? 0 : halves[0].Length - point - 1) - exponent;
        string digits = point < 0 ? halves[0] : halves[0].Remove(point, 1);
        if (!digits.Any(char.IsAsciiDigit) || !BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger unscaled))
        {
            return null;
        }

        if (scale <= 0)
        {
            return (unscaled * BigInteger.Pow(10, -scale)).ToString(CultureInfo.InvariantCulture);
        }

        string magnitude = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        string plain = $"{magnitude[..^scale]}.{magnitude[^scale..]}".TrimEnd('0').TrimEnd('.');
        return unscaled.Sign < 0 ? "-" + plain : plain;
    }
}

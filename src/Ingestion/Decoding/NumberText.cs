using System.Globalization;
using System.Numerics;
using System.Text;

namespace Ingestion.Decoding;

/// <summary>Numbers as Java reads and prints them, because that is what Pinot stores.</summary>
internal static class NumberText
{
    private const int MaxDecimalExponent = 10_000;

    /// <summary>A number by the grammar of JSON; too large ones are infinite.</summary>
    public static double ParseDouble(ReadOnlySpan<byte> spelling) =>
        double.Parse(spelling, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The low 64 bits of an integer of any length.</summary>
    public static long LowBits(ReadOnlySpan<byte> digits)
    {
        BigInteger value = BigInteger.Parse(Encoding.ASCII.GetString(digits), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return unchecked((long)(ulong)(value & ulong.MaxValue));
    }

    /// <summary>Java's <c>Long.parseLong</c>: an optional sign and digits.</summary>
    public static bool TryParseLong(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        ReadOnlySpan<byte> digits = text is [(byte)'+' or (byte)'-', ..] ? text[1..] : text;
        return digits.Length > 0
            && digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Java's <c>Double.parseDouble</c> without hexadecimal spellings.</summary>
    public static bool TryParseJavaDouble(ReadOnlySpan<byte> text, out double value)
    {
        ReadOnlySpan<byte> unsigned = text is [(byte)'+' or (byte)'-', ..] ? text[1..] : text;
        if (unsigned.SequenceEqual("NaN"u8) || unsigned.SequenceEqual("Infinity"u8))
        {
            value = unsigned[0] == (byte)'N' ? double.NaN : text[0] == (byte)'-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        ReadOnlySpan<byte> number = text is [.., (byte)'d' or (byte)'D' or (byte)'f' or (byte)'F'] ? text[..^1] : text;
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        value = 0;
        return number.Length > 0
            && number.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0
            && double.TryParse(number, Style, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Java's <c>Double.toString</c>: <c>1.0</c>, <c>1.0E10</c>, <c>1.0E-7</c>.</summary>
    public static string JavaText(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        }

        return Math.Abs(value) == double.Epsilon
            ? value > 0 ? "4.9E-324" : "-4.9E-324" // Java always gives two digits, and these are nearer than 5.0
            : JavaText(Math.Abs(value).ToString("R", CultureInfo.InvariantCulture), double.IsNegative(value));
    }

    /// <summary>Java's <c>Float.toString</c>, which gives the digits that tell 32-bit floats apart.</summary>
    public static string JavaText(float value) =>
        !float.IsFinite(value) || value == 0 ? JavaText((double)value)
        : Math.Abs(value) == float.Epsilon ? value > 0 ? "1.4E-45" : "-1.4E-45"
        : JavaText(Math.Abs(value).ToString("R", CultureInfo.InvariantCulture), float.IsNegative(value));

    /// <summary>Java's <c>BigDecimal(text).stripTrailingZeros().toPlainString()</c>, or null if the text is no decimal.</summary>
    public static string? PlainDecimal(ReadOnlySpan<byte> text) =>
        TryParseDecimal(text, out BigInteger unscaled, out int scale) ? Plain(unscaled, scale) : null;

    /// <summary>Java's <c>BigDecimal(text).stripTrailingZeros().toString()</c>: <c>7</c>, <c>1E+3</c>, <c>0.001</c>.</summary>
    public static string? StrippedDecimal(ReadOnlySpan<byte> text)
    {
        if (!TryParseDecimal(text, out BigInteger unscaled, out int scale))
        {
            return null;
        }

        string digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture);
        int exponent = digits.Length - 1 - scale;
        if (scale >= 0 && exponent >= -6)
        {
            return Plain(unscaled, scale);
        }

        string sign = unscaled.Sign < 0 ? "-" : "";
        string mantissa = digits.Length > 1 ? $"{digits[0]}.{digits[1..]}" : digits;
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{mantissa}E{(exponent < 0 ? "" : "+")}{exponent}");
    }

    // Takes .NET's shortest text that reads back apart, into digits and an exponent of ten.
    private static string JavaText(string shortest, bool isNegative)
    {
        string digits = Digits(shortest);
        string sign = isNegative ? "-" : "";
        if (digits is "0")
        {
            return sign + "0.0";
        }

        int exponent = Exponent(shortest);
        return sign + exponent switch
        {
            >= 7 or < -3 => $"{digits[0]}.{(digits.Length > 1 ? digits[1..] : "0")}E{exponent.ToString(CultureInfo.InvariantCulture)}",
            < 0 => $"0.{new string('0', -exponent - 1)}{digits}",
            _ when digits.Length > exponent + 1 => $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}",
            _ => $"{digits.PadRight(exponent + 1, '0')}.0",
        };
    }

    private static string Digits(string round)
    {
        ReadOnlySpan<char> mantissa = round.AsSpan(0, round.IndexOf('E', StringComparison.Ordinal) is var e and >= 0 ? e : round.Length);
        StringBuilder digits = new(mantissa.Length);
        foreach (char c in mantissa)
        {
            if (char.IsAsciiDigit(c))
            {
                digits.Append(c);
            }
        }

        string all = digits.ToString().TrimStart('0').TrimEnd('0');
        return all.Length == 0 ? "0" : all;
    }

    // Of the first digit that is not zero: 0 for 1.5, -3 for 0.0015.
    private static int Exponent(string shortest)
    {
        int mark = shortest.IndexOf('E', StringComparison.Ordinal);
        int power = mark < 0 ? 0 : int.Parse(shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        ReadOnlySpan<char> mantissa = mark < 0 ? shortest : shortest.AsSpan(0, mark);
        int point = mantissa.IndexOf('.');
        int whole = point < 0 ? mantissa.Length : point;
        int first = mantissa.IndexOfAnyInRange('1', '9');
        return power + (first < whole ? whole - 1 - first : point - first);
    }

    private static bool TryParseDecimal(ReadOnlySpan<byte> text, out BigInteger unscaled, out int scale)
    {
        (unscaled, scale) = (default, 0);
        int mark = text.IndexOfAny((byte)'e', (byte)'E');
        ReadOnlySpan<byte> mantissa = mark < 0 ? text : text[..mark];
        long exponent = 0;
        if (mark >= 0 && (!TryParseLong(text[(mark + 1)..], out exponent) || Math.Abs(exponent) > MaxDecimalExponent))
        {
            return false;
        }

        ReadOnlySpan<byte> unsigned = mantissa is [(byte)'+' or (byte)'-', ..] ? mantissa[1..] : mantissa;
        int point = unsigned.IndexOf((byte)'.');
        string digits = Encoding.ASCII.GetString(unsigned).Remove(Math.Max(point, 0), point < 0 ? 0 : 1);
        if (digits.Length is 0 or > MaxDecimalExponent || digits.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return false;
        }

        unscaled = BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        scale = (int)((point < 0 ? 0 : unsigned.Length - point - 1) - exponent);
        while (!unscaled.IsZero && BigInteger.Remainder(unscaled, 10).IsZero)
        {
            unscaled /= 10;
            scale--;
        }

        scale = unscaled.IsZero ? 0 : scale;
        unscaled = mantissa is [(byte)'-', ..] ? -unscaled : unscaled;
        return true;
    }

    /// <summary>Java's <c>BigDecimal.toPlainString</c>.</summary>
    public static string Plain(BigInteger unscaled, int scale)
    {
        string digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture);
        string magnitude = scale <= 0
            ? digits + new string('0', -scale)
            : $"{digits.PadLeft(scale + 1, '0')[..^scale]}.{digits.PadLeft(scale + 1, '0')[^scale..]}";
        return unscaled.Sign < 0 ? "-" + magnitude : magnitude;
    }
}

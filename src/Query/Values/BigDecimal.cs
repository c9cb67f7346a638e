using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace Query.Values;

/// <summary>How a decimal is cut to fewer digits.</summary>
internal enum DecimalRounding
{
    /// <summary>Away from zero from half on.</summary>
    HalfUp,

    /// <summary>Toward zero.</summary>
    Down,
}

/// <summary>A decimal of any precision: <c>unscaled × 10^-scale</c>, as java.math.BigDecimal.</summary>
/// <remarks>Equality and order are numeric: 1.0 equals 1.00.</remarks>
internal readonly struct BigDecimal(BigInteger unscaled, int scale) : IComparable<BigDecimal>, IEquatable<BigDecimal>
{
    /// <summary>Digits a text may have; longer ones are refused before they cost seconds.</summary>
    public const int MaxDigits = 4096;

    public static readonly BigDecimal Zero = new(BigInteger.Zero, 0);

    public BigInteger Unscaled { get; } = unscaled;

    /// <summary>Digits after the point; negative if the number ends in that many zeros before it.</summary>
    public int Scale { get; } = scale;

    public int Sign => Unscaled.Sign;

    /// <summary>The exact value of the shortest text of a double, as Java's <c>BigDecimal.valueOf</c>.</summary>
    public static BigDecimal FromShortest(double value) => Parse(JavaNumbers.Text(value));

    public static BigDecimal Of(long value) => new(value, 0);

    public static BigDecimal Parse(string text) =>
        TryParse(text, out BigDecimal value) ? value : throw new FormatException($"'{text}' is no decimal number");

    /// <summary>Reads sign, digits, point and exponent; no blanks.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out BigDecimal value)
    {
        value = default;
        int exponent = 0;
        int mark = text.IndexOfAny('e', 'E');
        if (mark >= 0)
        {
            if (!int.TryParse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            {
                return false;
            }

            text = text[..mark];
        }

        int point = text.IndexOf('.');
        string digits = point < 0 ? text.ToString() : string.Concat(text[..point], text[(point + 1)..]);
        int fraction = point < 0 ? 0 : text.Length - point - 1;
        if (digits.Length > MaxDigits || Math.Abs((long)exponent) > MaxDigits * 4 || digits.Length == 0 || !char.IsAsciiDigit(digits[^1])
            || (point >= 0 && fraction > 0 && !char.IsAsciiDigit(text[point + 1])))
        {
            return false;
        }

        if (!BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger unscaled))
        {
            return false;
        }

        value = new BigDecimal(unscaled, fraction - exponent);
        return true;
    }

    public static BigDecimal operator +(BigDecimal left, BigDecimal right)
    {
        int scale = Math.Max(left.Scale, right.Scale);
        return new BigDecimal(left.AtScale(scale) + right.AtScale(scale), scale);
    }

    public static BigDecimal operator -(BigDecimal left, BigDecimal right) => left + (-right);

    public static BigDecimal operator -(BigDecimal value) => new(-value.Unscaled, value.Scale);

    public static BigDecimal operator *(BigDecimal left, BigDecimal right) => new(left.Unscaled * right.Unscaled, left.Scale + right.Scale);

    public static bool operator ==(BigDecimal left, BigDecimal right) => left.CompareTo(right) == 0;

    public static bool operator !=(BigDecimal left, BigDecimal right) => left.CompareTo(right) != 0;

    public static bool operator <(BigDecimal left, BigDecimal right) => left.CompareTo(right) < 0;

    public static bool operator <=(BigDecimal left, BigDecimal right) => left.CompareTo(right) <= 0;

    public static bool operator >(BigDecimal left, BigDecimal right) => left.CompareTo(right) > 0;

    public static bool operator >=(BigDecimal left, BigDecimal right) => left.CompareTo(right) >= 0;

    /// <summary>The quotient at the given number of digits after the point, half up.</summary>
    public static BigDecimal Divide(BigDecimal left, BigDecimal right, int scale)
    {
        int shift = scale + right.Scale - left.Scale;
        BigInteger dividend = shift >= 0 ? left.Unscaled * Power(shift) : left.Unscaled;
        BigInteger divisor = shift >= 0 ? right.Unscaled : right.Unscaled * Power(-shift);
        return new BigDecimal(RoundedQuotient(dividend, divisor, DecimalRounding.HalfUp), scale);
    }

    /// <summary>The rest of a division toward zero, with the sign of the dividend.</summary>
    public static BigDecimal Remainder(BigDecimal left, BigDecimal right)
    {
        int scale = Math.Max(left.Scale, right.Scale);
        return new BigDecimal(BigInteger.Remainder(left.AtScale(scale), right.AtScale(scale)), scale);
    }

    /// <summary>The same number with exactly that many digits after the point.</summary>
    public BigDecimal WithScale(int scale, DecimalRounding rounding) => scale >= Scale
        ? new BigDecimal(AtScale(scale), scale)
        : new BigDecimal(RoundedQuotient(Unscaled, Power(Scale - scale), rounding), scale);

    public BigDecimal Abs() => new(BigInteger.Abs(Unscaled), Scale);

    /// <summary>The same number without zeros at its end; zero has scale 0.</summary>
    public BigDecimal StripZeros()
    {
        if (Unscaled.IsZero)
        {
            return Zero;
        }

        BigInteger digits = Unscaled;
        int fraction = Scale;
        while (true)
        {
            BigInteger shorter = BigInteger.DivRem(digits, 10, out BigInteger rest);
            if (!rest.IsZero)
            {
                return new BigDecimal(digits, fraction);
            }

            (digits, fraction) = (shorter, fraction - 1);
        }
    }

    /// <summary>The nearest double.</summary>
    public double ToDouble() => double.Parse(Unscaled.ToString(CultureInfo.InvariantCulture) + "E" + (-Scale).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>The whole part.</summary>
    public BigInteger ToInteger() => Scale > 0 ? Unscaled / Power(Scale) : Unscaled * Power(-Scale);

    /// <summary>The low 64 bits of the whole part, as Java's <c>longValue</c>.</summary>
    public long ToLong() => unchecked((long)(ulong)(ToInteger() & ulong.MaxValue));

    /// <summary>All digits, no exponent.</summary>
    public override string ToString()
    {
        string digits = BigInteger.Abs(Unscaled).ToString(CultureInfo.InvariantCulture);
        string sign = Unscaled.Sign < 0 ? "-" : "";
        if (Scale <= 0)
        {
            return Unscaled.IsZero ? "0" : sign + digits + new string('0', -Scale);
        }

        digits = digits.PadLeft(Scale + 1, '0');
        return string.Concat(sign, digits.AsSpan(0, digits.Length - Scale), ".", digits.AsSpan(digits.Length - Scale));
    }

    public int CompareTo(BigDecimal other)
    {
        int signs = Sign.CompareTo(other.Sign);
        if (signs != 0 || Sign == 0)
        {
            return signs;
        }

        int common = Math.Max(Scale, other.Scale);
        return AtScale(common).CompareTo(other.AtScale(common));
    }

    public bool Equals(BigDecimal other) => CompareTo(other) == 0;

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is BigDecimal other && Equals(other);

    public override int GetHashCode()
    {
        BigDecimal stripped = StripZeros();
        return HashCode.Combine(stripped.Unscaled, stripped.Scale);
    }

    private static BigInteger Power(int exponent) => BigInteger.Pow(10, exponent);

    private static BigInteger RoundedQuotient(BigInteger dividend, BigInteger divisor, DecimalRounding rounding)
    {
        BigInteger quotient = BigInteger.DivRem(dividend, divisor, out BigInteger rest);
        bool up = rounding == DecimalRounding.HalfUp && BigInteger.Abs(rest) * 2 >= BigInteger.Abs(divisor) && !rest.IsZero;
        return up ? quotient + (dividend.Sign * divisor.Sign) : quotient;
    }

    private BigInteger AtScale(int scale) => Unscaled * Power(scale - Scale);
}

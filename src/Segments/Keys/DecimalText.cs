using System.Globalization;
using System.Numerics;
using System.Text;

namespace Segments.Keys;

/// <summary>Arithmetic on decimals of any precision as BIG_DECIMAL columns store them: plain text without exponent.</summary>
internal static class DecimalText
{
    /// <summary>Order by number.</summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        (BigInteger first, BigInteger second, _) = Align(left, right);
        return first.CompareTo(second);
    }

    /// <summary>The sum, with as many decimal places as the longer of both has.</summary>
    public static byte[] Sum(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        (BigInteger first, BigInteger second, int scale) = Align(left, right);
        BigInteger sum = first + second;
        string digits = BigInteger.Abs(sum).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        string text = (sum.Sign < 0 ? "-" : "") + digits[..^scale] + (scale > 0 ? "." + digits[^scale..] : "");
        return Encoding.ASCII.GetBytes(text);
    }

    private static (BigInteger Left, BigInteger Right, int Scale) Align(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        (BigInteger first, int firstScale) = Parse(left);
        (BigInteger second, int secondScale) = Parse(right);
        int scale = Math.Max(firstScale, secondScale);
        return (first * BigInteger.Pow(10, scale - firstScale), second * BigInteger.Pow(10, scale - secondScale), scale);
    }

    private static (BigInteger Unscaled, int Scale) Parse(ReadOnlySpan<byte> text)
    {
        string digits = Encoding.ASCII.GetString(text);
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        return BigInteger.TryParse(digits.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger unscaled)
            ? (unscaled, point < 0 ? 0 : digits.Length - point - 1)
            : (BigInteger.Zero, 0);
    }
}

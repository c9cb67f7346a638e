using CsCheck;
using Query.Values;

namespace UnitTests.Query.Values;

public sealed class BigDecimalTests
{
    [Theory]
    [InlineData("1.50", "1.50")]
    [InlineData("-0.000", "0.000")]
    [InlineData("1E+10", "10000000000")]
    [InlineData("1e-3", "0.001")]
    [InlineData("+5", "5")]
    [InlineData("99999999999999999999999999999999999999", "99999999999999999999999999999999999999")]
    public void Texts_are_read_and_written_plainly(string text, string expected) => Assert.Equal(expected, BigDecimal.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("1.")]
    [InlineData("NaN")]
    [InlineData("1e999999999")]
    public void Other_texts_are_refused(string text) => Assert.Equal(text == "1.", BigDecimal.TryParse(text, out _));

    [Fact]
    public void Arithmetic_agrees_with_decimal()
    {
        Gen<decimal> numbers = Gen.Select(Gen.Long[-1_000_000_000, 1_000_000_000], Gen.Int[0, 6], (unscaled, scale) => new decimal((int)unscaled, 0, 0, false, (byte)scale));
        Gen.Select(numbers, numbers).Sample((left, right) =>
        {
            BigDecimal a = Of(left);
            BigDecimal b = Of(right);
            Assert.Equal(left + right, decimal.Parse((a + b).ToString(), System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(left - right, decimal.Parse((a - b).ToString(), System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(left * right, decimal.Parse((a * b).ToString(), System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(left.CompareTo(right), a.CompareTo(b));
            Assert.Equal(left == right, a == b);
        });
    }

    [Theory]
    [InlineData("2.5", 0, "3")]
    [InlineData("-2.5", 0, "-3")]
    [InlineData("2.345", 2, "2.35")]
    [InlineData("2", 3, "2.000")]
    public void Scales_are_rounded_half_up(string text, int scale, string expected) =>
        Assert.Equal(expected, BigDecimal.Parse(text).WithScale(scale, DecimalRounding.HalfUp).ToString());

    [Fact]
    public void Equal_numbers_of_other_scales_are_equal_and_hash_alike()
    {
        Assert.Equal(BigDecimal.Parse("1.5"), BigDecimal.Parse("1.500"));
        Assert.Equal(BigDecimal.Parse("1.5").GetHashCode(), BigDecimal.Parse("1.500").GetHashCode());
        Assert.Equal("0", BigDecimal.Parse("0.000").StripZeros().ToString());
        Assert.Equal("100", BigDecimal.Parse("100.00").StripZeros().ToString());
    }

    private static BigDecimal Of(decimal value) => BigDecimal.Parse(value.ToString(System.Globalization.CultureInfo.InvariantCulture));
}

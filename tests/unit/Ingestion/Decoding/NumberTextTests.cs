using System.Text;
using CsCheck;
using Ingestion.Decoding;

namespace UnitTests.Ingestion.Decoding;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData(1, "1.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1.9, "1.9")]
    [InlineData(1000, "1000.0")]
    [InlineData(9999999, "9999999.0")]
    [InlineData(1e7, "1.0E7")]
    [InlineData(12345678.9, "1.23456789E7")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.00123, "0.00123")]
    [InlineData(1e-4, "1.0E-4")]
    [InlineData(1e-7, "1.0E-7")]
    [InlineData(1e23, "1.0E23")]
    [InlineData(4.9e-324, "4.9E-324")]
    [InlineData(1.7976931348623157E308, "1.7976931348623157E308")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void JavaText_prints_as_Java_does(double value, string expected) => Assert.Equal(expected, NumberText.JavaText(value));

    [Fact]
    public void JavaText_reads_back_as_the_same_number() =>
        Gen.Double.Where(double.IsFinite).Sample(value => double.Parse(NumberText.JavaText(value), System.Globalization.CultureInfo.InvariantCulture).Equals(value));

    [Theory]
    [InlineData("1.50", "1.5", "1.5")]
    [InlineData("1e3", "1000", "1E+3")]
    [InlineData("7.0", "7", "7")]
    [InlineData("-0.0010", "-0.001", "-0.001")]
    [InlineData("1e-7", "0.0000001", "1E-7")]
    [InlineData("0.000", "0", "0")]
    [InlineData("123.456e-2", "1.23456", "1.23456")]
    [InlineData(".5", "0.5", "0.5")]
    public void Decimals_print_plain_and_stripped(string text, string plain, string stripped)
    {
        Assert.Equal(plain, NumberText.PlainDecimal(Encoding.ASCII.GetBytes(text)));
        Assert.Equal(stripped, NumberText.StrippedDecimal(Encoding.ASCII.GetBytes(text)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1e99999")]
    [InlineData("0x10")]
    [InlineData("1,5")]
    [InlineData(".")]
    public void PlainDecimal_refuses_what_is_no_decimal(string text) => Assert.Null(NumberText.PlainDecimal(Encoding.ASCII.GetBytes(text)));
}

using System.Globalization;
using CsCheck;
using Query.Values;

namespace UnitTests.Query.Values;

public sealed class JavaNumbersTests
{
    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(3.0, "3.0")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.0009, "9.0E-4")]
    [InlineData(9999999.999, "9999999.999")]
    [InlineData(1e7, "1.0E7")]
    [InlineData(1e10, "1.0E10")]
    [InlineData(1.2345678901234568E17, "1.2345678901234568E17")]
    [InlineData(4.9e-324, "4.9E-324")]
    [InlineData(1.7976931348623157E308, "1.7976931348623157E308")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    [InlineData(-123.25, "-123.25")]
    public void Doubles_are_written_as_in_Java(double value, string expected) => Assert.Equal(expected, JavaNumbers.Text(value));

    [Theory]
    [InlineData(0.1f, "0.1")]
    [InlineData(16777216f, "1.6777216E7")]
    [InlineData(9007199254740992f, "9.0071993E15")]
    [InlineData(1709210096789f, "1.70921008E12")]
    [InlineData(3.4028235e38f, "3.4028235E38")]
    public void Floats_are_written_as_in_Java(float value, string expected) => Assert.Equal(expected, JavaNumbers.Text(value));

    [Fact]
    public void What_is_written_reads_back_as_the_same_double() => Gen.Double.Sample(value =>
        double.Parse(JavaNumbers.Text(value), CultureInfo.InvariantCulture).Equals(value) && JavaNumbers.TryParse(JavaNumbers.Text(value), out double read) && read.Equals(value));

    [Theory]
    [InlineData(" 5 ", true, 5)]
    [InlineData("1e3", true, 1000)]
    [InlineData("+5", true, 5)]
    [InlineData(".5", true, 0.5)]
    [InlineData("5.", true, 5)]
    [InlineData("5d", true, 5)]
    [InlineData("1_000", false, 0)]
    [InlineData("0x1F", false, 0)]
    [InlineData("", false, 0)]
    [InlineData("Infinity", true, double.PositiveInfinity)]
    public void Texts_are_read_as_in_Java(string text, bool reads, double expected)
    {
        Assert.Equal(reads, JavaNumbers.TryParse(text, out double value));
        Assert.Equal(expected, value);
    }
}

using Web.Texts;

namespace UnitTests.Web.Texts;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(999, "999")]
    [InlineData(1_000, "1 k")]
    [InlineData(1_234, "1.23 k")]
    [InlineData(12_345, "12.3 k")]
    [InlineData(123_456, "123 k")]
    [InlineData(999_600, "1 M")]
    [InlineData(1_234_567, "1.23 M")]
    [InlineData(-1_234, "-1.23 k")]
    public void A_short_number_has_three_digits_and_a_unit(double value, string expected) => Assert.Equal(expected, Numbers.Short(value));

    [Fact]
    public void An_exact_number_has_all_digits() => Assert.Equal("1\u202F234\u202F567", Numbers.Exact(1_234_567));

    [Theory]
    [InlineData(0.4, "0.4 ms")]
    [InlineData(85, "85 ms")]
    [InlineData(1_234, "1.2 s")]
    [InlineData(16_000, "16 s")]
    [InlineData(125_000, "2 min 5 s")]
    [InlineData(120_000, "2 min")]
    [InlineData(90_000_000, "1 d 1 h")]
    public void A_span_is_told_in_its_largest_units(double millis, string expected) => Assert.Equal(expected, Numbers.Span(TimeSpan.FromMilliseconds(millis)));

    [Theory]
    [InlineData(0.999, "99 %")]
    [InlineData(1, "100 %")]
    [InlineData(1.7, "100 %")]
    public void Only_all_is_a_hundred_percent(double share, string expected) => Assert.Equal(expected, Numbers.Percent(share));
}

using Query.Vectors;

namespace UnitTests.Query.Functions;

public sealed class MathFunctionsTests
{
    [Theory]
    [InlineData("abs(-2.5)", "DOUBLE 2.5")]
    [InlineData("abs('4')", "DOUBLE 4.0")]
    [InlineData("ceil(-0.5)", "DOUBLE -0.0")]
    [InlineData("floor(2.7)", "DOUBLE 2.0")]
    [InlineData("sqrt(9)", "DOUBLE 3.0")]
    [InlineData("power(2, 10)", "DOUBLE 1024.0")]
    [InlineData("power(-8, 0.5)", "DOUBLE NaN")]
    [InlineData("sign(-2.5)", "DOUBLE -1.0")]
    [InlineData("roundDecimal(-2.5)", "DOUBLE -2.0")]
    [InlineData("roundDecimal(1e308)", "DOUBLE 9.223372036854776E18")]
    [InlineData("roundDecimal(2.345, 2)", "DOUBLE 2.35")]
    [InlineData("truncate(-2.567, 2)", "DOUBLE -2.56")]
    [InlineData("truncate(-2.5)", "DOUBLE -2.0")]
    [InlineData("gcd(12, 18)", "LONG 6")]
    [InlineData("lcm(4, 6)", "LONG 12")]
    [InlineData("isNaN(0 / 0)", "INT 1")]
    [InlineData("ifNotFinite(1 / 0, 7)", "DOUBLE 7.0")]
    [InlineData("byteswapInt(1)", "INT 16777216")]
    [InlineData("rand(42)", "DOUBLE 0.7275636800328681")]
    public void Numbers_are_computed_as_Pinot_does(string expression, string expected) => Assert.Equal(expected, Calls.Folded(expression));

    [Fact]
    public void Decimals_stay_decimals_where_that_is_exact() => Assert.Equal(
        "BIG_DECIMAL 2 -1", Calls.Rows("ceil(bd)", new TestColumn("bd", SqlType.BigDecimal, "1.50", "-1.5")));
}

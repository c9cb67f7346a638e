using Query.Vectors;

namespace UnitTests.Query.Functions;

public sealed class ArithmeticFunctionsTests
{
    [Theory]
    [InlineData("1 + 2", "LONG 3")]
    [InlineData("7 + 2.0", "DOUBLE 9.0")]
    [InlineData("9223372036854775807 + 1", "LONG -9223372036854775808")]
    [InlineData("1 + '2'", "DOUBLE 3.0")]
    [InlineData("true + 1", "LONG 2")]
    [InlineData("1 - 2", "LONG -1")]
    [InlineData("2 * 3", "LONG 6")]
    [InlineData("1 / 2", "DOUBLE 0.5")]
    [InlineData("1 / 0", "DOUBLE Infinity")]
    [InlineData("-7 % 2", "DOUBLE -1.0")]
    [InlineData("1 % 0", "DOUBLE NaN")]
    [InlineData("intDiv(-7, 2)", "LONG -4")]
    [InlineData("intDiv(7, 0)", "LONG 9223372036854775807")]
    [InlineData("intDivOrZero(7, 0)", "LONG 0")]
    [InlineData("positiveModulo(-7, 3)", "DOUBLE 2.0")]
    [InlineData("moduloOrZero(7, 0)", "DOUBLE 0.0")]
    [InlineData("div(1, 0, -1)", "DOUBLE -1.0")]
    [InlineData("negate(0)", "DOUBLE -0.0")]
    [InlineData("1 + NULL", "UNKNOWN null")]
    public void Literals_are_computed_with_their_types(string expression, string expected) => Assert.Equal(expected, Calls.Folded(expression));

    [Theory]
    [InlineData("i + 1", "DOUBLE 2.0 8.0 null")]
    [InlineData("i / 2", "DOUBLE 0.5 3.5 null")]
    [InlineData("2 - i", "DOUBLE 1.0 -5.0 null")]
    [InlineData("i * i", "DOUBLE 1.0 49.0 null")]
    [InlineData("i % 2", "DOUBLE 1.0 1.0 null")]
    [InlineData("i + NULL", "DOUBLE null null null")]
    [InlineData("bd + 3", "BIG_DECIMAL 4.50 15.00001 2.5")]
    [InlineData("bd / 3", "BIG_DECIMAL 0.50 4.00000 -0.2")]
    [InlineData("bd * 2", "BIG_DECIMAL 3.00 24.00002 -1.0")]
    public void Columns_are_computed_as_doubles_or_decimals(string expression, string expected) => Assert.Equal(
        expected,
        Calls.Rows(expression, new TestColumn("i", SqlType.Int, 1, 7, null), new TestColumn("bd", SqlType.BigDecimal, "1.50", "12.00001", "-0.5")));

    [Fact]
    public void Arguments_that_are_no_numbers_are_refused_in_plain_words()
    {
        Assert.Equal("'abc' cannot be read as a number", Calls.Refusal("s + 1", new TestColumn("s", SqlType.Text, "abc")).Message);
        Assert.Equal("argument 1 of plus must be a single value, not INT_ARRAY", Calls.Refusal("m + 1", new TestColumn("m", SqlType.Int.ToArray(), new[] { 1 })).Message);
        Assert.Equal("plus takes 2 arguments, 1 given", Calls.Refusal("add(1)").Message);
    }
}

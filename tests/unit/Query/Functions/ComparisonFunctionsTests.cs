using Query.Vectors;

namespace UnitTests.Query.Functions;

public sealed class ComparisonFunctionsTests
{
    [Theory]
    [InlineData("l = 9007199254740993", "BOOLEAN true false null")]
    [InlineData("l > 1", "BOOLEAN true true null")]
    [InlineData("l <= d", "BOOLEAN false true null")]
    [InlineData("d <> d", "BOOLEAN false false false")]
    [InlineData("s < 'b'", "BOOLEAN true false false")]
    [InlineData("s >= 'b'", "BOOLEAN false true true")]
    [InlineData("bd = 1.5", "BOOLEAN true false false")]
    [InlineData("l IS DISTINCT FROM NULL", "BOOLEAN true true false")]
    [InlineData("l IS NOT DISTINCT FROM 2", "BOOLEAN false true false")]
    [InlineData("l IS NULL", "BOOLEAN false false true")]
    [InlineData("l IS NOT NULL", "BOOLEAN true true false")]
    [InlineData("l > 5 AND s < 'b'", "BOOLEAN true false false")]
    [InlineData("l > 5 OR s > 'b'", "BOOLEAN true false true")]
    [InlineData("l > 5 AND s > 'b'", "BOOLEAN false false null")]
    [InlineData("NOT l > 5", "BOOLEAN false true null")]
    [InlineData("(l > 5) IS NOT TRUE", "BOOLEAN false true true")]
    public void Rows_are_compared_in_the_wider_type(string expression, string expected) => Assert.Equal(
        expected,
        Calls.Rows(
            expression,
            new TestColumn("l", SqlType.Long, 9007199254740993, 2, null),
            new TestColumn("d", SqlType.Double, 1.5, double.NaN, 0.0),
            new TestColumn("s", SqlType.Text, "a", "b", "\U00010000"),
            new TestColumn("bd", SqlType.BigDecimal, "1.50", "2", "-1")));

    [Theory]
    [InlineData("1 <> 1", "BOOLEAN false")]
    [InlineData("1 < 2 AND 2 > 3", "BOOLEAN false")]
    [InlineData("'a' = 'a'", "BOOLEAN true")]
    [InlineData("NULL IS NULL", "BOOLEAN true")]
    public void Literals_are_compared_at_once(string expression, string expected) => Assert.Equal(expected, Calls.Folded(expression));
}

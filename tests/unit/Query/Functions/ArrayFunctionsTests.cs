using Query.Vectors;

namespace UnitTests.Query.Functions;

public sealed class ArrayFunctionsTests
{
    [Theory]
    [InlineData("arrayLength(m)", "INT 3 1")]
    [InlineData("arrayMin(m)", "INT 1 7")]
    [InlineData("arrayMax(s)", "STRING b c")]
    [InlineData("arraySum(m)", "DOUBLE 6.0 7.0")]
    [InlineData("arrayAverage(m)", "DOUBLE 2.0 7.0")]
    [InlineData("arrayToString(s, '-')", "STRING b-a c")]
    [InlineData("valueIn(m, 2, 3)", "INT_ARRAY [3,2] []")]
    [InlineData("arrayContainsInt(m, 2)", "BOOLEAN true false")]
    [InlineData("arrayIndexOfString(s, 'a')", "INT 1 -1")]
    [InlineData("arraySortInt(m)", "INT_ARRAY [1,2,3] [7]")]
    [InlineData("arrayReverseString(s)", "STRING_ARRAY [a,b] [c]")]
    [InlineData("arrayElementAtInt(m, 2)", "INT 1 0")]
    [InlineData("arrayRemoveInt(m, 1)", "INT_ARRAY [3,2] [7]")]
    [InlineData("arrayConcatInt(m, m)", "INT_ARRAY [3,1,2,3,1,2] [7,7]")]
    public void Lists_are_measured_searched_and_changed(string expression, string expected) => Assert.Equal(
        expected,
        Calls.Rows(
            expression,
            new TestColumn("m", SqlType.Int.ToArray(), new[] { 3, 1, 2 }, new[] { 7 }),
            new TestColumn("s", SqlType.Text.ToArray(), new[] { "b", "a" }, new[] { "c" })));

    [Theory]
    [InlineData("ARRAY[1, 2, 3]", "INT_ARRAY [1,2,3]")]
    [InlineData("ARRAY['a', 'b']", "STRING_ARRAY [a,b]")]
    [InlineData("ARRAY[1, 2.5]", "DOUBLE_ARRAY [1.0,2.5]")]
    public void Lists_are_written_in_brackets(string expression, string expected) => Assert.Equal(expected, Calls.Folded(expression));

    [Fact]
    public void A_single_value_is_no_list() => Assert.Equal(
        "argument 1 of arraylength must be a multi-value column", Calls.Refusal("arrayLength(i)", new TestColumn("i", SqlType.Int, 1)).Message);
}

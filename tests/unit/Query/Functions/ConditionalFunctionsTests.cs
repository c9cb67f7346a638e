using Query.Vectors;

namespace UnitTests.Query.Functions;

public sealed class ConditionalFunctionsTests
{
    private static readonly TestColumn[] Columns =
    [
        new("i", SqlType.Int, 1, 7, null),
        new("l", SqlType.Long, 10, 9007199254740993, 30),
        new("f", SqlType.Float, 1.5f, 2.5f, 3.5f),
        new("s", SqlType.Text, "a", "b", null),
        new("b", SqlType.Boolean, true, false, null),
        new("ts", SqlType.Timestamp, 0, 1, 2),
    ];

    [Theory]
    [InlineData("CASE WHEN i > 5 THEN 'big' ELSE 'small' END", "STRING small big small")]
    [InlineData("CASE WHEN i > 5 THEN i ELSE l END", "LONG 10 7 30")]
    [InlineData("CASE WHEN b THEN f ELSE l END", "FLOAT 1.5 9.0071993E15 30.0")]
    [InlineData("CASE WHEN i > 5 THEN i END", "INT null 7 null")]
    [InlineData("CASE WHEN b THEN '1' ELSE 2 END", "INT 1 2 2")]
    [InlineData("CASE i WHEN 1 THEN 'one' WHEN 7 THEN 'seven' END", "STRING one seven null")]
    [InlineData("CASE WHEN b THEN NULL ELSE s END", "STRING null b null")]
    [InlineData("COALESCE(i, 5)", "INT 1 7 5")]
    [InlineData("COALESCE(i, f)", "FLOAT 1.0 7.0 3.5")]
    [InlineData("COALESCE(s, 'none')", "STRING a b none")]
    [InlineData("COALESCE(b, true)", "STRING 1 0 1")]
    [InlineData("COALESCE(NULL, i)", "INT 1 7 null")]
    [InlineData("NULLIF(i, 7)", "INT 1 null null")]
    [InlineData("GREATEST(i, l)", "LONG 10 9007199254740993 null")]
    [InlineData("LEAST(i, 5)", "INT 1 5 null")]
    [InlineData("LEAST(s, 'aa')", "STRING a aa null")]
    public void Rows_pick_their_values(string expression, string expected) => Assert.Equal(expected, Calls.Rows(expression, Columns));

    [Theory]
    [InlineData("CASE WHEN true THEN 1 ELSE 2.5 END", "INT 1")]
    [InlineData("CASE WHEN false THEN 1 END", "UNKNOWN null")]
    [InlineData("CASE WHEN NULL THEN 1 ELSE 2 END", "INT 2")]
    [InlineData("COALESCE(NULL, 'a')", "STRING a")]
    [InlineData("COALESCE()", "UNKNOWN null")]
    [InlineData("GREATEST(1, 2)", "DOUBLE 2.0")]
    [InlineData("GREATEST(1, 2, 3)", "INT 3")]
    public void Literals_pick_their_values(string expression, string expected) => Assert.Equal(expected, Calls.Folded(expression));

    [Fact]
    public void Branches_of_types_that_do_not_go_together_are_refused() => Assert.Equal(
        "the values of CASE have types that do not go together: STRING and INT; cast one of them",
        Calls.Refusal("CASE WHEN b THEN s ELSE i END", Columns).Message);
}

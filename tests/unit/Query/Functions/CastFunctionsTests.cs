using Query.Vectors;

namespace UnitTests.Query.Functions;

public sealed class CastFunctionsTests
{
    [Theory]
    [InlineData("CAST(1.9 AS INT)", "INT 1")]
    [InlineData("CAST('1.9' AS INT)", "INT 1")]
    [InlineData("CAST(' 5 ' AS LONG)", "LONG 5")]
    [InlineData("CAST(1709210096789 AS INT)", "INT -186887019")]
    [InlineData("CAST(1e20 AS INT)", "INT 2147483647")]
    [InlineData("CAST('NaN' AS LONG)", "LONG 0")]
    [InlineData("CAST('2024-02-29 12:34:56' AS LONG)", "LONG 1709210096000")]
    [InlineData("CAST('2024-02-29 12:34:56' AS TIMESTAMP)", "LONG 1709210096000")]
    [InlineData("CAST(1709210096789 AS FLOAT)", "FLOAT 1.70921008E12")]
    [InlineData("CAST(1e20 AS DECIMAL)", "BIG_DECIMAL 100000000000000000000")]
    [InlineData("CAST('1.10' AS DECIMAL)", "BIG_DECIMAL 1.10")]
    [InlineData("CAST(true AS STRING)", "STRING true")]
    [InlineData("CAST('abc' AS JSON)", "STRING \"abc\"")]
    [InlineData("CAST('{\"a\":1}' AS JSON)", "STRING {\"a\":1}")]
    [InlineData("CAST('12' AS BYTES)", "BYTES 12")]
    [InlineData("CAST('TRUE' AS BOOLEAN)", "BOOLEAN true")]
    [InlineData("CAST('12' AS BOOLEAN)", "BOOLEAN false")]
    [InlineData("CAST(NULL AS INT)", "UNKNOWN null")]
    public void Literals_are_cast_at_once(string expression, string expected) => Assert.Equal(expected, Calls.Folded(expression));

    [Theory]
    [InlineData("CAST(ts AS STRING)", "STRING 1970-01-01 00:00:00.0 null")]
    [InlineData("CAST(ts AS LONG)", "LONG 0 null")]
    [InlineData("CAST(d AS LONG)", "LONG 9223372036854775807 -2")]
    [InlineData("CAST(d AS STRING)", "STRING 1.0E20 -2.5")]
    [InlineData("CAST(m AS STRING)", "STRING_ARRAY [1,2] [3]")]
    [InlineData("CAST(m AS DOUBLE)", "DOUBLE_ARRAY [1.0,2.0] [3.0]")]
    [InlineData("CAST(s AS TIMESTAMP)", "TIMESTAMP 2024-02-29 00:00:00.0 null")]
    [InlineData("CAST(d AS DECIMAL)", "BIG_DECIMAL 100000000000000000000 -2.5")]
    public void Columns_are_cast_row_by_row_and_lists_entry_by_entry(string expression, string expected) => Assert.Equal(
        expected,
        Calls.Rows(
            expression,
            new TestColumn("ts", SqlType.Timestamp, 0, null),
            new TestColumn("d", SqlType.Double, 1e20, -2.5),
            new TestColumn("s", SqlType.Text, "2024-02-29", null),
            new TestColumn("m", SqlType.Int.ToArray(), new[] { 1, 2 }, new[] { 3 })));

    [Theory]
    [InlineData("CAST('abc' AS INT)", 200, "'abc' cannot be read as a number")]
    [InlineData("CAST(1 AS BYTES)", 150, "INT cannot be cast to BYTES")]
    [InlineData("CAST(1 AS TIMESTAMP)", 150, "INT cannot be cast to TIMESTAMP")]
    [InlineData("CAST(1 AS REAL)", 150, "REAL is no type to cast to; there are INT, LONG, FLOAT, DOUBLE, DECIMAL, BOOLEAN, TIMESTAMP, STRING, JSON and BYTES")]
    public void What_cannot_be_cast_is_refused(string expression, int code, string message)
    {
        global::Query.QueryException refusal = Calls.Refusal(expression);

        Assert.Equal((code, message), (refusal.Code, refusal.Message));
    }
}

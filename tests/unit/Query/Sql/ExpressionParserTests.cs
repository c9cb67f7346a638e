using Query.Sql;

namespace UnitTests.Query.Sql;

public sealed class ExpressionParserTests
{
    [Theory]
    [InlineData("a + b * c - d", "minus(plus(a,times(b,c)),d)")]
    [InlineData("(a + b) * c", "times(plus(a,b),c)")]
    [InlineData("a / b % c || d", "concat(mod(divide(a,b),c),d)")]
    [InlineData("NOT a = 1 AND b OR c", "or(and(not(equals(a,1)),b),c)")]
    [InlineData("a AND b AND (c AND d)", "and(a,b,c,d)")]
    [InlineData("a OR b AND c OR d", "or(a,and(b,c),d)")]
    [InlineData("a + 1 > b - 1", "greaterthan(plus(a,1),minus(b,1))")]
    [InlineData("a = b", "equals(a,b)")]
    [InlineData("a <> b", "notequals(a,b)")]
    [InlineData("a != b", "notequals(a,b)")]
    [InlineData("a <= b", "lessthanorequal(a,b)")]
    [InlineData("a >= b", "greaterthanorequal(a,b)")]
    public void Operators_bind_by_precedence(string written, string expected) => Assert.Equal(expected, SyntaxText.Parsed(written));

    [Theory]
    [InlineData("1", "1")]
    [InlineData("- 1", "-1")]
    [InlineData("-(-1)", "1")]
    [InlineData("+1.50", "1.50")]
    [InlineData("1.", "1")]
    [InlineData("'it''s'", "'it's'")]
    [InlineData("X'0AFF'", "X'0aff'")]
    [InlineData("NULL", "null")]
    [InlineData("True", "true")]
    [InlineData("TIMESTAMP '2024-01-01 00:00:00'", "'2024-01-01 00:00:00'")]
    [InlineData("INTERVAL '1' DAY", "'1'")]
    [InlineData("ARRAY[1, 2]", "arrayvalueconstructor(1,2)")]
    public void Literals_keep_what_was_written(string written, string expected) => Assert.Equal(expected, SyntaxText.Parsed(written));

    [Theory]
    [InlineData("a.b", "a.b")]
    [InlineData("a.\"b c\".d", "a.b c.d")]
    [InlineData("a[0].b", "a[0].b")]
    [InlineData("a[0]", "item(a,0)")]
    [InlineData("m['k']", "item(m,'k')")]
    [InlineData("\"count\"", "count")]
    [InlineData("count", "count")]
    [InlineData("year", "year")]
    [InlineData("value", "value")]
    [InlineData("$segmentName", "$segmentName")]
    public void Columns_are_paths_bare_or_quoted(string written, string expected) => Assert.Equal(expected, SyntaxText.Parsed(written));

    [Theory]
    [InlineData("a IN (1, 2)", "in(a,1,2)")]
    [InlineData("a NOT IN (1)", "notin(a,1)")]
    [InlineData("a BETWEEN 1 AND 2 AND b", "and(between(a,1,2),b)")]
    [InlineData("a NOT BETWEEN 1 AND 2", "not(between(a,1,2))")]
    [InlineData("a LIKE 'x%'", "like(a,'x%')")]
    [InlineData("a NOT LIKE 'x%'", "not(like(a,'x%'))")]
    [InlineData("a IS NULL", "isnull(a)")]
    [InlineData("a IS NOT NULL", "isnotnull(a)")]
    [InlineData("a IS NOT UNKNOWN", "isnotnull(a)")]
    [InlineData("(a > 5) IS NOT FALSE", "isnotfalse(greaterthan(a,5))")]
    [InlineData("a IS NOT DISTINCT FROM b + 1", "isnotdistinctfrom(a,plus(b,1))")]
    public void Predicates_are_calls(string written, string expected) => Assert.Equal(expected, SyntaxText.Parsed(written));

    [Theory]
    [InlineData("DATE_TRUNC('day', ts)", "datetrunc('day',ts)")]
    [InlineData("COUNT(*)", "count(*)")]
    [InlineData("count(DISTINCT a)", "count(distinct a)")]
    [InlineData("now()", "now()")]
    [InlineData("sum(a) FILTER (WHERE b > 1 AND c)", "sum(a) filter and(greaterthan(b,1),c)")]
    [InlineData("left(s, 2)", "left(s,2)")]
    [InlineData("SUBSTRING(s FROM 2 FOR 3)", "substring(s,2,3)")]
    [InlineData("substring(s, 2)", "substring(s,2)")]
    [InlineData("CAST(a AS INT)", "cast(a,'INTEGER')")]
    [InlineData("CAST(a AS BIGINT)", "cast(a,'LONG')")]
    [InlineData("CAST(a AS double precision)", "cast(a,'DOUBLE')")]
    [InlineData("CAST(a AS varchar(10))", "cast(a,'STRING')")]
    [InlineData("EXTRACT(year FROM ts)", "extract('YEAR',ts)")]
    [InlineData("TIMESTAMPADD(DAY, 1, ts)", "timestampadd('DAY',1,ts)")]
    [InlineData("TRIM(s)", "trim('BOTH',' ',s)")]
    [InlineData("TRIM(LEADING FROM s)", "trim('LEADING',' ',s)")]
    [InlineData("TRIM('x' FROM s)", "trim('BOTH','x',s)")]
    [InlineData("TRIM(TRAILING 'x' FROM s)", "trim('TRAILING','x',s)")]
    [InlineData("position('a' IN s)", "position('a',s)")]
    [InlineData("CASE WHEN a THEN 1 WHEN b THEN 2 END", "case(a,1,b,2,null)")]
    [InlineData("CASE a WHEN 1 THEN 'x' ELSE 'y' END", "case(equals(a,1),'x','y')")]
    [InlineData("-a", "negate(a)")]
    public void Calls_have_canonical_names(string written, string expected) => Assert.Equal(expected, SyntaxText.Parsed(written));

    [Fact]
    public void Equal_expressions_are_equal_wherever_they_stand()
    {
        SelectStatement query = SqlParser.Parse("SELECT dateTrunc('DAY', ts) FROM t GROUP BY DATE_TRUNC('DAY',  ts)").Query;

        Assert.Equal(query.Items[0].Expression, query.GroupBy[0]);
        Assert.Equal(query.Items[0].Expression.GetHashCode(), query.GroupBy[0].GetHashCode());
        Assert.NotEqual(query.Items[0].Expression.Position, query.GroupBy[0].Position);
    }

    [Theory]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("9223372036854775808", long.MinValue)]
    [InlineData("00012", 12)]
    public void Integers_keep_their_low_64_bits(string written, long expected) =>
        Assert.Equal(expected, ((LiteralExpression)SqlParser.Parse($"SELECT {written}").Query.Items[0].Expression).Integer);

    [Theory]
    [InlineData("SELECT a + FROM t", 11, "expected an expression, found FROM; if a column or alias is meant, write \"FROM\" in double quotes")]
    [InlineData("SELECT 'a' 'b' 'c'", 15, "expected FROM or another column, found the text 'c'")]
    [InlineData("SELECT timestamp FROM t", 7, "expected an expression, found timestamp; if a column or alias is meant, write \"timestamp\" in double quotes")]
    [InlineData("SELECT (a, b) FROM t", 9, "a list in parentheses is only understood after IN")]
    [InlineData("SELECT a FROM t WHERE a == 1", 24, "'==' is no operator; write =")]
    [InlineData("SELECT a FROM t WHERE a IN (SELECT b FROM u)", 28, "IN with a sub-query is not supported; list the values")]
    [InlineData("SELECT CASE a THEN 1 END FROM t", 14, "expected WHEN, found THEN; if a column or alias is meant, write \"THEN\" in double quotes")]
    [InlineData("SELECT extract('YEAR', ts) FROM t", 15, "expected a unit without quotes, as in EXTRACT(YEAR FROM ts), found the text 'YEAR'")]
    [InlineData("SELECT sum(a) OVER () FROM t", 14, "window functions (OVER) are not supported")]
    [InlineData("SELECT X'0' FROM t", 7, "X'…' holds an even number of hexadecimal digits")]
    [InlineData("SELECT abs(a FROM t", 13, "expected , or ), found FROM; if a column or alias is meant, write \"FROM\" in double quotes")]
    public void What_is_no_expression_is_refused_at_its_place(string sql, int position, string message)
    {
        SqlException refusal = SyntaxText.Refusal(sql);

        Assert.Equal((message, position), (refusal.Message, refusal.Position));
    }
}

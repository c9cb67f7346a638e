using Query.Sql;

namespace UnitTests.Query.Sql;

public sealed class SqlParserTests
{
    [Fact]
    public void A_query_keeps_all_its_clauses()
    {
        SelectStatement query = SqlParser.Parse(
            """
            SELECT DISTINCT a, b AS x, c "y z", d 'w', *
            FROM "my table"
            WHERE a > 1 GROUP BY a, 2 HAVING count(*) > 1
            ORDER BY a DESC NULLS LAST, b ASC NULLS FIRST, c
            LIMIT 5 OFFSET 10;
            """).Query;

        Assert.True(query.IsDistinct);
        Assert.Equal([null, "x", "y z", "w", null], query.Items.Select(item => item.Alias));
        Assert.IsType<StarExpression>(query.Items[4].Expression);
        Assert.Equal("my table", query.Table!.Name);
        Assert.Equal("greaterthan(a,1)", SyntaxText.Of(query.Where!));
        Assert.Equal(["a", "2"], query.GroupBy.Select(SyntaxText.Of));
        Assert.Equal("greaterthan(count(*),1)", SyntaxText.Of(query.Having!));
        Assert.Equal([(true, NullOrder.Last), (false, NullOrder.First), (false, NullOrder.Largest)], query.OrderBy.Select(item => (item.IsDescending, item.Nulls)));
        Assert.Equal((5, 10), (query.Limit, query.Offset));
    }

    [Theory]
    [InlineData("LIMIT 5", 5L, null)]
    [InlineData("LIMIT 10, 5", 5L, 10L)]
    [InlineData("LIMIT 5 OFFSET 10", 5L, 10L)]
    [InlineData("OFFSET 3 ROWS FETCH NEXT 4 ROWS ONLY", 4L, 3L)]
    [InlineData("FETCH FIRST 1 ROW ONLY", 1L, null)]
    [InlineData("OFFSET 3", null, 3L)]
    [InlineData("", null, null)]
    public void Limits_have_several_spellings(string clause, long? limit, long? offset)
    {
        SelectStatement query = SqlParser.Parse($"SELECT a FROM t {clause}").Query;

        Assert.Equal((limit, offset), (query.Limit, query.Offset));
    }

    [Fact]
    public void Settings_stand_around_the_query_and_win_over_OPTION()
    {
        SqlScript script = SqlParser.Parse(
            "SET timeoutMs = 100; SET \"useIt\" = 'yes'; SELECT a FROM t OPTION(TIMEOUTMS=5, skipUpsert='true', x=a-b:c); SET trace = true; set later = -1");

        Assert.Equal("100", script.Options["timeoutms"]);
        Assert.Equal("yes", script.Options["useIt"]);
        Assert.Equal("true", script.Options["skipUpsert"]);
        Assert.Equal("a-b:c", script.Options["x"]);
        Assert.Equal("true", script.Options["trace"]);
        Assert.Equal("-1", script.Options["later"]);
    }

    [Theory]
    [InlineData("EXPLAIN PLAN FOR SELECT a FROM t", (int)ExplainMode.Plan)]
    [InlineData("explain implementation plan for SELECT a FROM t", (int)ExplainMode.ImplementationPlan)]
    [InlineData("EXPLAIN PLAN INCLUDING ALL ATTRIBUTES FOR SELECT a FROM t", (int)ExplainMode.Plan)]
    [InlineData("SELECT a FROM t", (int)ExplainMode.None)]
    public void Explain_asks_for_the_plan(string sql, int expected) => Assert.Equal(expected, (int)SqlParser.Parse(sql).Query.Explain);

    [Theory]
    [InlineData("events", "events", null)]
    [InlineData("db.events", "db.events", null)]
    [InlineData("events AS e", "events", "e")]
    [InlineData("events e", "events", "e")]
    [InlineData("events OPTION(a=b)", "events", null)]
    public void A_table_may_have_a_database_and_an_alias(string written, string name, string? alias)
    {
        TableReference table = SqlParser.Parse($"SELECT a FROM {written}").Query.Table!;

        Assert.Equal((name, alias, 14), (table.Name, table.Alias, table.Position));
    }

    [Theory]
    [InlineData("SELECT a FORM events", 9, "expected FROM, found FORM")]
    [InlineData("SELECT a FROM events WHRE a = 1", 21, "expected WHERE, found WHRE")]
    [InlineData("SELECT a FROM events GRUOP BY a", 21, "expected GROUP, found GRUOP")]
    [InlineData("SELECT a FROM", 13, "expected the name of a table, found the end of the text")]
    [InlineData("SELECT FROM t", 7, "expected a column or expression before FROM")]
    [InlineData("SELECT 1 WHERE 1=0", 9, "expected FROM before WHERE")]
    [InlineData("SELECT 1,", 9, "expected an expression, found the end of the text")]
    [InlineData("SELECT a FROM t LIMIT -1", 22, "a number of rows cannot be negative")]
    [InlineData("SELECT a FROM t LIMIT x", 22, "expected a whole number of rows, found x")]
    [InlineData("SELECT 1; SELECT 2", 10, "there is a second query here; send one query at a time")]
    [InlineData("", 0, "there is no query in this text")]
    [InlineData("SET a = 1;", 10, "there are settings but no query after them")]
    [InlineData("SELEKT a", 0, "expected SELECT, found SELEKT")]
    [InlineData("SELECT a FROM t UNION SELECT b FROM u", 16, "UNION is not supported; send one SELECT at a time")]
    [InlineData("SELECT a FROM t ORDER a", 22, "expected BY, found a")]
    [InlineData("SELECT a FROM t OPTION(a)", 24, "expected =, found )")]
    [InlineData("SELECT a FROM t GROUP BY ROLLUP(a)", 25, "ROLLUP, CUBE and GROUPING SETS are not supported; group by plain expressions")]
    public void What_is_no_query_is_refused_in_plain_words(string sql, int position, string message)
    {
        SqlException refusal = SyntaxText.Refusal(sql);

        Assert.Equal((message, position, 150), (refusal.Message, refusal.Position, refusal.Code));
    }

    [Theory]
    [InlineData("SHOW TABLES")]
    [InlineData("DROP TABLE t")]
    [InlineData("CREATE TABLE t (a INT)")]
    [InlineData("DESCRIBE t")]
    [InlineData("DELETE FROM t")]
    [InlineData("UPDATE t SET a = 1")]
    [InlineData("INSERT INTO t VALUES (1)")]
    [InlineData("USE db")]
    [InlineData("WITH x AS (SELECT 1) SELECT * FROM x")]
    [InlineData("(SELECT 1)")]
    [InlineData("VALUES (1)")]
    public void Other_statements_are_refused_with_code_150(string sql)
    {
        SqlException refusal = SyntaxText.Refusal(sql);

        Assert.Equal((0, 150), (refusal.Position, refusal.Code));
        Assert.Contains("not supported", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT a FROM t JOIN u ON t.a = u.a")]
    [InlineData("SELECT a FROM t x LEFT JOIN u ON x.a = u.a")]
    [InlineData("SELECT a FROM t, u")]
    [InlineData("SELECT a FROM (SELECT a FROM t)")]
    public void Joins_and_sub_queries_are_refused_with_code_700(string sql) => Assert.Equal(700, SyntaxText.Refusal(sql).Code);
}

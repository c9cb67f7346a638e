using Query.Sql;

namespace UnitTests.Query.Sql;

public sealed class SqlFormatterTests
{
    [Theory]
    [InlineData("select 1", "SELECT 1")]
    [InlineData("select a,b from t where x=-1 and y between 2 and 3 limit 5", "SELECT a, b\nFROM t\nWHERE x = -1 AND y BETWEEN 2 AND 3\nLIMIT 5")]
    [InlineData("select count( * ) from t group   by 1 order by 1 desc", "SELECT count(*)\nFROM t\nGROUP BY 1\nORDER BY 1 DESC")]
    [InlineData("set timeoutMs=1;select \"a b\"-1, 2-1 from db . t", "SET timeoutMs = 1;\nSELECT \"a b\" - 1, 2 - 1\nFROM db.t")]
    [InlineData("select a -- why\n, b from t", "SELECT\n  a -- why\n  , b\nFROM t")]
    [InlineData("select x in (1,2) from t where not (a or b) and c[0]>1", "SELECT x IN (1, 2)\nFROM t\nWHERE NOT (a OR b) AND c[0] > 1")]
    [InlineData("select 1;select 2", "SELECT 1;\n\nSELECT 2")]
    public void A_clause_has_a_line(string sql, string expected) => Assert.Equal(expected, SqlFormatter.Format(sql));

    [Fact]
    public void A_long_clause_is_broken_at_its_commas_and_conjunctions()
    {
        string formatted = SqlFormatter.Format(
            "select date_trunc('minute', ts) as minute, country, count(*) as clicks, sum(amount) as amount, max(price) from events " +
            "where country in ('DE', 'FR', 'IT') and price between 10 and 20 and (status = 'paid' or status = 'sent') or is_test = true limit 10");

        Assert.Equal(
            """
            SELECT
              date_trunc('minute', ts) AS minute,
              country,
              count(*) AS clicks,
              sum(amount) AS amount,
              max(price)
            FROM events
            WHERE
              country IN ('DE', 'FR', 'IT')
              AND price BETWEEN 10 AND 20
              AND (status = 'paid' OR status = 'sent')
              OR is_test = TRUE
            LIMIT 10
            """.ReplaceLineEndings("\n"),
            formatted);
    }

    [Theory]
    [InlineData("select /* all of it */ a, 'it''s', X'0a' from t -- the end")]
    [InlineData("-- first\nselect a from t;\n\n-- second\nselect b from t where a > .5 and b is not null")]
    [InlineData("explain plan for select sum(a) filter (where b = 1) from t option(timeoutMs=5)")]
    [InlineData("select case when a=1 then 'x' else 'y' end, cast(b as long), t.first from t limit 1, 2")]
    [InlineData("select a--1\n-1 from t")]
    [InlineData("")]
    [InlineData(";;")]
    public void No_token_is_lost_and_formatting_twice_changes_nothing(string sql)
    {
        string once = SqlFormatter.Format(sql);

        Assert.Equal(Tokens(sql), Tokens(once));
        Assert.Equal(once, SqlFormatter.Format(once));
    }

    [Fact]
    public void What_cannot_be_read_says_where() =>
        Assert.Equal(7, Assert.Throws<SqlException>(() => SqlFormatter.Format("select 'open")).Position);

    private static string[] Tokens(string sql) => [.. SqlTokenizer.TokenizeWithComments(sql).Select(token => token.Value.ToUpperInvariant())];
}

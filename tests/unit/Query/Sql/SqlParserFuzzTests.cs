using System.Text;
using Query.Sql;

namespace UnitTests.Query.Sql;

public sealed class SqlParserFuzzTests
{
    private static readonly string[] Pieces =
    [
        "SELECT", "DISTINCT", "FROM", "WHERE", "GROUP BY", "HAVING", "ORDER BY", "LIMIT", "OFFSET", "OPTION(", "SET", "EXPLAIN PLAN FOR", "CASE", "WHEN",
        "THEN", "ELSE", "END", "CAST(", "AS", "EXTRACT(", "TRIM(", "BOTH", "IN", "NOT", "BETWEEN", "AND", "OR", "LIKE", "IS", "NULL", "TRUE", "ARRAY[",
        "FILTER (", "count(", "*", "(", ")", "[", "]", ",", ".", ";", "+", "-", "=", "<=", "||", "a", "b.c", "\"q\"", "'t'", "X'0a'", "1", "2.5", "1e9", "/*",
        "*/", "--", "\n", "'", "\"", "é", "\U0001F600", "\0", "TIMESTAMP", "INTERVAL", "ASC", "DESC", "NULLS FIRST", "DISTINCT FROM", "AS INT", "TIMESTAMPADD(",
    ];

    [Fact]
    public void Whatever_the_text_parsing_ends_with_a_query_or_a_refusal_inside_the_text()
    {
        Random random = new(Seed: 20261125);
        int parsed = 0;
        for (int round = 0; round < 20_000; round++)
        {
            string sql = round % 2 == 0 ? RandomPieces(random) : Damaged(random, "SELECT a, sum(b) FILTER (WHERE c LIKE '%x') AS \"s\" FROM t WHERE a IN (1, -2.5) GROUP BY 1 ORDER BY 2 DESC LIMIT 3 OPTION(k=v)");
            try
            {
                SqlParser.Parse(sql);
                parsed++;
            }
            catch (SqlException refusal)
            {
                Assert.InRange(refusal.Position, 0, sql.Length);
            }
        }

        Assert.InRange(parsed, 100, 19_900);
    }

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("NOT ", "a", "")]
    [InlineData("- ", "a", "")]
    [InlineData("abs(", "a", ")")]
    [InlineData("CASE WHEN a THEN ", "1", " END")]
    [InlineData("m[", "1", "]")]
    [InlineData("", "a", " + 1")]
    [InlineData("", "a", " = 1")]
    [InlineData("", "a", "[1]")]
    [InlineData("", "a", " IS NULL")]
    public void Deep_nesting_is_refused_and_never_ends_the_process(string open, string middle, string close)
    {
        StringBuilder sql = new("SELECT ");
        sql.Insert(sql.Length, open, 20_000).Append(middle).Insert(sql.Length, close, 20_000).Append(" FROM t");

        Assert.Equal("this is nested more than 300 levels deep; split it up", SyntaxText.Refusal(sql.ToString()).Message);
    }

    [Fact]
    public void Long_lists_and_chains_of_AND_are_not_deep()
    {
        string list = string.Join(',', Enumerable.Range(0, 100_000));
        string chain = string.Join(" AND ", Enumerable.Repeat("a = 1", 5_000));

        SelectStatement query = SqlParser.Parse($"SELECT a FROM t WHERE a IN ({list}) OR ({chain})").Query;

        Assert.Equal(4, query.Where!.Depth);
    }

    private static string RandomPieces(Random random)
    {
        StringBuilder sql = new(random.Next(2) == 0 ? "SELECT a FROM t " : "SELECT ");
        for (int count = random.Next(12); count > 0; count--)
        {
            sql.Append(Pieces[random.Next(Pieces.Length)]).Append(random.Next(4) == 0 ? "" : " ");
        }

        return sql.ToString();
    }

    private static string Damaged(Random random, string sql)
    {
        StringBuilder damaged = new(sql);
        for (int count = random.Next(4); count > 0; count--)
        {
            int at = random.Next(damaged.Length);
            switch (random.Next(3))
            {
                case 0:
                    damaged.Remove(at, Math.Min(random.Next(1, 5), damaged.Length - at));
                    break;
                case 1:
                    damaged.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                default:
                    damaged[at] = (char)random.Next(32, 400);
                    break;
            }
        }

        return damaged.ToString();
    }
}

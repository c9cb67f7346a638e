using global::Query;
using global::Query.Results;
using Segments.Schema;

namespace UnitTests.Query;

public sealed class QueryEngineTests
{
    private static readonly QueryTable Events = new QueryTable(
            "events", QueryTable.Column("name", DataType.String), QueryTable.Column("count", DataType.Int), QueryTable.Column("tags", DataType.String, isMultiValue: true))
        .With([["a", 1, new[] { "x", "y" }], ["b", 2, new[] { "x" }]])
        .With([["a", 3, new[] { "y" }], ["c", 4, null]]);

    [Fact]
    public void Star_lists_columns_by_name_and_ten_rows_are_enough_without_limit()
    {
        QueryTable table = new QueryTable("t", QueryTable.Column("b", DataType.Int), QueryTable.Column("A", DataType.Int))
            .With(Enumerable.Range(0, 25).Select(i => new object?[] { i, -i }));

        QueryResult answer = table.Engine().Execute(new QueryRequest("SELECT * FROM t"), CancellationToken.None);

        Assert.Equal(["A", "b"], answer.Columns.Select(column => column.Name));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (object?)(long)-i), answer.Rows.Select(row => row[0]));
    }

    [Theory]
    [InlineData("SELECT count(*), sum(\"count\"), min(\"count\"), max(\"count\"), avg(\"count\") FROM events", "4 10 1 4 2.5")]
    [InlineData("SELECT name, sum(\"count\") FROM events GROUP BY name ORDER BY name", "a 4; b 2; c 4")]
    [InlineData("SELECT name, count(*) AS n FROM events GROUP BY name HAVING n > 1", "a 2")]
    [InlineData("SELECT tags, count(*) FROM events GROUP BY tags ORDER BY 2 DESC, 1", "x 2; y 2; null 1")]
    [InlineData("SELECT DISTINCT name FROM events ORDER BY name DESC LIMIT 2", "c; b")]
    [InlineData("SELECT \"count\" FROM events WHERE tags = 'y' ORDER BY \"count\"", "1; 3")]
    [InlineData("SELECT \"count\" FROM events WHERE tags <> 'y' ORDER BY \"count\"", "2; 4")]
    [InlineData("SELECT \"count\" FROM events WHERE NOT (name IN ('a') OR \"count\" > 3)", "2")]
    [InlineData("SELECT count(*) FILTER (WHERE \"count\" > 1), count(*) FROM events WHERE name LIKE 'A'", "1 2")]
    [InlineData("SELECT name FROM events ORDER BY \"count\" DESC LIMIT 1, 2", "a; b")]
    [InlineData("SELECT distinctcount(name), distinctcounthll(tags), percentile(\"count\", 50) FROM events", "3 3 3")]
    [InlineData("SELECT count(*) FROM events WHERE \"count\" = 1.5 OR \"count\" BETWEEN 3 AND 2", "0")]
    [InlineData("SELECT 1 + 1, 'a' FROM nosuch", "2 a")]
    public void Answers_are_as_sql_says(string sql, string expected)
    {
        QueryResult answer = Events.Engine().Execute(new QueryRequest(sql), CancellationToken.None);

        Assert.Empty(answer.Errors);
        Assert.Equal(expected, string.Join("; ", answer.Rows.Select(row => string.Join(' ', row.Select(value => FormattableString.Invariant($"{value}"))))));
    }

    [Theory]
    [InlineData("SELECT name FROM events", 4)] // ten rows would be enough
    [InlineData("SELECT name FROM events LIMIT 3", 3)]
    [InlineData("SELECT name FROM events ORDER BY name LIMIT 3", 4)]
    [InlineData("SELECT count(*) FROM events", 0)] // the segments know
    [InlineData("SELECT count(*) FROM events WHERE name = 'a'", 4)]
    [InlineData("SELECT sum(\"count\") FROM events WHERE \"count\" > 2", 2)] // the first segment ends at 2
    [InlineData("SELECT 1", 0)]
    public void The_estimate_counts_the_rows_of_the_segments_that_may_match(string sql, long rows) =>
        Assert.Equal((null, rows), (Events.Engine().Estimate(new QueryRequest(sql)).Error, Events.Engine().Estimate(new QueryRequest(sql)).Rows));

    [Fact]
    public void The_estimate_of_a_wrong_query_says_what_is_wrong() =>
        Assert.Equal((710, 7), Events.Engine().Estimate(new QueryRequest("SELECT x FROM events")).Error is { } error ? (error.Code, error.Position) : default);

    [Fact]
    public void A_query_may_bring_its_own_clock() =>
        Assert.Equal([1234L], Events.Engine().Execute(new QueryRequest("SET \"now\" = 1234; SELECT now()"), CancellationToken.None).Rows[0]);

    [Theory]
    [InlineData("SELEC 1", 150)]
    [InlineData("SELECT x FROM events", 710)]
    [InlineData("SELECT name FROM nosuch", 190)]
    [InlineData("SELECT nosuch(name) FROM events", 700)]
    [InlineData("SELECT name, count(*) FROM events", 150)]
    [InlineData("SELECT name FROM events WHERE \"count\" = 'abc'", 700)]
    [InlineData("SELECT sum(name) FROM events", 700)]
    [InlineData("SELECT name FROM events WHERE name = NULL", 150)]
    [InlineData("SELECT name FROM events GROUP BY 7", 150)]
    public void A_wrong_query_is_refused_with_the_code_and_the_place(string sql, int code)
    {
        QueryResult answer = Events.Engine().Execute(new QueryRequest(sql), CancellationToken.None);

        QueryError error = Assert.Single(answer.Errors);
        Assert.Equal(code, error.Code);
        Assert.InRange(error.Position ?? -1, 0, sql.Length);
        Assert.Empty(answer.Columns);
    }

    [Fact]
    public void A_query_with_too_many_groups_for_its_memory_is_refused_with_advice()
    {
        QueryTable table = new QueryTable("t", QueryTable.Column("k", DataType.Long)).With(Enumerable.Range(0, 200_000).Select(i => new object?[] { i * 7919L }));

        QueryResult answer = table.Engine(new QueryLimits { MaxMemoryBytes = 100_000 }).Execute(
            new QueryRequest("SELECT k, count(*) FROM t GROUP BY k"), CancellationToken.None);

        Assert.Equal(245, Assert.Single(answer.Errors).Code);
    }

    [Fact]
    public void A_cancelled_query_stops_with_its_own_code()
    {
        using CancellationTokenSource cancellation = new();
        cancellation.Cancel();

        QueryResult answer = Events.Engine().Execute(new QueryRequest("SELECT sum(\"count\" + 1) FROM events"), cancellation.Token);

        Assert.Equal(503, Assert.Single(answer.Errors).Code);
    }

    [Fact]
    public void Statistics_count_segments_rows_and_matches()
    {
        QueryResult answer = Events.Engine().Execute(new QueryRequest("SELECT sum(\"count\" ) FROM events WHERE \"count\" > 2"), CancellationToken.None);

        Assert.Equal((4, 2, 2), (answer.Statistics.TotalDocs, answer.Statistics.DocsScanned, answer.Statistics.SegmentsQueried));
        Assert.Equal((1, 2), (answer.Statistics.SegmentsMatched, answer.Statistics.ConsumingSegmentsQueried));
        Assert.Equal(["events"], answer.Statistics.Tables);
    }

    [Fact]
    public void Null_handling_follows_the_option()
    {
        QueryTable table = new QueryTable("t", QueryTable.Column("k", DataType.Int, keepsNulls: true)).With([[1], [null], [3]]);
        const string Sql = "SELECT count(k), sum(k), count(*) FROM t WHERE k < 2 OR k IS NULL";

        QueryResult off = table.Engine().Execute(new QueryRequest(Sql), CancellationToken.None);
        QueryResult on = table.Engine().Execute(new QueryRequest("SET enableNullHandling = true; " + Sql), CancellationToken.None);

        Assert.Equal([2L, 1.0, 2L], off.Rows[0]);
        Assert.Equal([1L, 1.0, 2L], on.Rows[0]);
    }
}

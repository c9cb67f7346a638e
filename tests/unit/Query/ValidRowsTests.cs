using System.Globalization;
using global::Query;
using global::Query.Results;
using Segments.Rows;
using UnitTests.Segments.Keys;

namespace UnitTests.Query;

/// <summary>Where one row per key counts, no way of answering sees the others: not counts, bounds or dictionaries of whole segments either.</summary>
public sealed class ValidRowsTests
{
    // Keys 0 to 9,999; 0 to 4,999 come again in a second segment, 0 to 99 in the consuming one. The values are 1, 2 and 3.
    private const int Keys = 10_000;

    [Theory]
    [InlineData("SELECT count(*) FROM t", "10000")]
    [InlineData("SELECT count(*) FROM t WHERE m = 1", "5000")]
    [InlineData("SELECT count(*) FROM t WHERE m >= 0", "10000")]
    [InlineData("SELECT count(*) FROM t WHERE v = 'one' OR v = 'three'", "5100")]
    [InlineData("SELECT sum(m), avg(m), min(m), max(m) FROM t", "15100 1.51 1 3")]
    [InlineData("SELECT min(m), max(m) FROM t WHERE k IN ('1', '2')", "3 3")]
    [InlineData("SELECT distinctcount(v) FROM t WHERE m < 3", "2")]
    [InlineData("SELECT count(*) FILTER (WHERE m = 2), count(*) FROM t", "4900 10000")]
    [InlineData("SELECT v, count(*) FROM t GROUP BY v ORDER BY v", "one 5000; three 100; two 4900")]
    [InlineData("SELECT DISTINCT v FROM t WHERE m <> 2 ORDER BY v", "one; three")]
    [InlineData("SELECT v, m FROM t WHERE k = '7' LIMIT 10", "three 3")]
    [InlineData("SELECT k FROM t WHERE k IN ('7', '8') ORDER BY ts LIMIT 10", "7; 8")]
    [InlineData("SELECT max(m) FROM t WHERE m < 0", "-Infinity")]
    public void Only_rows_that_count_are_read(string sql, string expected)
    {
        using KeyedTableFixture table = Filled();

        Assert.Equal(expected, Answer(table, sql));
    }

    [Theory]
    [InlineData("SELECT count(*) FROM t", "15100")]
    [InlineData("SELECT v, count(*) FROM t GROUP BY v ORDER BY v", "one 10000; three 100; two 5000")]
    [InlineData("SELECT v FROM t WHERE k = '7' ORDER BY m LIMIT 10", "one; two; three")]
    public void SkipUpsert_reads_all_rows(string sql, string expected)
    {
        using KeyedTableFixture table = Filled();

        Assert.Equal(expected, Answer(table, "SET skipUpsert = true; " + sql));
    }

    [Fact]
    public void A_segment_whose_values_no_longer_count_gives_none_of_its_bounds_or_dictionary()
    {
        using KeyedTableFixture table = new("\"upsertConfig\":{\"mode\":\"FULL\"}");
        Add(table, 3, "old", 0);
        table.Seal();
        Add(table, 3, "new", 1);
        table.Seal();

        Assert.Equal("3 1 1 1", Answer(table, "SELECT count(*), min(m), max(m), distinctcount(v) FROM t"));
        Assert.Equal("new", Answer(table, "SELECT DISTINCT v FROM t"));
        Assert.Equal("new; new; new", Answer(table, "SELECT v FROM t LIMIT 10"));
    }

    [Fact]
    public void TotalDocs_counts_stored_rows_and_numDocsScanned_those_that_count()
    {
        using KeyedTableFixture table = Filled();

        QueryResult answer = Run(table, "SELECT count(*) FROM t");

        Assert.Equal((15_100L, 10_000L), (answer.Statistics.TotalDocs, answer.Statistics.DocsScanned));
    }

    private static KeyedTableFixture Filled()
    {
        KeyedTableFixture table = new("\"upsertConfig\":{\"mode\":\"FULL\"}");
        Add(table, Keys, "one", 1);
        table.Seal();
        Add(table, Keys / 2, "two", 2);
        table.Seal();
        Add(table, 100, "three", 3);
        return table;
    }

    private static void Add(KeyedTableFixture table, int keys, string value, long metric)
    {
        foreach (int[] chunk in Enumerable.Range(0, keys).Chunk(1000))
        {
            table.Add([.. chunk.Select(Row)]);
        }

        RowBuffer Row(int key) => KeyedTableFixture.Row(table.Table.Definition.Schema, key.ToString(CultureInfo.InvariantCulture), value, metric, metric);
    }

    private static string Answer(KeyedTableFixture table, string sql)
    {
        QueryResult answer = Run(table, sql);
        Assert.Empty(answer.Errors);
        return string.Join("; ", answer.Rows.Select(row => string.Join(' ', row.Select(value => FormattableString.Invariant($"{value}")))));
    }

    private static QueryResult Run(KeyedTableFixture table, string sql) =>
        new QueryEngine(_ => table.Table.Snapshot(), new QueryLimits(), TimeProvider.System).Execute(new QueryRequest(sql), CancellationToken.None);
}

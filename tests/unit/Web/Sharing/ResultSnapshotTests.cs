using Query.Results;
using Web.Sharing;

namespace UnitTests.Web.Sharing;

public sealed class ResultSnapshotTests
{
    private static readonly DateTimeOffset RanAt = new(2026, 11, 22, 10, 31, 5, TimeSpan.Zero);

    public static TheoryData<object?> Values { get; } = new(
        0L, -1L, long.MaxValue, long.MinValue, 0.0, -0.0, 1.0, -1e22, 0.1, 5e-324, double.MaxValue, double.NaN, double.PositiveInfinity, double.NegativeInfinity, (double)long.MaxValue,
        true, false, default(object), "", "NaN", "12345678901234567890.123456789", "2026-11-22 10:31:05.123", "00ff", """{"a":[1,"é"]}""", "\0\u202E\"\\\n😀", "[1]");

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_value_comes_back_as_it_was(object? value)
    {
        object? back = RoundTrip(Of([value])).Rows[0][0];

        Assert.Equal(value, back);
        Assert.Equal(value?.GetType(), back?.GetType());
        if (value is double number)
        {
            Assert.Equal(BitConverter.DoubleToInt64Bits(number), BitConverter.DoubleToInt64Bits((double)back!)); // -0 is not 0
        }
    }

    [Fact]
    public void Arrays_come_back_with_all_they_hold()
    {
        object?[] values = [new object?[] { 1L, 2.0, "x", true, null }, Array.Empty<object?>(), new object?[] { new object?[] { double.NaN } }];

        Assert.Equal(values, RoundTrip(Of(values)).Rows[0]);
    }

    [Fact]
    public void Names_types_times_and_tables_come_back()
    {
        QueryResult result = new()
        {
            Columns = [new("n", "LONG"), new("n", "STRING_ARRAY")],
            Rows = [[1L, null]],
            Statistics = new QueryStatistics { Tables = ["events"], Elapsed = TimeSpan.FromMilliseconds(41.5), MinConsumingFreshnessMillis = RanAt.AddSeconds(-1).ToUnixTimeMilliseconds() },
        };

        ResultSnapshot back = RoundTrip(ResultSnapshot.Of(result, RanAt));

        Assert.Equal(result.Columns, back.Columns);
        Assert.Equal((RanAt, RanAt.AddSeconds(-1), TimeSpan.FromMilliseconds(41.5), 1, false), (back.RanAt, back.DataUntil, back.Elapsed, back.TotalRows, back.IsCut));
        Assert.Equal(["events"], back.ToResult().Statistics.Tables);
        Assert.Null(RoundTrip(Of([1L])).DataUntil);
    }

    [Fact]
    public void A_thousand_rows_are_kept_and_it_says_that_there_were_more()
    {
        ResultSnapshot snapshot = RoundTrip(Of([.. Enumerable.Range(0, 1_001).Select(i => new object?[] { (long)i })]));

        Assert.Equal((1_000, 1_001, true), (snapshot.Rows.Count, snapshot.TotalRows, snapshot.IsCut));
        Assert.Equal(999L, snapshot.Rows[^1][0]);
    }

    [Theory]
    [InlineData(100_000, 9)]
    [InlineData(1_000_000, 0)]
    public void A_megabyte_is_kept(int length, int expected)
    {
        ResultSnapshot snapshot = Of([.. Enumerable.Repeat(new object?[] { new string('x', length) }, 20)]);

        Assert.Equal((expected, 20, true), (snapshot.Rows.Count, snapshot.TotalRows, snapshot.IsCut));
    }

    private static ResultSnapshot Of(params object?[][] rows) => ResultSnapshot.Of(
        new QueryResult { Columns = [.. rows[0].Select((_, i) => new ResultColumn($"c{i}", "STRING"))], Rows = rows, Statistics = new QueryStatistics() }, RanAt);

    private static ResultSnapshot RoundTrip(ResultSnapshot snapshot) => SnapshotJson.Read(SnapshotJson.Write(snapshot));
}

using Web.Components.Charts;

namespace UnitTests.Web.Components.Charts;

public sealed class ChartDataTests
{
    [Fact]
    public void Series_stand_over_common_places_in_their_order()
    {
        ChartData data = Draw("m:LONG c:STRING n:LONG", "3|de|1/1|de|2/1|fr|5/2|fr|NULL", "line:x=m;y=n;s=c");

        Assert.Equal([1, 2, 3], data.X);
        Assert.Equal(["de", "fr"], data.Series.Select(series => series.Name));
        Assert.Equal([2, null, 1], data.Series[0].Values);
        Assert.Equal([5, null, null], data.Series[1].Values);
    }

    [Fact]
    public void Two_values_at_one_place_are_both_drawn() =>
        Assert.Equal([4, 6], Draw("m:LONG n:LONG", "1|4/1|6", "scatter:x=m;y=n").Series[0].Values);

    [Fact]
    public void Names_keep_the_order_of_the_answer() => Assert.Equal(["z", "a", "NULL"], Draw("c:STRING n:LONG", "z|1/a|2/NULL|3", "bar:x=c;y=n").Names);

    [Fact]
    public void Of_many_series_the_small_ones_become_their_sum()
    {
        string rows = string.Join('/', Enumerable.Range(1, 25).Select(i => $"1|c{i:00}|{i}"));

        ChartData data = Draw("m:LONG c:STRING n:LONG", rows, "line:x=m;y=n;s=c");

        Assert.Equal(20, data.Series.Count);
        Assert.Equal(("others", 21d), (data.Series[^1].Name, data.Series[^1].Values[0])); // 1 + 2 + 3 + 4 + 5 + 6
        Assert.Contains("19 largest of 25 series", Assert.Single(data.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_line_keeps_its_extremes()
    {
        double?[] values = [.. Enumerable.Range(0, 100_000).Select(i => (double?)(i == 77_777 ? 9 : i == 55_555 ? -9 : 0))];
        ChartData data = new(ChartAxisKind.Number, [.. Enumerable.Range(0, 100_000).Select(i => (double)i)], [], [new ChartSeries("n", values)], []);

        ChartData thin = ChartThinning.Thin(data);

        Assert.Equal(ChartData.MaxPoints, thin.X.Length);
        Assert.Equal((9, -9), (thin.Series[0].Values.Max(), thin.Series[0].Values.Min()));
        Assert.True(thin.X.Zip(thin.X.Skip(1)).All(pair => pair.First <= pair.Second));
        Assert.Single(thin.Notes);
    }

    [Fact]
    public void A_column_that_the_answer_lost_is_named() =>
        Assert.Contains("no column “gone”", Assert.Single(Draw("n:LONG", "1", "line:x=gone;y=n").Notes), StringComparison.Ordinal);

    [Fact]
    public void Stacked_bars_stand_on_each_other()
    {
        ChartData data = Draw("c:STRING k:STRING n:LONG", "x|a|1/x|b|3", "stacked:x=c;y=n;s=k");

        ChartDrawing drawing = ChartDrawing.Of(data, ChartKind.Stacked, 400, 300, TimeZoneInfo.Utc);

        Assert.Equal(4, drawing.Y.Max);
        Assert.StartsWith($"M{Middle(drawing):0.#},{drawing.Y.Pixel(1):0.#}V{drawing.Y.Pixel(4):0.#}", drawing.Shapes[1].Path, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gap_in_a_line_stays_a_gap()
    {
        ChartData data = Draw("m:LONG n:LONG", "1|1/2|NULL/3|NULL/4|1/5|2", "line:x=m;y=n");

        Assert.Equal(2, ChartDrawing.Of(data, ChartKind.Line, 400, 300, TimeZoneInfo.Utc).Shapes[0].Path.Count(letter => letter == 'M'));
    }

    [Theory]
    [InlineData(0, 97, 5, "0 20 40 60 80")]
    [InlineData(0.1, 0.3, 4, "0.10 0.15 0.20 0.25 0.30")]
    [InlineData(-5, 5, 2, "-5 0 5")]
    public void Numbers_along_a_side_are_round(double min, double max, int count, string expected) =>
        Assert.Equal(expected, string.Join(' ', ChartScale.Over(min, max, 0, 100).Ticks(count).Select(tick => tick.Label)));

    [Fact]
    public void Days_begin_where_the_readers_do()
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        double start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

        IReadOnlyList<(double At, string Label)> ticks = ChartTime.Ticks(start, start + (3 * 86_400), 3, zone);

        Assert.Equal(["2 Jan", "3 Jan", "4 Jan"], ticks.Select(tick => tick.Label));
        Assert.Equal(start + 86_400 - 3_600, ticks[0].At);
    }

    private static double Middle(ChartDrawing drawing) => drawing.X.Pixel(0) - (Math.Abs(drawing.X.Pixel(1) - drawing.X.Pixel(0)) * 0.8 / 2);

    private static ChartData Draw(string columns, string rows, string chart) => ChartData.From(ChartSpecTests.Table(columns, rows), ChartSpec.Parse(chart)!);
}

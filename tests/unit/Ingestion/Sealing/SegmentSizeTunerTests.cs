using Ingestion.Kafka;
using Ingestion.Sealing;

namespace UnitTests.Ingestion.Sealing;

public sealed class SegmentSizeTunerTests
{
    private const long Desired = 50 * 1024 * 1024;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void RowLimit_divides_the_tables_rows_among_its_partitions() =>
        Assert.Equal(12_500, new SegmentSizeTuner(new FlushThresholds(50_000, null, null, 100_000, Hour)).RowLimit(4));

    [Fact]
    public void RowLimit_takes_the_rows_of_a_segment_as_they_are() =>
        Assert.Equal(1000, new SegmentSizeTuner(new FlushThresholds(null, 1000, null, 100_000, Hour)).RowLimit(4));

    [Fact]
    public void RowLimit_begins_with_the_initial_rows() => Assert.Equal(100_000, Sized().RowLimit(4));

    [Fact]
    public void RowLimit_grows_by_half_while_segments_are_smaller_than_half_the_size()
    {
        SegmentSizeTuner tuner = Sized();

        tuner.Learn(rows: 100_000, bytes: 1_000_000, limit: 100_000, age: Hour, isForced: false);

        Assert.Equal(150_000, tuner.RowLimit(1));
    }

    [Fact]
    public void RowLimit_halves_when_a_segment_is_half_as_large_again_as_wished()
    {
        SegmentSizeTuner tuner = Sized();

        tuner.Learn(rows: 100_000, bytes: Desired * 2, limit: 100_000, age: Hour, isForced: false);

        Assert.Equal(50_000, tuner.RowLimit(1));
    }

    [Fact]
    public void RowLimit_follows_the_smoothed_ratio_near_the_size()
    {
        SegmentSizeTuner tuner = Sized();

        tuner.Learn(rows: 1_000_000, bytes: Desired, limit: 1_000_000, age: Hour, isForced: false);
        tuner.Learn(rows: 1_000_000, bytes: Desired * 5 / 4, limit: 1_000_000, age: Hour, isForced: false);

        // 0.1 · 0.8 + 0.9 · 1 of a million rows a wished size
        Assert.Equal(980_000, tuner.RowLimit(1), 1d);
    }

    [Fact]
    public void RowLimit_is_a_tenth_above_what_came_when_the_time_struck_first()
    {
        SegmentSizeTuner tuner = Sized();

        tuner.Learn(rows: 60_000, bytes: 1_000_000, limit: 100_000, age: Hour * 2, isForced: false);

        Assert.Equal(33_000, tuner.RowLimit(1));
    }

    [Fact]
    public void RowLimit_learns_nothing_from_forced_seals()
    {
        SegmentSizeTuner tuner = Sized();

        tuner.Learn(rows: 5, bytes: 5000, limit: 100_000, age: Hour, isForced: true);

        Assert.Equal(100_000, tuner.RowLimit(1));
    }

    [Fact]
    public void RowLimit_never_falls_below_ten_thousand()
    {
        SegmentSizeTuner tuner = Sized();

        tuner.Learn(rows: 11_000, bytes: Desired * 2, limit: 11_000, age: Hour, isForced: false);

        Assert.Equal(10_000, tuner.RowLimit(1));
    }

    [Fact]
    public void Resume_goes_on_with_the_ratio_of_the_last_segment()
    {
        SegmentSizeTuner tuner = Sized();

        tuner.Resume(rows: 2_000_000, bytes: Desired);

        Assert.Equal(2_000_000, tuner.RowLimit(1), 1d);
    }

    [Theory]
    [InlineData(0.0, 80_000)]
    [InlineData(0.5, 100_000)]
    [InlineData(0.75, 110_000)]
    public void RowLimit_varies_by_the_share_that_is_asked_for(double chance, long expected)
    {
        SegmentSizeTuner tuner = new(new FlushThresholds(null, null, Desired, 100_000, Hour) { Variance = 0.2 }, new Always(chance));

        tuner.Learn(rows: 100_000, bytes: Desired, limit: 100_000, age: Hour, isForced: false);

        Assert.Equal(expected, tuner.RowLimit(1), 1d);
    }

    private sealed class Always(double value) : Random
    {
        public override double NextDouble() => value;
    }

    private static SegmentSizeTuner Sized() => new(new FlushThresholds(null, null, Desired, 100_000, Hour));
}

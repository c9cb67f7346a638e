using System.Globalization;
using Ingestion;
using Ingestion.Sources;

namespace UnitTests.Ingestion;

public sealed class PacedSourceTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(1);

    private readonly StoppedClock _clock = new();
    private readonly ListSource _inner = new();
    private readonly PacedSource _source;
    private double _rate = 10;

    public PacedSourceTests()
    {
        _source = new PacedSource(_inner, () => _rate, _clock);
        for (long offset = 0; offset < 100; offset++)
        {
            _inner.Add(offset, offset.ToString(CultureInfo.InvariantCulture));
        }

        _source.Start(0);
    }

    [Fact]
    public void Messages_come_in_order_as_fast_as_the_rate_allows()
    {
        Assert.Equal([0L], Read());
        Assert.Equal([], Read());
        _clock.Pass(TimeSpan.FromMilliseconds(300));
        Assert.Equal([1L, 2, 3], Read());
        Assert.Equal([], Read());
        _rate = 100;
        _clock.Pass(TimeSpan.FromMilliseconds(100));
        Assert.Equal([.. Enumerable.Range(4, 10).Select(offset => (long)offset)], Read());
    }

    [Fact]
    public void A_quiet_time_is_made_up_for_by_one_second_at_most()
    {
        _clock.Pass(TimeSpan.FromHours(1));

        Assert.Equal(10, Read().Length + Read().Length + Read().Length);
    }

    [Fact]
    public void What_waits_is_dropped_when_reading_starts_elsewhere()
    {
        Assert.Equal([0L], Read());
        _source.Start(50);
        _clock.Pass(TimeSpan.FromMilliseconds(100));

        Assert.Equal([50L], Read());
    }

    [Fact]
    public void The_end_and_a_fault_come_behind_the_messages_before_them()
    {
        _source.Start(98);
        _inner.EndAt(105);
        Assert.Equal([98L], Read());

        MessageBatch waiting = _source.Read(Short);
        Assert.Equal((0, null, null), (waiting.Count, waiting.EndOffset, waiting.Fault));
        _clock.Pass(TimeSpan.FromMilliseconds(100));
        MessageBatch last = _source.Read(Short);

        Assert.Equal((1, 105L), (last.Count, last.EndOffset));
        Assert.Equal(1_700_000_000_099, last.LastTimestamp);
        _inner.Fail(new SourceFault(SourceFaultKind.Passing, "away"));
        Assert.Equal("away", _source.Read(Short).Fault?.Text);
    }

    [Fact]
    public async Task A_wait_ends_when_somebody_asks()
    {
        _rate = 0.001;
        Assert.Equal([0L], Read());
        Task<MessageBatch> reading = Task.Run(() => _source.Read(TimeSpan.FromMinutes(1)), TestContext.Current.CancellationToken);

        _source.Wake();

        Assert.Equal(0, (await reading.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).Count);
    }

    public void Dispose() => _source.Dispose();

    private long[] Read() => [.. _source.Read(Short).Messages.ToArray().Select(message => message.Offset)];

    private sealed class StoppedClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Pass(TimeSpan time) => _ticks += time.Ticks;
    }
}

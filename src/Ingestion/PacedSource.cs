using Ingestion.Kafka;
using Ingestion.Sources;

namespace Ingestion;

/// <summary>A source that hands out so many messages a second at most: what the one behind it has read waits its turn.</summary>
/// <param name="inner">Where messages come from; disposed of with this.</param>
/// <param name="rate">Messages a second at this moment, above zero.</param>
/// <param name="clock">Time.</param>
internal sealed class PacedSource(IMessageSource inner, Func<double> rate, TimeProvider clock) : IMessageSource
{
    // So long a time without messages may be made up for at once.
    private const double MaxSavedSeconds = 1;

    private readonly object _waiting = new();
    private readonly MessageBatch _slice = new(KafkaMessageSource.BatchSize);
    private MessageBatch? _held;
    private int _next;
    private double _allowed = 1;
    private long _countedAt = clock.GetTimestamp();
    private bool _isWoken;

    public int Partition => inner.Partition;

    public void Start(long offset)
    {
        _held = null;
        inner.Start(offset);
    }

    public void Stop()
    {
        _held = null;
        inner.Stop();
    }

    public MessageBatch Read(TimeSpan timeout)
    {
        _slice.Clear();
        if (_held is null)
        {
            _held = inner.Read(timeout);
            _next = 0;
        }

        if (_next < _held.Count)
        {
            Take(timeout);
        }

        if (_next == _held.Count)
        {
            (_slice.EndOffset, _slice.Fault, _held) = (_held.EndOffset, _held.Fault, null);
        }

        return _slice;
    }

    public long? Timestamp(long offset) => inner.Timestamp(offset);

    public MessageAttributes Attributes(in Message message) => inner.Attributes(message);

    public string? TopicId() => inner.TopicId();

    public void Renew(string topicId)
    {
        _held = null;
        inner.Renew(topicId);
    }

    public (long First, long End) Range() => inner.Range();

    public long? OffsetAt(DateTimeOffset time) => inner.OffsetAt(time);

    public void Wake()
    {
        lock (_waiting)
        {
            _isWoken = true;
            Monitor.PulseAll(_waiting);
        }

        inner.Wake();
    }

    public void Dispose() => inner.Dispose();

    private void Take(TimeSpan timeout)
    {
        double perSecond = rate();
        Count(perSecond);
        if (_allowed < 1)
        {
            Wait(TimeSpan.FromSeconds(Math.Min((1 - _allowed) / perSecond, timeout.TotalSeconds)));
            Count(perSecond);
        }

        int end = Math.Min(_held!.Count, _next + (int)Math.Min(_allowed, int.MaxValue / 2));
        if (end == _next)
        {
            return;
        }

        _allowed -= end - _next;
        ReadOnlySpan<Message> messages = _held.Messages[_next..end];
        foreach (Message message in messages)
        {
            _slice.Add(message);
        }

        _next = end;
        _slice.LastTimestamp = inner.Timestamp(messages[^1].Offset) ?? -1;
    }

    private void Count(double perSecond)
    {
        long now = clock.GetTimestamp();
        double most = Math.Max(1, perSecond * MaxSavedSeconds);
        _allowed = Math.Min(most, _allowed + (clock.GetElapsedTime(_countedAt, now).TotalSeconds * perSecond));
        _countedAt = now;
    }

    private void Wait(TimeSpan pause)
    {
        lock (_waiting)
        {
            if (!_isWoken && pause > TimeSpan.Zero)
            {
                Monitor.Wait(_waiting, pause);
            }

            _isWoken = false;
        }
    }
}

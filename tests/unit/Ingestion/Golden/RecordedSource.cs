using Ingestion.Sources;
using Segments.Columns;

namespace UnitTests.Ingestion.Golden;

/// <summary>A partition that holds recorded messages and never gets more.</summary>
internal sealed class RecordedSource : IMessageSource
{
    private const int BatchSize = 64;

    private readonly RecordedMessage[] _messages;
    private readonly Utf8Slice[] _values;
    private readonly ByteArena _bytes = new();
    private readonly MessageBatch _batch = new(BatchSize);
    private readonly SemaphoreSlim _news = new(0);
    private int _next;

    public RecordedSource(int partition, IEnumerable<RecordedMessage> messages)
    {
        Partition = partition;
        _messages = [.. messages];
        _values = [.. _messages.Select(message => _bytes.Add(message.Value))];
    }

    public int Partition { get; }

    public void Start(long offset) => _next = (int)offset;

    public void Stop()
    {
        // Nothing was fetched ahead.
    }

    public unsafe MessageBatch Read(TimeSpan timeout)
    {
        _batch.Clear();
        if (_next == _messages.Length)
        {
            _news.Wait(timeout);
            return _batch;
        }

        for (; _next < _messages.Length && _batch.Count < BatchSize; _next++)
        {
            _batch.Add(new Message(_values[_next].Data, _messages[_next].Value is null ? -1 : _values[_next].Length, _next));
        }

        _batch.LastTimestamp = _messages[_next - 1].Timestamp;
        return _batch;
    }

    public long? Timestamp(long offset) => _messages[offset].Timestamp;

    public MessageAttributes Attributes(in Message message)
    {
        RecordedMessage recorded = _messages[message.Offset];
        return new MessageAttributes(recorded.Key, recorded.Headers, recorded.Timestamp);
    }

    public string? TopicId() => "recorded";

    public void Renew(string topicId)
    {
        // It is never created again.
    }

    public (long First, long End) Range() => (0, _messages.Length);

    public long? OffsetAt(DateTimeOffset time) => null;

    public void Wake() => _news.Release();

    public void Dispose() => _news.Dispose();
}

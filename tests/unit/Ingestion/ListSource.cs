using System.Text;
using Ingestion.Sources;
using Segments.Columns;

namespace UnitTests.Ingestion;

/// <summary>A partition in memory: what it holds can grow, expire, fail and be looked at while a consumer reads it.</summary>
internal sealed class ListSource : IMessageSource
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, ListMessage> _messages = [];
    private readonly Queue<SourceFault> _faults = new();
    private readonly MessageBatch _batch = new(16);
    private readonly ByteArena _bytes = new();
    private readonly SemaphoreSlim _news = new(0);
    private long _first;
    private long _end;
    private long _next = -1;
    private bool _isStale;

    public int Partition => 0;

    /// <summary>Offsets that reading was started at.</summary>
    public List<long> Starts { get; } = [];

    public void Add(long offset, string? message) => AddMessage(offset, new ListMessage(message is null ? null : Encoding.UTF8.GetBytes(message)));

    public void AddMessage(long offset, ListMessage message)
    {
        lock (_gate)
        {
            _messages[offset] = message;
            _end = Math.Max(_end, offset + 1);
        }

        _news.Release();
    }

    /// <summary>Sets where the partition ends: behind the last message if control records follow it.</summary>
    public void EndAt(long offset)
    {
        lock (_gate)
        {
            _end = offset;
        }

        _news.Release();
    }

    /// <summary>Deletes what is before an offset.</summary>
    public void Expire(long first)
    {
        lock (_gate)
        {
            _first = first;
            foreach (long offset in _messages.Keys.Where(offset => offset < first).ToList())
            {
                _messages.Remove(offset);
            }
        }
    }

    /// <summary>Another topic takes the name of this one: empty, with numbers that begin anew.</summary>
    public void Replace(string id)
    {
        lock (_gate)
        {
            (Id, _first, _end, _isStale) = (id, 0, 0, Starts.Count > 0);
            _messages.Clear();
            if (_next > 0)
            {
                _faults.Enqueue(new SourceFault(SourceFaultKind.OutOfRange, "offset out of range"));
            }
        }

        _news.Release();
    }

    public void Fail(SourceFault fault)
    {
        lock (_gate)
        {
            _faults.Enqueue(fault);
        }

        _news.Release();
    }

    public void Start(long offset)
    {
        lock (_gate)
        {
            Starts.Add(offset);
            _next = offset;
            if (offset < _first || offset > _end)
            {
                _faults.Enqueue(new SourceFault(SourceFaultKind.OutOfRange, "offset out of range"));
            }
        }
    }

    public void Stop() => _next = -1;

    /// <summary>As a Kafka client does, this source reads nothing of a topic that replaced another until it is renewed.</summary>
    public void Renew(string topicId)
    {
        lock (_gate)
        {
            _isStale = !string.Equals(topicId, Id, StringComparison.Ordinal);
        }
    }

    public MessageBatch Read(TimeSpan timeout)
    {
        _batch.Clear();
        _bytes.Clear();
        if (!TryFill())
        {
            _news.Wait(timeout);
            TryFill();
        }

        return _batch;
    }

    /// <summary>Identity of the topic.</summary>
    public string? Id { get; set; } = "first";

    /// <summary>True if Kafka does not answer.</summary>
    public bool IsDown { get; set; }

    public string? TopicId() => IsDown ? throw new IngestionException("nobody answers") : Id;

    public long? Timestamp(long offset)
    {
        lock (_gate)
        {
            return _messages.TryGetValue(offset, out ListMessage? message) && message.Timestamp is { } time ? time : 1_700_000_000_000 + offset;
        }
    }

    public MessageAttributes Attributes(in Message message)
    {
        lock (_gate)
        {
            ListMessage full = _messages[message.Offset];
            return new(full.Key, full.Headers, full.Timestamp ?? 1_700_000_000_000 + message.Offset);
        }
    }

    public (long First, long End) Range()
    {
        lock (_gate)
        {
            return (_first, _end);
        }
    }

    public long? OffsetAt(DateTimeOffset time)
    {
        lock (_gate)
        {
            foreach ((long offset, ListMessage message) in _messages)
            {
                if ((message.Timestamp ?? 1_700_000_000_000 + offset) >= time.ToUnixTimeMilliseconds())
                {
                    return offset;
                }
            }

            return null;
        }
    }

    public void Wake() => _news.Release();

    public void Dispose() => _news.Dispose();

    private bool TryFill()
    {
        lock (_gate)
        {
            if (_faults.TryDequeue(out SourceFault? fault))
            {
                _batch.Fault = fault;
                return true;
            }

            if (_isStale)
            {
                return false;
            }

            foreach ((long offset, ListMessage message) in _messages.Where(pair => pair.Key >= _next).Take(16))
            {
                AddToBatch(offset, message);
                _next = offset + 1;
            }

            if (!_messages.Keys.Any(offset => offset >= _next) && _next < _end)
            {
                _batch.EndOffset = _next = _end;
            }

            return _batch.Count > 0 || _batch.EndOffset is not null;
        }
    }

    private unsafe void AddToBatch(long offset, ListMessage message)
    {
        Utf8Slice bytes = _bytes.Add(message.Payload);
        _batch.Add(new Message(bytes.Data, message.Payload is null ? -1 : bytes.Length, offset));
        _batch.LastTimestamp = 1_700_000_000_000 + offset;
    }
}

/// <summary>A message of a <see cref="ListSource"/>.</summary>
/// <param name="Payload">Null for a tombstone.</param>
internal sealed record ListMessage(byte[]? Payload)
{
    public byte[]? Key { get; init; }

    public IReadOnlyList<KeyValuePair<string, byte[]?>> Headers { get; init; } = [];

    /// <summary>Kafka timestamp in epoch milliseconds; one that follows from the offset if null.</summary>
    public long? Timestamp { get; init; }
}

using Ingestion.Decoding;
using Ingestion.Status;
using Segments.Consuming;
using Segments.Rows;

namespace Ingestion;

/// <summary>Turns messages into rows of a segment. One thread at a time.</summary>
internal sealed class RowWriter
{
    private readonly PartitionCounters _counters;
    private readonly RejectLog _rejects;
    private readonly TimeProvider _clock;
    private readonly HashSet<long> _poison = [];
    private readonly string? _timeColumn;
    private readonly int _partition;
    private JsonRowDecoder _decoder;
    private RowBuffer _row;
    private TimeColumnDefault _time;
    private long _trimmedBefore;

    public RowWriter(ConsumingSegment segment, string? timeColumn, PartitionCounters counters, RejectLog rejects, TimeProvider clock)
    {
        (_partition, _timeColumn, _counters, _rejects, _clock) = (segment.Partition, timeColumn, counters, rejects, clock);
        Segment = segment;
        _decoder = new JsonRowDecoder(segment.Schema);
        _row = new RowBuffer(segment.Schema);
        _time = TimeColumnDefault.Of(segment, timeColumn);
    }

    /// <summary>Where rows go.</summary>
    public ConsumingSegment Segment { get; private set; }

    /// <summary>Goes on in another segment, which may have another schema.</summary>
    public void Continue(ConsumingSegment segment)
    {
        if (segment.Schema != Segment.Schema)
        {
            _trimmedBefore += _decoder.Trimmed;
            _decoder = new JsonRowDecoder(segment.Schema);
            _row = new RowBuffer(segment.Schema);
        }

        Segment = segment;
        _time = TimeColumnDefault.Of(segment, _timeColumn);
    }

    /// <summary>Appends messages until they or the room for rows are used up. Nothing becomes visible yet.</summary>
    /// <param name="messages">In offset order.</param>
    /// <param name="maxRows">Rows to append at most.</param>
    /// <param name="source">Knows the messages' times.</param>
    /// <returns>Messages dealt with.</returns>
    /// <exception cref="AppendException">The segment is spoilt and must be dropped; the message is remembered and rejected next time.</exception>
    public int Append(ReadOnlySpan<Message> messages, long maxRows, IMessageSource source)
    {
        (int rows, int rejected, int tombstones, int done, long bytes) = (0, 0, 0, 0, 0);
        while (done < messages.Length && rows < maxRows)
        {
            ref readonly Message message = ref messages[done++];
            bytes += message.Payload.Length;
            if (message.IsTombstone)
            {
                tombstones++;
            }
            else if (TryDecode(message, out string? fault))
            {
                AppendRow(message.Offset);
                rows++;
            }
            else
            {
                rejected++;
                Reject(message, fault!, source);
            }
        }

        _counters.Add(rows, bytes, rejected, tombstones);
        _counters.Trimmed = _trimmedBefore + _decoder.Trimmed;
        return done;
    }

    private bool TryDecode(in Message message, out string? fault)
    {
        if (_poison.Count > 0 && _poison.Contains(message.Offset))
        {
            fault = "the row could not be stored; see the log";
            return false;
        }

        return _decoder.TryDecode(message.Payload, _row, out fault);
    }

    private void AppendRow(long offset)
    {
        _time.Fill(_row);
        try
        {
            Segment.Append(_row);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _poison.Add(offset);
            throw new AppendException(offset, exception);
        }
    }

    private void Reject(in Message message, string fault, IMessageSource source)
    {
        ReadOnlySpan<byte> payload = message.Payload;
        DateTimeOffset? time = source.Timestamp(message.Offset) is { } millis ? DateTimeOffset.FromUnixTimeMilliseconds(millis) : null;
        byte[] raw = payload[..Math.Min(payload.Length, RejectedMessage.MaxRawBytes)].ToArray();
        _rejects.Add(new RejectedMessage(_partition, message.Offset, time, _clock.GetUtcNow(), fault, raw, payload.Length));
    }
}

/// <summary>A row could not be appended, and its segment is spoilt.</summary>
internal sealed class AppendException(long offset, Exception inner) : Exception($"the row of offset {offset} cannot be stored: {inner.Message}", inner);

using Ingestion.Decoding;
using Ingestion.Sources;
using Ingestion.Status;
using Segments.Consuming;
using Segments.Rows;
using Segments.Schema;

namespace Ingestion;

/// <summary>Turns messages into rows of a segment. One thread at a time.</summary>
internal sealed class RowWriter
{
    private const int MaxRowsAtOnce = 32;

    private readonly PartitionCounters _counters;
    private readonly RejectLog _rejects;
    private readonly TimeProvider _clock;
    private readonly HashSet<long> _poison = [];
    private readonly string? _timeColumn;
    private readonly int _partition;
    private JsonRowDecoder _decoder;
    private RowBuffer[] _rows;
    private int _rowsAtOnce = MaxRowsAtOnce;
    private TimeColumnDefault _time;
    private long _trimmedBefore;

    public RowWriter(ConsumingSegment segment, string? timeColumn, PartitionCounters counters, RejectLog rejects, TimeProvider clock)
    {
        (_partition, _timeColumn, _counters, _rejects, _clock) = (segment.Partition, timeColumn, counters, rejects, clock);
        Segment = segment;
        _decoder = new JsonRowDecoder(segment.Schema);
        _rows = NewRows(segment.Schema);
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
            _rows = NewRows(segment.Schema);
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
        (int rows, int rejected, int tombstones, int done, int waiting, long bytes) = (0, 0, 0, 0, 0, 0);
        while (done < messages.Length && rows < maxRows)
        {
            ref readonly Message message = ref messages[done++];
            bytes += message.Payload.Length;
            if (message.IsTombstone)
            {
                tombstones++;
            }
            else if (TryDecode(message, _rows[waiting], out string? fault))
            {
                _time.Fill(_rows[waiting]);
                rows++;
                if (++waiting == _rowsAtOnce)
                {
                    AppendRows(waiting, message.Offset);
                    waiting = 0;
                }
            }
            else
            {
                rejected++;
                Reject(message, fault!, source);
            }
        }

        if (waiting > 0)
        {
            AppendRows(waiting, messages[done - 1].Offset);
        }

        _counters.Add(rows, bytes, rejected, tombstones);
        _counters.Trimmed = _trimmedBefore + _decoder.Trimmed;
        return done;
    }

    private static RowBuffer[] NewRows(TableSchema schema) => [.. Enumerable.Range(0, MaxRowsAtOnce).Select(_ => new RowBuffer(schema))];

    private bool TryDecode(in Message message, RowBuffer row, out string? fault)
    {
        if (_poison.Count > 0 && _poison.Contains(message.Offset))
        {
            fault = "the row could not be stored; see the log";
            return false;
        }

        return _decoder.TryDecode(message.Payload, row, out fault);
    }

    private void AppendRows(int count, long lastOffset)
    {
        try
        {
            Segment.AppendAll(_rows.AsSpan(0, count));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            if (_rowsAtOnce == 1)
            {
                _poison.Add(lastOffset);
            }

            // Which of several rows is at fault shows when they come again one by one.
            _rowsAtOnce = 1;
            throw new AppendException(lastOffset, exception);
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
internal sealed class AppendException(long offset, Exception inner) : Exception($"the row of offset {offset}, or one shortly before it, cannot be stored: {inner.Message}", inner);

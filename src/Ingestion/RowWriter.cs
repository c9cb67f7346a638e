using Ingestion.Decoding;
using Ingestion.Records;
using Ingestion.Sources;
using Ingestion.Status;
using Segments.Consuming;
using Segments.Rows;

namespace Ingestion;

/// <summary>Turns messages into rows of a segment. One thread at a time.</summary>
internal sealed class RowWriter
{
    private const int MaxRowsAtOnce = 32;

    private readonly TableContext _context;
    private readonly PartitionCounters _counters;
    private readonly HashSet<long> _poison = [];
    private readonly int _partition;
    private readonly CancellationToken _stop;
    private IRowDecoder _decoder;
    private RowBatch _rows;
    private int _rowsAtOnce = MaxRowsAtOnce;
    private TimeColumnDefault _time;
    private long _trimmedBefore;

    /// <param name="context">The table.</param>
    /// <param name="segment">Where rows go first.</param>
    /// <param name="counters">Figures to keep.</param>
    /// <param name="stop">Ends waits for what a message needs to be decoded.</param>
    public RowWriter(TableContext context, ConsumingSegment segment, PartitionCounters counters, CancellationToken stop)
    {
        (_context, _partition, _counters, _stop) = (context, segment.Partition, counters, stop);
        Segment = segment;
        _decoder = context.Format.NewRowDecoder(segment.Schema, stop);
        _rows = new RowBatch(segment.Schema);
        _time = TimeColumnDefault.Of(segment, context.TimeColumn);
    }

    /// <summary>Where rows go.</summary>
    public ConsumingSegment Segment { get; private set; }

    /// <summary>Goes on in another segment, which may have another schema.</summary>
    public void Continue(ConsumingSegment segment)
    {
        if (segment.Schema != Segment.Schema)
        {
            _trimmedBefore += _decoder.Trimmed;
            _decoder = _context.Format.NewRowDecoder(segment.Schema, _stop);
            _rows = new RowBatch(segment.Schema);
        }

        Segment = segment;
        _time = TimeColumnDefault.Of(segment, _context.TimeColumn);
    }

    /// <summary>Appends messages until they or the room for rows are used up. Nothing becomes visible yet.</summary>
    /// <param name="messages">In offset order.</param>
    /// <param name="maxRows">Rows to append at most.</param>
    /// <param name="source">Knows the messages' times.</param>
    /// <returns>Messages dealt with.</returns>
    /// <exception cref="DecoderUnavailableException">The first message cannot be decoded now; nothing has happened.</exception>
    /// <exception cref="AppendException">The segment is spoilt and must be dropped; the message is remembered and rejected next time.</exception>
    public int Append(ReadOnlySpan<Message> messages, long maxRows, IMessageSource source)
    {
        (int rows, int rejected, int tombstones, int done, long bytes) = (0, 0, 0, 0, 0);
        _rows.ResetCounts();
        try
        {
            while (done < messages.Length && rows < maxRows)
            {
                ref readonly Message message = ref messages[done++];
                bytes += message.Payload.Length;
                if (message.IsTombstone)
                {
                    tombstones++;
                    continue;
                }

                int before = _rows.Count;
                if ((Decode(message, source) ?? Complete(before)) is { } fault)
                {
                    _rows.Truncate(before);
                    rejected++;
                    Reject(message, fault, source);
                    continue;
                }

                rows += _rows.Count - before;

                if (_rows.Count >= _rowsAtOnce)
                {
                    AppendRows(message.Offset);
                }
            }
        }
        catch (DecoderUnavailableException) when (done > 1)
        {
            // What came before is kept; the message itself comes again, and then is the first.
            bytes -= messages[--done].Payload.Length;
        }

        if (_rows.Count > 0)
        {
            AppendRows(messages[done - 1].Offset);
        }

        _counters.Add(rows, bytes, rejected, tombstones);
        _counters.AddFiltered(_rows.Filtered, _rows.Incomplete);
        _counters.Trimmed = _trimmedBefore + _decoder.Trimmed;
        return done;
    }

    private string? Decode(in Message message, IMessageSource source) => _poison.Count > 0 && _poison.Contains(message.Offset)
        ? "the row could not be stored; see the log"
        : _decoder.Decode(message, source, _rows);

    /// <summary>Fills in the times of the message's rows.</summary>
    /// <returns>What keeps one of them out; null if nothing does.</returns>
    private string? Complete(int first)
    {
        foreach (RowBuffer row in _rows.Rows[first..])
        {
            _time.Fill(row);
            if (Segment.FaultOf(row) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private void AppendRows(long lastOffset)
    {
        try
        {
            Segment.AppendAll(_rows.Rows);
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
        finally
        {
            _rows.Truncate(0);
        }
    }

    private void Reject(in Message message, string fault, IMessageSource source)
    {
        ReadOnlySpan<byte> payload = message.Payload;
        DateTimeOffset? time = source.Timestamp(message.Offset) is { } millis ? DateTimeOffset.FromUnixTimeMilliseconds(millis) : null;
        byte[] raw = payload[..Math.Min(payload.Length, RejectedMessage.MaxRawBytes)].ToArray();
        _context.Rejects.Add(new RejectedMessage(_partition, message.Offset, time, _context.Clock.GetUtcNow(), fault, raw, payload.Length));
    }
}

/// <summary>A row could not be appended, and its segment is spoilt.</summary>
internal sealed class AppendException(long offset, Exception inner) : Exception($"the row of offset {offset}, or one shortly before it, cannot be stored: {inner.Message}", inner);

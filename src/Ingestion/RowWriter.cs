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
    private readonly TableContext _context;
    private readonly PartitionCounters _counters;
    private readonly UnstorableRows _unstorable;
    private readonly int _partition;
    private readonly CancellationToken _stop;
    private IRowDecoder _decoder;
    private RowBatch _rows;
    private TimeColumnDefault _time;
    private long _trimmedBefore;

    /// <param name="context">The table.</param>
    /// <param name="segment">Where rows go first.</param>
    /// <param name="counters">Figures to keep.</param>
    /// <param name="unstorable">Rows of the partition that no segment takes.</param>
    /// <param name="stop">Ends waits for what a message needs to be decoded.</param>
    public RowWriter(TableContext context, ConsumingSegment segment, PartitionCounters counters, UnstorableRows unstorable, CancellationToken stop)
    {
        (_context, _partition, _counters, _unstorable, _stop) = (context, segment.Partition, counters, unstorable, stop);
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
        (int rows, int rejected, int tombstones, int done, int before, long bytes) = (0, 0, 0, 0, 0, 0);
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

                before = _rows.Count;
                (int filtered, int incomplete) = (_rows.Filtered, _rows.Incomplete);
                if ((Decode(message, source) ?? Complete(before)) is { } fault)
                {
                    _rows.Truncate(before);
                    (_rows.Filtered, _rows.Incomplete) = (filtered, incomplete);
                    rejected++;
                    Reject(message, fault, source);
                    continue;
                }

                rows += _rows.Count - before;

                if (_rows.Count >= _unstorable.RowsAtOnce)
                {
                    AppendRows(message.Offset);
                }
            }
        }
        catch (DecoderUnavailableException)
        {
            // What came before is kept; the message itself comes again, with all its rows, and then is the first.
            _rows.Truncate(before);
            bytes -= messages[--done].Payload.Length;
            if (done == 0)
            {
                throw;
            }
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

    private string? Decode(in Message message, IMessageSource source) => _unstorable.Contains(message.Offset)
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
            _unstorable.Add(lastOffset);
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
        DateTimeOffset? time = source.Timestamp(message.Offset) is { } millis ? KafkaTime.Of(millis) : null;
        byte[] raw = payload[..Math.Min(payload.Length, RejectedMessage.MaxRawBytes)].ToArray();
        _context.Rejects.Add(new RejectedMessage(_partition, message.Offset, time, _context.Clock.GetUtcNow(), fault, raw, payload.Length));
    }
}

/// <summary>A row could not be appended, and its segment is spoilt.</summary>
internal sealed class AppendException(long offset, Exception inner) : Exception($"the row of offset {offset}, or one shortly before it, cannot be stored: {inner.Message}", inner);

using System.Text;
using Ingestion.Sources;

namespace Ingestion.Fetching;

/// <summary>Hands out the messages of record batches where they lie, decompressed if need be. One thread at a time.</summary>
internal sealed unsafe class RecordReader : IDisposable
{
    private const int LeastRoom = 256 << 10;

    private readonly RecordDecompressor _decompressor = new();
    private readonly NativeBuffer _room = new();
    private readonly List<RecordBatchHeader> _shown = []; // batches that the messages handed out last are of
    private byte* _next; // the next batch
    private byte* _end; // behind the last one that is whole
    private RecordBatchHeader _batch;
    private byte* _record; // the next record of the batch
    private byte* _recordsEnd;
    private int _used; // of the room

    /// <summary>The offset that is wanted next; messages before it are passed over.</summary>
    public long Position { get; private set; }

    /// <summary>True if every message was handed out.</summary>
    public bool IsEmpty => _record == _recordsEnd && _next == _end;

    /// <summary>Begins with other batches, whose memory stays as it is until the next call; messages handed out before are gone.</summary>
    /// <param name="bytes">Batches; the last may be cut short, and is left alone then.</param>
    /// <param name="length">Bytes of them.</param>
    /// <param name="position">The offset that is wanted.</param>
    /// <returns>The offset behind the last batch that is whole.</returns>
    /// <exception cref="FetchException">They are of another format or damaged.</exception>
    public long Begin(byte* bytes, int length, long position)
    {
        long end = position;
        _next = _end = bytes;
        _record = _recordsEnd = null;
        Position = position;
        while (RecordBatchHeader.LengthOf(new ReadOnlySpan<byte>(_end, length)) is { } size && size <= length)
        {
            ReadOnlySpan<byte> batch = new(_end, size);
            end = RecordBatchHeader.Read(batch).LastOffset + 1;
            RecordBatchHeader.Check(batch);
            _end += size;
            length -= size;
        }

        return end;
    }

    /// <summary>Adds messages until the batch is full or none are left.</summary>
    /// <param name="messages">Is clear. What it held before is gone.</param>
    /// <exception cref="FetchException">A batch is damaged. Messages before it were handed out, or are when this is called again.</exception>
    public void Read(MessageBatch messages)
    {
        _shown.Clear();
        if (_record == _recordsEnd)
        {
            _used = 0;
        }
        else
        {
            _shown.Add(_batch);
        }

        long delta = 0;
        while (messages.Count < messages.Capacity && (_record != _recordsEnd || TryOpen(isFirst: messages.Count == 0)))
        {
            RecordCursor cursor = new(_record, _recordsEnd);
            while (!cursor.IsAtEnd && messages.Count < messages.Capacity)
            {
                byte* start = cursor.At;
                long size = cursor.Varint();
                byte* body = cursor.Take(size);
                RecordCursor record = new(body + 1, body + size);
                delta = record.Varint();
                long offset = _batch.BaseOffset + record.Varint();
                _ = record.Block(out _);
                byte* value = record.Block(out int length);
                if (offset >= Position)
                {
                    messages.Add(new Message(value, length, offset, (nint)start));
                }
            }

            _record = cursor.At;
            if (messages.Count > 0)
            {
                messages.LastTimestamp = TimeOf(_batch, delta);
                Position = messages.Messages[^1].Offset + 1;
            }

            if (_record == _recordsEnd)
            {
                Position = Math.Max(Position, _batch.LastOffset + 1);
            }
        }
    }

    /// <summary>Key, headers and time of a message that was handed out last.</summary>
    public MessageAttributes Attributes(in Message message)
    {
        byte* at = (byte*)message.Handle;
        RecordCursor cursor = new(at, at + sizeof(long) + 2);
        long size = cursor.Varint();
        cursor = new RecordCursor(cursor.At + 1, cursor.At + size);
        long delta = cursor.Varint();
        _ = cursor.Varint();
        byte* key = cursor.Block(out int keyLength);
        _ = cursor.Block(out _);
        long count = cursor.Varint();
        List<KeyValuePair<string, byte[]?>> headers = [];
        for (long i = 0; i < count; i++)
        {
            byte* name = cursor.Block(out int nameLength);
            byte* value = cursor.Block(out int valueLength);
            headers.Add(new(Encoding.UTF8.GetString(name, Math.Max(nameLength, 0)), value == null ? null : new ReadOnlySpan<byte>(value, valueLength).ToArray()));
        }

        return new MessageAttributes(key == null ? null : new ReadOnlySpan<byte>(key, keyLength).ToArray(), headers, TimeOf(BatchOf(message.Offset), delta));
    }

    /// <summary>Epoch milliseconds of a message that was handed out last; -1 if it has none.</summary>
    public long Timestamp(in Message message)
    {
        byte* at = (byte*)message.Handle;
        RecordCursor cursor = new(at, at + (2 * (sizeof(long) + 2)) + 1);
        _ = cursor.Varint();
        _ = cursor.Take(1);
        return TimeOf(BatchOf(message.Offset), cursor.Varint());
    }

    public void Dispose()
    {
        _room.Dispose();
        _decompressor.Dispose();
    }

    private static long TimeOf(in RecordBatchHeader batch, long delta) => batch.IsTimedByBroker ? batch.MaxTimestamp : batch.BaseTimestamp < 0 ? -1 : batch.BaseTimestamp + delta;

    private RecordBatchHeader BatchOf(long offset) => _shown.Find(batch => offset <= batch.LastOffset);

    // False if there is none, or no room for it beside what was handed out already.
    private bool TryOpen(bool isFirst)
    {
        while (_next != _end)
        {
            ReadOnlySpan<byte> bytes = new(_next, RecordBatchHeader.LengthOf(new ReadOnlySpan<byte>(_next, (int)(_end - _next)))!.Value);
            _batch = RecordBatchHeader.Read(bytes);
            if (_batch.IsControl || _batch.LastOffset < Position)
            {
                Position = Math.Max(Position, _batch.LastOffset + 1);
                _next += bytes.Length;
                continue;
            }

            if (!TryDecompress(bytes[RecordBatchHeader.Size..], isFirst))
            {
                return false;
            }

            _next += bytes.Length;
            _shown.Add(_batch);
            if (_record != _recordsEnd)
            {
                return true;
            }

            Position = Math.Max(Position, _batch.LastOffset + 1); // compaction has left nothing of it
        }

        return false;
    }

    private bool TryDecompress(ReadOnlySpan<byte> records, bool isFirst)
    {
        if (_batch.Compression == RecordCompression.None)
        {
            _record = _next + RecordBatchHeader.Size;
            _recordsEnd = _record + records.Length;
            return true;
        }

        if (isFirst)
        {
            _used = 0;
            _room.Discard(LeastRoom);
        }

        int written;
        while ((written = _decompressor.Decompress(_batch.Compression, records, _room.Span[_used..])) < 0)
        {
            if (!isFirst)
            {
                return false;
            }

            _room.Discard(Math.Max(_room.Capacity * 2, records.Length * 2));
        }

        _record = _room.Start + _used;
        _recordsEnd = _record + written;
        _used += written;
        return true;
    }
}

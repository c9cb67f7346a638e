using System.Buffers.Binary;

namespace Ingestion.Fetching;

/// <summary>What a Fetch answer of version 11 says of its one partition.</summary>
/// <param name="Error">Kafka's error code; 0 if there is none.</param>
/// <param name="HighWatermark">Offset behind the last message that can be read.</param>
/// <param name="HasAborted">True if some of the messages belong to aborted transactions; told to those who read committed ones only.</param>
/// <param name="RecordsAt">Where record batches begin, in bytes of the answer.</param>
/// <param name="RecordsLength">Bytes of record batches.</param>
internal readonly record struct FetchResponse(short Error, long HighWatermark, bool HasAborted, int RecordsAt, int RecordsLength)
{
    /// <param name="bytes">The answer without its length.</param>
    /// <param name="correlation">Of the request.</param>
    /// <exception cref="FetchException">It is no such answer.</exception>
    public static FetchResponse Read(ReadOnlySpan<byte> bytes, int correlation)
    {
        Reader reader = new(bytes);
        if (reader.Int32() != correlation)
        {
            throw new FetchException("the broker answers another request");
        }

        _ = reader.Int32(); // throttled so long; the broker waits by itself
        short error = reader.Int16();
        _ = reader.Int32(); // session
        if (reader.Int32() != 1)
        {
            return new FetchResponse(error == 0 ? (short)-1 : error, -1, false, 0, 0);
        }

        reader.Skip(reader.Int16()); // the topic
        if (reader.Int32() != 1)
        {
            throw new FetchException("the broker answers for other partitions");
        }

        _ = reader.Int32();
        short partitionError = reader.Int16();
        long highWatermark = reader.Int64();
        _ = reader.Int64(); // last stable offset
        _ = reader.Int64(); // log start
        int aborted = reader.Int32();
        reader.Skip(Math.Max(aborted, 0) * 2L * sizeof(long));
        _ = reader.Int32(); // replica that the broker would prefer
        int length = Math.Max(reader.Int32(), 0);
        int at = reader.At;
        reader.Skip(length);
        return new FetchResponse(error != 0 ? error : partitionError, highWatermark, aborted > 0, at, length);
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;

        public int At { get; private set; }

        public short Int16() => BinaryPrimitives.ReadInt16BigEndian(Take(sizeof(short)));

        public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));

        public long Int64() => BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long)));

        public void Skip(long count) => Take(count);

        private ReadOnlySpan<byte> Take(long count)
        {
            if (count < 0 || count > _bytes.Length - At)
            {
                throw new FetchException("the broker's answer is cut short");
            }

            ReadOnlySpan<byte> taken = _bytes.Slice(At, (int)count);
            At += (int)count;
            return taken;
        }
    }
}

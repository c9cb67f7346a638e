using System.Buffers.Binary;
using System.Numerics;

namespace Ingestion.Fetching;

/// <summary>The head of a record batch as Kafka stores it since 0.11 (magic 2).</summary>
/// <param name="BaseOffset">Offsets of its records count from here.</param>
/// <param name="LastOffset">The last one it had when it was written; compaction may have taken the record away.</param>
/// <param name="Length">Bytes of the whole batch.</param>
/// <param name="Attributes">Compression, kind of time, transaction.</param>
/// <param name="BaseTimestamp">Times of its records count from here, in epoch milliseconds.</param>
/// <param name="MaxTimestamp">The latest of them, or the time when the batch was appended.</param>
/// <param name="Count">Records.</param>
internal readonly record struct RecordBatchHeader(long BaseOffset, long LastOffset, int Length, short Attributes, long BaseTimestamp, long MaxTimestamp, int Count)
{
    /// <summary>Bytes before the records.</summary>
    public const int Size = 61;

    private const int LengthAt = 8;
    private const int MagicAt = 16;
    private const int ChecksumAt = 17;
    private const int AttributesAt = 21;
    private const int LastOffsetDeltaAt = 23;
    private const int BaseTimestampAt = 27;
    private const int MaxTimestampAt = 35;
    private const int CountAt = 57;

    /// <summary>How the records are compressed.</summary>
    public RecordCompression Compression => (RecordCompression)(Attributes & 7);

    /// <summary>True if all records have the time when the batch was appended.</summary>
    public bool IsTimedByBroker => (Attributes & 8) != 0;

    /// <summary>True if it holds markers of transactions, no messages.</summary>
    public bool IsControl => (Attributes & 32) != 0;

    /// <summary>Bytes of the whole batch that begins here; null if not even that is there.</summary>
    public static int? LengthOf(ReadOnlySpan<byte> bytes) => bytes.Length < LengthAt + sizeof(int)
        ? null
        : LengthAt + sizeof(int) + Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(bytes[LengthAt..]));

    /// <summary>Reads the head of a batch that is whole, without looking at its checksum.</summary>
    /// <exception cref="FetchException">It is none of this format.</exception>
    public static RecordBatchHeader Read(ReadOnlySpan<byte> batch)
    {
        if (batch.Length < Size || batch[MagicAt] != 2)
        {
            throw new FetchException("a record batch is of an older format");
        }

        long baseOffset = BinaryPrimitives.ReadInt64BigEndian(batch);
        return new RecordBatchHeader(
            baseOffset,
            baseOffset + BinaryPrimitives.ReadInt32BigEndian(batch[LastOffsetDeltaAt..]),
            batch.Length,
            BinaryPrimitives.ReadInt16BigEndian(batch[AttributesAt..]),
            BinaryPrimitives.ReadInt64BigEndian(batch[BaseTimestampAt..]),
            BinaryPrimitives.ReadInt64BigEndian(batch[MaxTimestampAt..]),
            BinaryPrimitives.ReadInt32BigEndian(batch[CountAt..]));
    }

    /// <summary>Compares the checksum of a batch that is whole.</summary>
    /// <exception cref="FetchException">A bit has flipped.</exception>
    public static void Check(ReadOnlySpan<byte> batch)
    {
        uint checksum = uint.MaxValue;
        ReadOnlySpan<byte> rest = batch[AttributesAt..];
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
        {
            checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(rest));
        }

        foreach (byte single in rest)
        {
            checksum = BitOperations.Crc32C(checksum, single);
        }

        if (~checksum != BinaryPrimitives.ReadUInt32BigEndian(batch[ChecksumAt..]))
        {
            throw new FetchException($"the record batch at offset {BinaryPrimitives.ReadInt64BigEndian(batch)} does not match its checksum");
        }
    }
}

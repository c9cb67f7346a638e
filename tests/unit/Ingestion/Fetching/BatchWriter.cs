using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using System.Text;
using Ingestion.Fetching;
using K4os.Compression.LZ4;
using Snappier;
using ZstdSharp;

namespace UnitTests.Ingestion.Fetching;

/// <summary>A record as a test writes it.</summary>
internal sealed record WrittenRecord(long Offset, string? Value, string? Key = null, long Timestamp = 1000, params (string Name, string? Value)[] Headers);

/// <summary>Writes record batches as Kafka stores them.</summary>
internal static class BatchWriter
{
    public const short Control = 32;
    public const short TimedByBroker = 8;

    /// <summary>A batch of these records; its last offset is the last record's unless told otherwise.</summary>
    public static byte[] Batch(RecordCompression compression, WrittenRecord[] records, long? baseOffset = null, long? lastOffset = null, short attributes = 0)
    {
        long first = baseOffset ?? records[0].Offset;
        byte[] body = Compressed(compression, Records(records, first));
        byte[] batch = new byte[RecordBatchHeader.Size + body.Length];
        BinaryPrimitives.WriteInt64BigEndian(batch, first);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(8), batch.Length - 12);
        batch[16] = 2;
        BinaryPrimitives.WriteInt16BigEndian(batch.AsSpan(21), (short)(attributes | (short)compression));
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(23), (int)((lastOffset ?? records[^1].Offset) - first));
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(27), 1000);
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(35), records.Select(record => record.Timestamp).DefaultIfEmpty(1000).Max());
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(57), records.Length);
        body.CopyTo(batch.AsSpan(RecordBatchHeader.Size));
        Seal(batch);
        return batch;
    }

    /// <summary>Writes the checksum that the bytes have.</summary>
    public static void Seal(byte[] batch)
    {
        uint checksum = uint.MaxValue;
        foreach (byte single in batch.AsSpan(21))
        {
            checksum = BitOperations.Crc32C(checksum, single);
        }

        BinaryPrimitives.WriteUInt32BigEndian(batch.AsSpan(17), ~checksum);
    }

    /// <summary>The records, not compressed.</summary>
    private static byte[] Records(WrittenRecord[] records, long baseOffset)
    {
        List<byte> all = [];
        foreach (WrittenRecord record in records)
        {
            List<byte> bytes = [0];
            Varint(bytes, record.Timestamp - 1000);
            Varint(bytes, record.Offset - baseOffset);
            Block(bytes, record.Key);
            Block(bytes, record.Value);
            Varint(bytes, record.Headers.Length);
            foreach ((string name, string? value) in record.Headers)
            {
                Block(bytes, name);
                Block(bytes, value);
            }

            Varint(all, bytes.Count);
            all.AddRange(bytes);
        }

        return [.. all];
    }

    private static byte[] Compressed(RecordCompression compression, byte[] bytes) => compression switch
    {
        RecordCompression.Gzip => Gzip(bytes),
        RecordCompression.Snappy => [0x82, .. "SNAPPY\0"u8, 0, 0, 0, 1, 0, 0, 0, 1, .. SnappyBlocks(bytes)],
        RecordCompression.Lz4 => [0x04, 0x22, 0x4D, 0x18, 0x60, 0x40, 0x82, .. Lz4Blocks(bytes), 0, 0, 0, 0],
        RecordCompression.Zstd => new Compressor().Wrap(bytes).ToArray(),
        _ => bytes,
    };

    private static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream written = new();
        using (GZipStream stream = new(written, CompressionLevel.Fastest))
        {
            stream.Write(bytes);
        }

        return written.ToArray();
    }

    private static IEnumerable<byte> SnappyBlocks(byte[] bytes) => bytes.Chunk(32 << 10).SelectMany(chunk =>
    {
        byte[] block = Snappy.CompressToArray(chunk);
        byte[] length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, block.Length);
        return length.Concat(block);
    });

    private static IEnumerable<byte> Lz4Blocks(byte[] bytes) => bytes.Chunk(64 << 10).SelectMany(chunk =>
    {
        byte[] block = new byte[LZ4Codec.MaximumOutputSize(chunk.Length)];
        int count = LZ4Codec.Encode(chunk, block);
        byte[] length = new byte[sizeof(int)];
        bool isStored = count >= chunk.Length;
        BinaryPrimitives.WriteUInt32LittleEndian(length, isStored ? (uint)chunk.Length | 0x8000_0000 : (uint)count);
        return length.Concat(isStored ? chunk : block[..count]);
    });

    private static void Block(List<byte> bytes, string? text)
    {
        byte[]? utf8 = text is null ? null : Encoding.UTF8.GetBytes(text);
        Varint(bytes, utf8?.Length ?? -1);
        bytes.AddRange(utf8 ?? []);
    }

    private static void Varint(List<byte> bytes, long value)
    {
        ulong rest = (ulong)((value << 1) ^ (value >> 63));
        for (; rest >= 0x80; rest >>= 7)
        {
            bytes.Add((byte)(rest | 0x80));
        }

        bytes.Add((byte)rest);
    }
}

using System.Buffers.Binary;
using System.IO.Compression;
using K4os.Compression.LZ4;
using Snappier;
using ZstdSharp;

namespace Ingestion.Fetching;

/// <summary>Decompresses the records of a batch. One thread at a time.</summary>
internal sealed class RecordDecompressor : IDisposable
{
    private const uint Lz4Magic = 0x184D2204;
    private const byte Lz4Independent = 0x20;
    private const byte Lz4BlockChecksum = 0x10;
    private const byte Lz4ContentSize = 0x08;
    private const byte Lz4DictionaryId = 0x01;
    private const int SnappyJavaHeader = 16;

    private static ReadOnlySpan<byte> SnappyJavaMagic => [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0];

    private readonly Lazy<Decompressor> _zstd = new(() => new Decompressor());

    /// <summary>Decompresses all of a batch.</summary>
    /// <param name="compression">How.</param>
    /// <param name="from">Its compressed records.</param>
    /// <param name="to">Room.</param>
    /// <returns>Bytes written; -1 if there is too little room.</returns>
    /// <exception cref="FetchException">The bytes are not what they should be.</exception>
    public int Decompress(RecordCompression compression, ReadOnlySpan<byte> from, Span<byte> to)
    {
        try
        {
            return compression switch
            {
                RecordCompression.Gzip => Gzip(from, to),
                RecordCompression.Snappy => SnappyBlocks(from, to),
                RecordCompression.Lz4 => Lz4Frame(from, to),
                RecordCompression.Zstd => _zstd.Value.TryUnwrap(from, to, out int written) ? written : -1,
                _ => throw new FetchException($"compression {(int)compression} is unknown"),
            };
        }
        catch (Exception exception) when (exception is InvalidDataException or ZstdException or ArgumentException or InvalidOperationException)
        {
            throw new FetchException($"records cannot be decompressed: {exception.Message}");
        }
    }

    public void Dispose()
    {
        if (_zstd.IsValueCreated)
        {
            _zstd.Value.Dispose();
        }
    }

    private static unsafe int Gzip(ReadOnlySpan<byte> from, Span<byte> to)
    {
        fixed (byte* start = from)
        {
            using UnmanagedMemoryStream bytes = new(start, from.Length);
            using GZipStream stream = new(bytes, CompressionMode.Decompress);
            int written = 0;
            while (true)
            {
                if (written == to.Length)
                {
                    return stream.ReadByte() < 0 ? written : -1;
                }

                int count = stream.Read(to[written..]);
                if (count == 0)
                {
                    return written;
                }

                written += count;
            }
        }
    }

    // Java's producer writes blocks with their lengths behind a head of its own; others write one bare block.
    private static int SnappyBlocks(ReadOnlySpan<byte> from, Span<byte> to)
    {
        if (!from.StartsWith(SnappyJavaMagic))
        {
            return SnappyBlock(from, to);
        }

        int written = 0;
        ReadOnlySpan<byte> rest = from[SnappyJavaHeader..];
        while (rest.Length >= sizeof(int))
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(rest);
            ReadOnlySpan<byte> block = Slice(rest, sizeof(int), length);
            int count = SnappyBlock(block, to[written..]);
            if (count < 0)
            {
                return -1;
            }

            written += count;
            rest = rest[(sizeof(int) + length)..];
        }

        return written;
    }

    private static int SnappyBlock(ReadOnlySpan<byte> from, Span<byte> to) => Snappy.GetUncompressedLength(from) > to.Length ? -1 : Snappy.Decompress(from, to);

    private static int Lz4Frame(ReadOnlySpan<byte> from, Span<byte> to)
    {
        if (from.Length < 7 || BinaryPrimitives.ReadUInt32LittleEndian(from) != Lz4Magic || (from[4] & Lz4Independent) == 0)
        {
            throw new FetchException("records are compressed by another kind of LZ4");
        }

        byte flags = from[4];
        int blockBytes = 1 << (8 + (2 * ((from[5] >> 4) & 7)));
        int head = 7 + ((flags & Lz4ContentSize) != 0 ? sizeof(long) : 0) + ((flags & Lz4DictionaryId) != 0 ? sizeof(int) : 0);
        int checksum = (flags & Lz4BlockChecksum) != 0 ? sizeof(int) : 0;
        ReadOnlySpan<byte> rest = Slice(from, head, from.Length - head);
        int written = 0;
        while (rest.Length >= sizeof(int))
        {
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(rest);
            if (size == 0)
            {
                return written;
            }

            bool isStored = (size & 0x8000_0000) != 0;
            ReadOnlySpan<byte> block = Slice(rest, sizeof(int), (int)(size & 0x7FFF_FFFF));
            if (to.Length - written < blockBytes)
            {
                return -1;
            }

            int count = isStored ? Copy(block, to[written..]) : LZ4Codec.Decode(block, to[written..]);
            if (count < 0)
            {
                throw new FetchException("a block of LZ4 is damaged");
            }

            written += count;
            rest = Slice(rest, sizeof(int) + block.Length + checksum, rest.Length - sizeof(int) - block.Length - checksum);
        }

        throw new FetchException("a frame of LZ4 has no end");
    }

    private static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        if (from.Length > to.Length)
        {
            throw new FetchException("a block of LZ4 is longer than its frame allows");
        }

        from.CopyTo(to);
        return from.Length;
    }

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> bytes, int start, int length) => start >= 0 && length >= 0 && start <= bytes.Length - length
        ? bytes.Slice(start, length)
        : throw new FetchException("compressed records are cut short");
}

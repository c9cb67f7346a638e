using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Segments.Encodings;

/// <summary>A block of integers: packed above their smallest, or as runs where those take half the room.</summary>
internal static unsafe class LongBlocks
{
    private const int RunCountBytes = sizeof(long);
    private const int OutlierPaysBits = 2; // one for the bitmap, one for the work

    /// <summary>Chooses how to store a block.</summary>
    /// <param name="values">The block; may be empty.</param>
    /// <param name="outlier">A value that may lie far from the others; null if there is none.</param>
    /// <returns>Its header, without the offset.</returns>
    public static BlockHeader Plan(ReadOnlySpan<long> values, long? outlier)
    {
        if (values.IsEmpty)
        {
            return default;
        }

        (long min, long max) = ValueRange.Of(values);
        int width = BitPacking.WidthOf((ulong)(max - min));
        BlockHeader header = new() { Min = min, Max = max, Count = values.Length, Width = (byte)width };
        bool runsPay = width > 0 && 2 * RunBytes(CountRuns(values), width, values.Length) <= BitPacking.PackedBytes(values.Length, width);
        header.Mode = runsPay ? BlockMode.Runs : BlockMode.Packed;
        if (!runsPay && width > OutlierPaysBits && outlier is { } value && (value == min || value == max)
            && Outlier.TryRangeOfOthers(values, value, out long smallest, out long largest)
            && BitPacking.WidthOf((ulong)(largest - smallest)) is int others && others <= width - OutlierPaysBits)
        {
            (header.Width, header.Flags) = ((byte)others, BlockHeader.OutlierFlag);
        }

        return header;
    }

    /// <summary>The data of a planned block.</summary>
    /// <param name="header">From <see cref="Plan"/>.</param>
    /// <param name="values">The block.</param>
    /// <param name="outlier">As given to <see cref="Plan"/>.</param>
    /// <param name="target">Receives the data.</param>
    public static void Encode(BlockHeader header, ReadOnlySpan<long> values, long? outlier, ArrayBufferWriter<byte> target)
    {
        if (header.HasOutlier)
        {
            EncodeOthers(header, values, outlier!.Value, target);
        }
        else if (header.Mode == BlockMode.Packed)
        {
            Pack(values, header.Min, header.Width, target);
        }
        else
        {
            EncodeRuns(header, values, target);
        }
    }

    private static void EncodeOthers(BlockHeader header, ReadOnlySpan<long> values, long outlier, ArrayBufferWriter<byte> target)
    {
        _ = Outlier.TryRangeOfOthers(values, outlier, out long smallest, out _);
        Outlier.WritePrefix(values, outlier, smallest, target);
        long[] others = values.ToArray();
        others.AsSpan().Replace(outlier, smallest);
        Pack(others, smallest, header.Width, target);
    }

    private static void EncodeRuns(BlockHeader header, ReadOnlySpan<long> values, ArrayBufferWriter<byte> target)
    {
        List<long> starts = [];
        List<long> runs = [];
        for (int i = 0; i < values.Length; i++)
        {
            if (i == 0 || values[i] != values[i - 1])
            {
                starts.Add(i);
                runs.Add(values[i]);
            }
        }

        Unsafe.WriteUnaligned(ref target.GetSpan(RunCountBytes)[0], (long)runs.Count);
        target.Advance(RunCountBytes);
        Pack(CollectionsMarshal.AsSpan(runs), header.Min, header.Width, target);
        Pack(CollectionsMarshal.AsSpan(starts), 0, StartWidth(header.Count), target);
    }

    /// <summary>Appends packed integers.</summary>
    public static void Pack(ReadOnlySpan<long> values, long smallest, int width, ArrayBufferWriter<byte> target)
    {
        int bytes = BitPacking.PackedBytes(values.Length, width);
        if (bytes > 0)
        {
            BitPacking.Pack(values, smallest, width, target.GetSpan(bytes)[..bytes]);
            target.Advance(bytes);
        }
    }

    /// <summary>Bytes a block's integers take in the data section.</summary>
    /// <param name="header">Of mode <see cref="BlockMode.Packed"/> or <see cref="BlockMode.Runs"/>.</param>
    /// <param name="data">The block's data.</param>
    /// <param name="available">Bytes from there to the end of the section.</param>
    /// <returns>More than <paramref name="available"/> if it does not fit.</returns>
    public static long EncodedBytes(BlockHeader header, byte* data, long available)
    {
        if (header.Mode == BlockMode.Packed)
        {
            return BitPacking.PackedBytes(header.Count, header.Width) + (header.HasOutlier ? Outlier.PrefixBytes(header.Count) : 0);
        }

        long runs = available < RunCountBytes ? -1 : Unsafe.ReadUnaligned<long>(data);
        return runs < 1 || runs > header.Count ? long.MaxValue : RunBytes((int)runs, header.Width, header.Count);
    }

    /// <summary>Reads a block.</summary>
    /// <param name="header">Checked when the file was opened.</param>
    /// <param name="data">The block's data.</param>
    /// <param name="values">As long as the block.</param>
    public static void Decode(in BlockHeader header, byte* data, Span<long> values)
    {
        if (header.HasOutlier)
        {
            BitPacking.Unpack(data + Outlier.PrefixBytes(header.Count), header.Width, Outlier.Smallest(data), values);
            Outlier.Restore(data, values);
        }
        else if (header.Mode == BlockMode.Packed)
        {
            BitPacking.Unpack(data, header.Width, header.Min, values);
        }
        else
        {
            DecodeRuns(header, data, values);
        }
    }

    /// <summary>Reads a block of integers that fit 32 bits, without outlier: ids, lengths.</summary>
    public static void Decode(in BlockHeader header, byte* data, Span<int> values)
    {
        if (header.Mode == BlockMode.Packed)
        {
            BitPacking.Unpack(data, header.Width, (int)header.Min, values);
        }
        else
        {
            DecodeRuns(header, data, values);
        }
    }

    private static void DecodeRuns<T>(in BlockHeader header, byte* data, Span<T> values)
        where T : unmanaged, INumber<T>
    {
        int runs = (int)Unsafe.ReadUnaligned<long>(data);
        byte* packed = data + RunCountBytes;
        long[] rented = ArrayPool<long>.Shared.Rent(2 * runs);
        Span<long> numbers = rented.AsSpan(0, runs);
        Span<long> starts = rented.AsSpan(runs, runs);
        BitPacking.Unpack(packed, header.Width, header.Min, numbers);
        BitPacking.Unpack(packed + BitPacking.PackedBytes(runs, header.Width), StartWidth(header.Count), 0, starts);
        for (int run = 0; run < runs; run++)
        {
            int start = (int)starts[run];
            int end = run + 1 < runs ? (int)starts[run + 1] : values.Length;
            values[start..end].Fill(T.CreateTruncating(numbers[run]));
        }

        ArrayPool<long>.Shared.Return(rented);
    }

    private static int CountRuns(ReadOnlySpan<long> values)
    {
        int runs = 1;
        for (int i = 1; i < values.Length; i++)
        {
            runs += values[i] != values[i - 1] ? 1 : 0;
        }

        return runs;
    }

    private static int StartWidth(int count) => BitPacking.WidthOf((ulong)count);

    private static long RunBytes(int runs, int width, int count) =>
        RunCountBytes + BitPacking.PackedBytes(runs, width) + BitPacking.PackedBytes(runs, StartWidth(count));
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Segments.Encodings;

/// <summary>Integers in a fixed number of bits, lowest bits first, value after value without gaps.</summary>
/// <remarks>
/// Layout: docs/segment-format.md, "Packed integers". Widths are 0 (all values equal the base), 1 to <see cref="WidestPacked"/>, or 64.
/// Unpacking reads up to <see cref="SlackBytes"/> beyond the packed bytes: the caller owns that memory, its content does not matter.
/// </remarks>
internal static unsafe class BitPacking
{
    /// <summary>Widest value that lies within eight bytes whatever bit it starts at.</summary>
    public const int WidestPacked = 57;

    /// <summary>Readable bytes that must follow packed ones.</summary>
    public const int SlackBytes = 64;

    private const int WidestInLane = 25; // of 32 bits, when it starts at any of 8 bits

    private static readonly Vector512<byte>[] LongBytes = [.. Enumerable.Range(0, WidestPacked + 1).Select(width => LaneBytes(width, sizeof(long)))];
    private static readonly Vector512<byte>[] IntBytes = [.. Enumerable.Range(0, WidestInLane + 1).Select(width => LaneBytes(width, sizeof(int)))];

    /// <summary>Bits that hold every value from 0 to <paramref name="range"/>.</summary>
    public static int WidthOf(ulong range)
    {
        int bits = 64 - BitOperations.LeadingZeroCount(range);
        return bits > WidestPacked ? 64 : bits;
    }

    /// <summary>Bytes of packed values: whole words.</summary>
    public static int PackedBytes(int count, int width) => (int)((((long)count * width) + 63) / 64 * 8);

    /// <summary>Packs <c>value − smallest</c>.</summary>
    /// <param name="values">None below <paramref name="smallest"/>, none above it by more than the width holds.</param>
    /// <param name="smallest">The base.</param>
    /// <param name="width">Bits of a value.</param>
    /// <param name="packed">Exactly <see cref="PackedBytes"/> long.</param>
    public static void Pack(ReadOnlySpan<long> values, long smallest, int width, Span<byte> packed)
    {
        Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(packed);
        if (width == 0)
        {
            return;
        }

        ulong word = 0;
        int used = 0;
        int next = 0;
        foreach (long value in values)
        {
            ulong bits = (ulong)(value - smallest);
            word |= bits << used;
            used += width;
            if (used >= 64)
            {
                words[next++] = word;
                used -= 64;
                word = used == 0 ? 0 : bits >> (width - used);
            }
        }

        if (used > 0)
        {
            words[next] = word;
        }
    }

    /// <summary>Unpacks <c>values.Length</c> integers and adds the base.</summary>
    public static void Unpack(byte* packed, int width, long smallest, Span<long> values)
    {
        switch (width)
        {
            case 0:
                values.Fill(smallest);
                break;
            case 64:
                UnpackWords(packed, smallest, values);
                break;
            default:
                int done = Avx512Vbmi.IsSupported ? UnpackVectors(packed, width, smallest, values) : 0;
                UnpackScalar(packed, width, smallest, values, done);
                break;
        }
    }

    /// <summary>Unpacks <c>values.Length</c> integers of at most 32 bits and adds the base.</summary>
    public static void Unpack(byte* packed, int width, int smallest, Span<int> values)
    {
        if (width == 0)
        {
            values.Fill(smallest);
            return;
        }

        int done = Avx512Vbmi.IsSupported && width <= WidestInLane ? UnpackVectors(packed, width, smallest, values) : 0;
        UnpackScalar(packed, width, smallest, values, done);
    }

    /// <summary>The plain way, from a given value on; also the twin the vectors are compared with.</summary>
    public static void UnpackScalar<T>(byte* packed, int width, T smallest, Span<T> values, int first)
        where T : unmanaged, IBinaryInteger<T>
    {
        ulong mask = (1UL << width) - 1;
        long bit = (long)first * width;
        for (int i = first; i < values.Length; i++, bit += width)
        {
            ulong word = Unsafe.ReadUnaligned<ulong>(packed + (bit >> 3));
            values[i] = T.CreateTruncating((word >> (int)(bit & 7)) & mask) + smallest;
        }
    }

    private static void UnpackWords(byte* packed, long smallest, Span<long> values)
    {
        ReadOnlySpan<long> words = new(packed, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = words[i] + smallest;
        }
    }

    /// <summary>Eight values a step: they start at a byte and lie within 64, so one permutation brings each into its lane (BitPackingBenchmarks).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // first queries after start would else run it unoptimised, ten times slower
    private static int UnpackVectors(byte* packed, int width, long smallest, Span<long> values)
    {
        Vector512<byte> bytes = LongBytes[width];
        Vector512<ulong> shifts = Vector512<ulong>.Indices * (ulong)width & Vector512.Create(7UL);
        Vector512<ulong> mask = Vector512.Create((1UL << width) - 1);
        Vector512<long> offset = Vector512.Create(smallest);
        ref long target = ref MemoryMarshal.GetReference(values);
        int i = 0;
        for (; i <= values.Length - 8; i += 8, packed += width)
        {
            Vector512<ulong> lanes = Avx512Vbmi.PermuteVar64x8(Vector512.Load(packed), bytes).AsUInt64();
            Vector512<ulong> bits = Avx512F.ShiftRightLogicalVariable(lanes, shifts) & mask;
            (bits.AsInt64() + offset).StoreUnsafe(ref target, (nuint)i);
        }

        return i;
    }

    /// <summary>Sixteen values a step, as above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int UnpackVectors(byte* packed, int width, int smallest, Span<int> values)
    {
        Vector512<byte> bytes = IntBytes[width];
        Vector512<uint> shifts = Vector512<uint>.Indices * (uint)width & Vector512.Create(7U);
        Vector512<uint> mask = Vector512.Create((1U << width) - 1);
        Vector512<int> offset = Vector512.Create(smallest);
        ref int target = ref MemoryMarshal.GetReference(values);
        int i = 0;
        for (; i <= values.Length - 16; i += 16, packed += 2 * width)
        {
            Vector512<uint> lanes = Avx512Vbmi.PermuteVar64x8(Vector512.Load(packed), bytes).AsUInt32();
            Vector512<uint> bits = Avx512F.ShiftRightLogicalVariable(lanes, shifts) & mask;
            (bits.AsInt32() + offset).StoreUnsafe(ref target, (nuint)i);
        }

        return i;
    }

    /// <summary>For each byte of each lane, which of the 64 loaded bytes it is.</summary>
    private static Vector512<byte> LaneBytes(int width, int laneBytes)
    {
        Span<byte> indices = stackalloc byte[64];
        for (int i = 0; i < indices.Length; i++)
        {
            indices[i] = (byte)(((i / laneBytes * width) >> 3) + (i % laneBytes));
        }

        return Vector512.Create<byte>(indices);
    }
}

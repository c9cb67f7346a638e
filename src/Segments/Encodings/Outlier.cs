using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Segments.Encodings;

/// <summary>One value that many rows have and that lies far from all others: the default of missing values, as a rule.</summary>
/// <remarks>
/// Layout: docs/segment-format.md, "Outlier". A block that has one begins with the outlier, the base of the other values and a
/// bit per value; the packed integers of outliers are zero.
/// </remarks>
internal static unsafe class Outlier
{
    private const int FixedBytes = 2 * sizeof(long);

    /// <summary>Bytes before the packed integers of a block of <paramref name="count"/> values.</summary>
    public static int PrefixBytes(int count) => FixedBytes + ((count + 63) / 64 * sizeof(ulong));

    /// <summary>Range of the values that are not the outlier.</summary>
    /// <returns>False if there are none.</returns>
    public static bool TryRangeOfOthers(ReadOnlySpan<long> values, long outlier, out long min, out long max)
    {
        (min, max) = (long.MaxValue, long.MinValue);
        foreach (long value in values)
        {
            min = value != outlier && value < min ? value : min;
            max = value != outlier && value > max ? value : max;
        }

        return min <= max;
    }

    /// <summary>Writes what comes before the packed integers.</summary>
    /// <param name="values">The block; doubles as their bits.</param>
    /// <param name="outlier">Which of them is the outlier.</param>
    /// <param name="smallest">Base of the other packed integers.</param>
    /// <param name="target">Receives the prefix.</param>
    public static void WritePrefix(ReadOnlySpan<long> values, long outlier, long smallest, ArrayBufferWriter<byte> target)
    {
        int bytes = PrefixBytes(values.Length);
        Span<byte> prefix = target.GetSpan(bytes)[..bytes];
        prefix.Clear();
        Unsafe.WriteUnaligned(ref prefix[0], outlier);
        Unsafe.WriteUnaligned(ref prefix[sizeof(long)], smallest);
        for (int i = 0; i < values.Length; i++)
        {
            prefix[FixedBytes + (i / 8)] |= (byte)(values[i] == outlier ? 1 << (i % 8) : 0);
        }

        target.Advance(bytes);
    }

    /// <summary>The base of the packed integers.</summary>
    public static long Smallest(byte* data) => Unsafe.ReadUnaligned<long>(data + sizeof(long));

    /// <summary>Puts the outlier where it belongs.</summary>
    /// <param name="data">The block's data.</param>
    /// <param name="values">The block, all other values in place.</param>
    public static void Restore(byte* data, Span<long> values)
    {
        long outlier = Unsafe.ReadUnaligned<long>(data);
        byte* words = data + FixedBytes;
        for (int first = 0; first < values.Length; first += 64, words += sizeof(ulong))
        {
            for (ulong bits = Unsafe.ReadUnaligned<ulong>(words); bits != 0; bits &= bits - 1)
            {
                values[first + BitOperations.TrailingZeroCount(bits)] = outlier;
            }
        }
    }
}

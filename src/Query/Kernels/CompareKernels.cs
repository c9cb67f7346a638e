using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Query.Kernels;

/// <summary>Predicates over values of one block, into bits (layout of <see cref="MaskKernels"/>).</summary>
internal static class CompareKernels
{
    /// <summary>Bit i tells that <paramref name="low"/> ≤ values[i] ≤ <paramref name="high"/>. NaN is in no range.</summary>
    public static void InRange<T>(ReadOnlySpan<T> values, T low, T high, Span<ulong> mask)
        where T : unmanaged, INumber<T>
    {
        int lanes = Vector512<T>.Count;
        Vector512<T> lows = Vector512.Create(low);
        Vector512<T> highs = Vector512.Create(high);
        ReadOnlySpan<Vector512<T>> groups = MemoryMarshal.Cast<T, Vector512<T>>(values[..(values.Length & ~63)]);
        int perWord = 64 / lanes;
        int word = 0;
        for (int i = 0; i < groups.Length; i += perWord, word++)
        {
            ulong bits = 0;
            for (int k = 0; k < perWord; k++)
            {
                Vector512<T> value = groups[i + k];
                Vector512<T> inside = Vector512.GreaterThanOrEqual(value, lows) & Vector512.LessThanOrEqual(value, highs);
                bits |= inside.ExtractMostSignificantBits() << (k * lanes);
            }

            mask[word] = bits;
        }

        mask[word..].Clear();
        for (int i = word << 6; i < values.Length; i++)
        {
            if (values[i] >= low && values[i] <= high)
            {
                mask[i >> 6] |= 1UL << i;
            }
        }
    }

    /// <summary>Bit i tells that the bit of ids[i] is set in <paramref name="set"/>.</summary>
    public static void InSet(ReadOnlySpan<int> ids, ReadOnlySpan<ulong> set, Span<ulong> mask)
    {
        mask.Clear();
        int i = 0;
        for (; i + 64 <= ids.Length; i += 64)
        {
            ReadOnlySpan<int> group = ids.Slice(i, 64);
            ulong bits = 0;
            for (int k = 0; k < group.Length; k++)
            {
                bits |= ((set[group[k] >> 6] >> group[k]) & 1) << k;
            }

            mask[i >> 6] = bits;
        }

        for (; i < ids.Length; i++)
        {
            mask[i >> 6] |= ((set[ids[i] >> 6] >> ids[i]) & 1) << i;
        }
    }

    /// <summary>Bit i tells that values[i] - <paramref name="first"/> is a set bit of <paramref name="set"/>; values outside it are not in.</summary>
    public static void InSet(ReadOnlySpan<long> values, long first, ReadOnlySpan<ulong> set, Span<ulong> mask)
    {
        mask.Clear();
        ulong bound = (ulong)set.Length << 6;
        for (int i = 0; i < values.Length; i++)
        {
            ulong place = unchecked((ulong)(values[i] - first));
            if (place < bound)
            {
                mask[i >> 6] |= ((set[(int)(place >> 6)] >> (int)place) & 1) << i;
            }
        }
    }
}

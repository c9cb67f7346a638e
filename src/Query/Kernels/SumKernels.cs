using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Query.Kernels;

/// <summary>Sums, bounds and scattered sums over values of one block.</summary>
internal static class SumKernels
{
    /// <summary>Sum of the values; of integers it wraps at 64 bits, of doubles the order of addition is not the order of the values.</summary>
    public static T Sum<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumber<T>
    {
        Vector512<T> low = Vector512<T>.Zero;
        Vector512<T> high = Vector512<T>.Zero;
        ReadOnlySpan<Vector512<T>> groups = MemoryMarshal.Cast<T, Vector512<T>>(values);
        int i = 0;
        for (; i + 1 < groups.Length; i += 2)
        {
            low += groups[i];
            high += groups[i + 1];
        }

        if (i < groups.Length)
        {
            low += groups[i];
        }

        T sum = Vector512.Sum(low + high);
        foreach (T value in values[(groups.Length * Vector512<T>.Count)..])
        {
            sum += value;
        }

        return sum;
    }

    /// <summary>Sum of integers as doubles, each converted first, so that it never wraps.</summary>
    public static double SumAsDouble(ReadOnlySpan<long> values)
    {
        Vector512<double> sums = Vector512<double>.Zero;
        ReadOnlySpan<Vector512<long>> groups = MemoryMarshal.Cast<long, Vector512<long>>(values);
        foreach (Vector512<long> group in groups)
        {
            sums += Vector512.ConvertToDouble(group);
        }

        double sum = Vector512.Sum(sums);
        foreach (long value in values[(groups.Length * Vector512<long>.Count)..])
        {
            sum += value;
        }

        return sum;
    }

    /// <summary>Smallest and largest value; <paramref name="min"/> and <paramref name="max"/> themselves if there is none.</summary>
    public static (long Min, long Max) MinMax(ReadOnlySpan<long> values, long min, long max)
    {
        ReadOnlySpan<Vector512<long>> groups = MemoryMarshal.Cast<long, Vector512<long>>(values);
        Vector512<long> mins = Vector512.Create(min);
        Vector512<long> maxs = Vector512.Create(max);
        foreach (Vector512<long> group in groups)
        {
            mins = Vector512.Min(mins, group);
            maxs = Vector512.Max(maxs, group);
        }

        for (int lane = 0; lane < Vector512<long>.Count; lane++)
        {
            min = Math.Min(min, mins[lane]);
            max = Math.Max(max, maxs[lane]);
        }

        foreach (long value in values[(groups.Length * Vector512<long>.Count)..])
        {
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }

        return (min, max);
    }

    /// <summary>Adds values[i] to sums[groups[i]].</summary>
    public static void AddTo(Span<double> sums, ReadOnlySpan<int> groups, ReadOnlySpan<double> values)
    {
        for (int i = 0; i < groups.Length; i++)
        {
            sums[groups[i]] += values[i];
        }
    }

    /// <summary>Adds values[i] to sums[groups[i]].</summary>
    public static void AddTo(Span<double> sums, ReadOnlySpan<int> groups, ReadOnlySpan<long> values)
    {
        for (int i = 0; i < groups.Length; i++)
        {
            sums[groups[i]] += values[i];
        }
    }

    /// <summary>Adds one to counts[groups[i]].</summary>
    public static void CountInto(Span<long> counts, ReadOnlySpan<int> groups)
    {
        for (int i = 0; i < groups.Length; i++)
        {
            counts[groups[i]]++;
        }
    }
}

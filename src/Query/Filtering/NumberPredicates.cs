using System.Globalization;
using System.Numerics;
using Query.Kernels;

namespace Query.Filtering;

/// <summary>What bounds tell about a predicate.</summary>
internal enum BoundsAnswer
{
    /// <summary>No value within the bounds matches.</summary>
    None,

    /// <summary>Values must be looked at.</summary>
    Some,

    /// <summary>Every value within the bounds matches.</summary>
    All,
}

/// <summary>A test of one value against constants. Immutable; safe for any number of threads. Its text is what stands behind the operand in SQL.</summary>
internal abstract record ValuePredicate
{
    private const int MaxListed = 5;

    protected static string RangeText<T>(T low, T high, T lowest, T highest)
        where T : INumber<T> =>
        low > high ? "matches no value"
        : low == high ? string.Create(CultureInfo.InvariantCulture, $"= {low}")
        : low == lowest ? string.Create(CultureInfo.InvariantCulture, $"<= {high}")
        : high == highest ? string.Create(CultureInfo.InvariantCulture, $">= {low}")
        : string.Create(CultureInfo.InvariantCulture, $"BETWEEN {low} AND {high}");

    protected static string ListText(IEnumerable<string> values, int count) =>
        count == 1 ? $"= {values.First()}" : $"IN ({string.Join(", ", values.Take(MaxListed))}{(count > MaxListed ? $" and {count - MaxListed} more" : "")})";
}

/// <summary>A test of integers, booleans and timestamps.</summary>
internal abstract record LongPredicate : ValuePredicate
{
    /// <summary>Bit i tells that values[i] matches.</summary>
    public abstract void Test(ReadOnlySpan<long> values, Span<ulong> mask);

    public abstract BoundsAnswer Check(long min, long max);
}

/// <summary><paramref name="Low"/> ≤ value ≤ <paramref name="High"/>; nothing if they are the other way round.</summary>
internal sealed record LongRange(long Low, long High) : LongPredicate
{
    public override void Test(ReadOnlySpan<long> values, Span<ulong> mask) => CompareKernels.InRange(values, Low, High, mask);

    public override BoundsAnswer Check(long min, long max) =>
        Low > High || max < Low || min > High ? BoundsAnswer.None : min >= Low && max <= High ? BoundsAnswer.All : BoundsAnswer.Some;

    public override string ToString() => RangeText(Low == int.MinValue ? long.MinValue : Low, High == int.MaxValue ? long.MaxValue : High, long.MinValue, long.MaxValue); // the limits of INT are no bounds
}

/// <summary>The value is one of a list.</summary>
internal sealed record LongSet : LongPredicate
{
    private const long LargestBitmap = 1 << 22;

    private readonly long[] _sorted;
    private readonly HashSet<long> _set;
    private readonly ulong[]? _bits;

    /// <param name="values">At least one, in any order.</param>
    public LongSet(IEnumerable<long> values)
    {
        _set = [.. values];
        _sorted = [.. _set.Order()];
        ulong width = unchecked((ulong)(_sorted[^1] - _sorted[0]));
        if (width < LargestBitmap)
        {
            _bits = new ulong[MaskKernels.Words((int)width + 1)];
            foreach (long value in _sorted)
            {
                int bit = (int)(value - _sorted[0]);
                _bits[bit >> 6] |= 1UL << bit;
            }
        }
    }

    /// <summary>The list in ascending order.</summary>
    public IReadOnlyList<long> Values => _sorted;

    public override void Test(ReadOnlySpan<long> values, Span<ulong> mask)
    {
        if (_bits is not null)
        {
            CompareKernels.InSet(values, _sorted[0], _bits, mask);
            return;
        }

        mask.Clear();
        for (int i = 0; i < values.Length; i++)
        {
            if (_set.Contains(values[i]))
            {
                mask[i >> 6] |= 1UL << i;
            }
        }
    }

    public override BoundsAnswer Check(long min, long max)
    {
        int first = Array.BinarySearch(_sorted, min);
        first = first < 0 ? ~first : first;
        if (first == _sorted.Length || _sorted[first] > max)
        {
            return BoundsAnswer.None;
        }

        return min == max ? BoundsAnswer.All : BoundsAnswer.Some;
    }

    public override string ToString() => ListText(_sorted.Select(value => value.ToString(CultureInfo.InvariantCulture)), _sorted.Length);
}

/// <summary>A test of floating-point numbers.</summary>
internal abstract record DoublePredicate : ValuePredicate
{
    /// <summary>Bit i tells that values[i] matches.</summary>
    public abstract void Test(ReadOnlySpan<double> values, Span<ulong> mask);
}

/// <summary><paramref name="Low"/> ≤ value ≤ <paramref name="High"/>; NaN never is.</summary>
internal sealed record DoubleRange(double Low, double High) : DoublePredicate
{
    public override void Test(ReadOnlySpan<double> values, Span<ulong> mask) => CompareKernels.InRange(values, Low, High, mask);

    public override string ToString() => RangeText(Low, High, double.NegativeInfinity, double.PositiveInfinity);
}

/// <summary>The value is one of a list; NaN equals itself.</summary>
internal sealed record DoubleSet(IReadOnlyList<double> Values) : DoublePredicate
{
    private readonly HashSet<double> _set = [.. Values];

    public override void Test(ReadOnlySpan<double> values, Span<ulong> mask)
    {
        mask.Clear();
        for (int i = 0; i < values.Length; i++)
        {
            if (_set.Contains(values[i]))
            {
                mask[i >> 6] |= 1UL << i;
            }
        }
    }

    public override string ToString() => ListText(Values.Select(value => value.ToString(CultureInfo.InvariantCulture)), Values.Count);
}

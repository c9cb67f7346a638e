using Query.Vectors;
using Segments.Schema;

namespace Query.Aggregates;

/// <summary>How a percentile is taken from the ordered items.</summary>
internal enum PercentileRule
{
    /// <summary>The item at index floor(n * p / 100), the last for 100; without items negative infinity.</summary>
    Item,

    /// <summary>The same item; NaN without items, as digests answer.</summary>
    Digest,

    /// <summary>The same item as a LONG; the smallest LONG without items.</summary>
    Estimate,
}

/// <summary>PERCENTILE and its approximating cousins, exactly: items are kept, or counted where there are few different ones.</summary>
internal sealed class PercentileAccumulator : Accumulator
{
    private const long MostCounters = 1 << 16;

    private readonly double _percentile;
    private readonly PercentileRule _rule;
    private readonly bool _isCounting;
    private readonly long _first;
    private readonly int _width;
    private int[] _counters = [];
    private double[] _values = [];
    private int[] _groups = [];
    private int _count;
    private int _groupCount;

    public PercentileAccumulator(AccumulatorSetup setup, double percentile, PercentileRule rule)
    {
        (_percentile, _rule) = (percentile, rule);
        if (setup.Bounds is { } bounds && unchecked((ulong)(bounds.Max - bounds.Min)) < (ulong)(setup.IsGrouped ? MostCounters >> 4 : MostCounters))
        {
            (_isCounting, _first, _width) = (true, bounds.Min, (int)(bounds.Max - bounds.Min) + 1);
        }
    }

    public override long HeapBytes => (_counters.Length * sizeof(int)) + (_values.Length * sizeof(double)) + (_groups.Length * sizeof(int));

    public override void Reserve(int groups)
    {
        _groupCount = Math.Max(_groupCount, groups);
        if (_isCounting)
        {
            Grow(ref _counters, checked(groups * _width), 0);
        }
    }

    public override void Add(AggregateInput input)
    {
        if (_isCounting)
        {
            Count(input);
            return;
        }

        Fit(_count + input.Count, input.IsGrouped);
        input.Doubles(0).CopyTo(_values.AsSpan(_count));
        if (input.IsGrouped)
        {
            input.Groups.CopyTo(_groups.AsSpan(_count));
        }

        _count += input.Count;
    }

    public override void Merge(Accumulator other, ReadOnlySpan<int> map)
    {
        PercentileAccumulator theirs = (PercentileAccumulator)other;
        if (_isCounting)
        {
            for (int group = 0; group < map.Length; group++)
            {
                Span<int> mine = _counters.AsSpan(map[group] * _width, _width);
                ReadOnlySpan<int> added = theirs._counters.AsSpan(group * _width, _width);
                for (int i = 0; i < mine.Length; i++)
                {
                    mine[i] += added[i];
                }
            }

            return;
        }

        bool grouped = theirs._groups.Length > 0 || _groups.Length > 0;
        Fit(_count + theirs._count, grouped);
        theirs._values.AsSpan(0, theirs._count).CopyTo(_values.AsSpan(_count));
        for (int i = 0; grouped && i < theirs._count; i++)
        {
            _groups[_count + i] = map[theirs._groups[i]];
        }

        _count += theirs._count;
    }

    public override void Finish(ReadOnlySpan<int> groups, Vector result)
    {
        bool isLong = _rule == PercentileRule.Estimate;
        result.Start(isLong ? PhysicalType.Long : PhysicalType.Double, groups.Length);
        int[] starts = _isCounting ? [] : Partition();
        for (int i = 0; i < groups.Length; i++)
        {
            double? value = _isCounting
                ? PickCounted(_counters.AsSpan(groups[i] * _width, _width))
                : Pick(_values.AsSpan(starts[groups[i]], starts[groups[i] + 1] - starts[groups[i]]));
            if (isLong)
            {
                result.Longs[i] = value is null ? long.MinValue : (long)value.Value;
            }
            else
            {
                result.Doubles[i] = value ?? (_rule == PercentileRule.Digest ? double.NaN : double.NegativeInfinity);
            }
        }
    }

    private void Count(AggregateInput input)
    {
        ReadOnlySpan<long> values = input.Longs(0);
        if (!input.IsGrouped)
        {
            foreach (long value in values)
            {
                _counters[value - _first]++;
            }

            return;
        }

        ReadOnlySpan<int> groups = input.Groups;
        for (int i = 0; i < values.Length; i++)
        {
            _counters[(groups[i] * _width) + (int)(values[i] - _first)]++;
        }
    }

    private void Fit(int count, bool grouped)
    {
        if (_values.Length < count)
        {
            Array.Resize(ref _values, Math.Max(count, _values.Length * 2));
        }

        if (grouped && _groups.Length < _values.Length)
        {
            Array.Resize(ref _groups, _values.Length);
        }
    }

    private long Index(long count) => Math.Min((long)(count * _percentile / 100), count - 1);

    private double? PickCounted(ReadOnlySpan<int> counters)
    {
        long total = 0;
        foreach (int counter in counters)
        {
            total += counter;
        }

        if (total == 0)
        {
            return null;
        }

        long left = Index(total);
        int place = 0;
        while (left >= counters[place])
        {
            left -= counters[place++];
        }

        return _first + place;
    }

    private double? Pick(Span<double> values) => values.IsEmpty ? null : Selection.Nth(values, (int)Index(values.Length));

    /// <summary>Brings the items of each group together.</summary>
    /// <returns>Where each group starts; one more than groups.</returns>
    private int[] Partition()
    {
        int[] starts = new int[_groupCount + 1];
        if (_groups.Length == 0)
        {
            starts.AsSpan(1).Fill(_count);
            return starts;
        }

        for (int i = 0; i < _count; i++)
        {
            starts[_groups[i] + 1]++;
        }

        for (int group = 0; group < _groupCount; group++)
        {
            starts[group + 1] += starts[group];
        }

        double[] ordered = new double[_count];
        int[] sorted = new int[_count];
        int[] next = [.. starts];
        for (int i = 0; i < _count; i++)
        {
            int place = next[_groups[i]]++;
            (ordered[place], sorted[place]) = (_values[i], _groups[i]);
        }

        (_values, _groups) = (ordered, sorted);
        return starts;
    }
}

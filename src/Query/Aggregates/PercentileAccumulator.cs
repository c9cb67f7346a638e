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
    private const int SmallestChunk = 64;
    private const int LargestChunk = 1 << 16;
    private const int ParallelItems = 100_000;

    private readonly double _percentile;
    private readonly PercentileRule _rule;
    private readonly bool _isCounting;
    private readonly long _first;
    private readonly int _width;
    private int[] _counters = [];
    private readonly List<Chunk> _chunks = [];
    private int _groupCount;

    public PercentileAccumulator(AccumulatorSetup setup, double percentile, PercentileRule rule)
    {
        (_percentile, _rule) = (percentile, rule);
        if (setup.Bounds is { } bounds && unchecked((ulong)(bounds.Max - bounds.Min)) < (ulong)(setup.IsGrouped ? MostCounters >> 4 : MostCounters))
        {
            (_isCounting, _first, _width) = (true, bounds.Min, (int)(bounds.Max - bounds.Min) + 1);
        }
    }

    public override long HeapBytes => (_counters.Length * sizeof(int)) + _chunks.Sum(chunk => chunk.Values.Length * 12L);

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

        ReadOnlySpan<double> values = input.Doubles(0);
        while (!values.IsEmpty)
        {
            Chunk chunk = WithRoom(input.IsGrouped);
            int count = Math.Min(values.Length, chunk.Values.Length - chunk.Count);
            values[..count].CopyTo(chunk.Values.AsSpan(chunk.Count));
            if (input.IsGrouped)
            {
                input.Groups.Slice(input.Count - values.Length, count).CopyTo(chunk.Groups.AsSpan(chunk.Count));
            }

            chunk.Count += count;
            values = values[count..];
        }
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

        foreach (Chunk chunk in theirs._chunks)
        {
            for (int i = 0; i < chunk.Groups.Length && i < chunk.Count; i++)
            {
                chunk.Groups[i] = map[chunk.Groups[i]];
            }

            _chunks.Add(chunk);
        }
    }

    public override void Finish(ReadOnlySpan<int> groups, Vector result)
    {
        bool isLong = _rule == PercentileRule.Estimate;
        result.Start(isLong ? PhysicalType.Long : PhysicalType.Double, groups.Length);
        double?[] picked = new double?[groups.Length];
        if (_isCounting)
        {
            for (int i = 0; i < picked.Length; i++)
            {
                picked[i] = PickCounted(_counters.AsSpan(groups[i] * _width, _width));
            }
        }
        else
        {
            PickAll(groups.ToArray(), picked);
        }

        for (int i = 0; i < picked.Length; i++)
        {
            if (isLong)
            {
                result.Longs[i] = picked[i] is { } value ? (long)value : long.MinValue;
            }
            else
            {
                result.Doubles[i] = picked[i] ?? (_rule == PercentileRule.Digest ? double.NaN : double.NegativeInfinity);
            }
        }
    }

    private void PickAll(int[] groups, double?[] picked)
    {
        double[] ordered = Partition(out int[] starts);
        if (ordered.Length < ParallelItems)
        {
            for (int i = 0; i < groups.Length; i++)
            {
                Pick(i);
            }
        }
        else
        {
            Parallel.For(0, groups.Length, Pick);
        }

        void Pick(int i)
        {
            Span<double> items = ordered.AsSpan(starts[groups[i]], starts[groups[i] + 1] - starts[groups[i]]);
            picked[i] = items.IsEmpty ? null : Selection.Nth(items, (int)Index(items.Length));
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

    private Chunk WithRoom(bool isGrouped)
    {
        if (_chunks.Count == 0 || _chunks[^1].Count == _chunks[^1].Values.Length)
        {
            int size = _chunks.Count == 0 ? SmallestChunk : Math.Min(_chunks[^1].Values.Length * 2, LargestChunk);
            _chunks.Add(new Chunk(new double[size], isGrouped ? new int[size] : []));
        }

        return _chunks[^1];
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

    /// <summary>Brings the items of each group together.</summary>
    private double[] Partition(out int[] starts)
    {
        starts = new int[_groupCount + 1];
        foreach (Chunk chunk in _chunks)
        {
            for (int i = 0; i < chunk.Count; i++)
            {
                starts[chunk.GroupAt(i) + 1]++;
            }
        }

        for (int group = 0; group < _groupCount; group++)
        {
            starts[group + 1] += starts[group];
        }

        double[] ordered = new double[starts[^1]];
        int[] next = [.. starts];
        foreach (Chunk chunk in _chunks)
        {
            for (int i = 0; i < chunk.Count; i++)
            {
                ordered[next[chunk.GroupAt(i)]++] = chunk.Values[i];
            }
        }

        return ordered;
    }

    /// <summary>Items and the group of each; no groups if all are in group 0.</summary>
    private sealed class Chunk(double[] values, int[] groups)
    {
        public double[] Values { get; } = values;

        public int[] Groups { get; } = groups;

        public int Count { get; set; }

        public int GroupAt(int item) => Groups.Length == 0 ? 0 : Groups[item];
    }
}

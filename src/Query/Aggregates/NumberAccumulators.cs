using Query.Kernels;
using Query.Vectors;
using Segments.Schema;

namespace Query.Aggregates;

/// <summary>COUNT: items.</summary>
internal sealed class CountAccumulator : Accumulator
{
    private long[] _counts = [];

    public override void Reserve(int groups) => Grow(ref _counts, groups, 0);

    public override void Add(AggregateInput input)
    {
        if (input.IsGrouped)
        {
            SumKernels.CountInto(_counts, input.Groups);
        }
        else
        {
            _counts[0] += input.Count;
        }
    }

    /// <summary>Counts rows nobody looked at.</summary>
    public void AddRows(long rows) => _counts[0] += rows;

    public override void Merge(Accumulator other, ReadOnlySpan<int> map)
    {
        long[] theirs = ((CountAccumulator)other)._counts;
        for (int group = 0; group < map.Length; group++)
        {
            _counts[map[group]] += theirs[group];
        }
    }

    public override void Finish(ReadOnlySpan<int> groups, Vector result)
    {
        result.Start(PhysicalType.Long, groups.Length);
        GatherKernels.Gather(_counts, groups, result.Longs);
    }
}

/// <summary>SUM, in double precision.</summary>
internal sealed class SumAccumulator(AccumulatorSetup setup) : Accumulator
{
    // Sums of a block of values below this cannot wrap.
    private const long LargestSafe = 1L << 50;

    private readonly bool _isSafe = setup.Arguments[0].Type is DataType.Int or DataType.Boolean
        || setup.Bounds is { Min: > -LargestSafe, Max: < LargestSafe };

    private double[] _sums = [];

    public override void Reserve(int groups) => Grow(ref _sums, groups, 0);

    public override void Add(AggregateInput input)
    {
        if (input.Arguments[0].Form == PhysicalType.Long)
        {
            AddLongs(input, input.Longs(0));
            return;
        }

        ReadOnlySpan<double> values = input.Doubles(0);
        if (input.IsGrouped)
        {
            SumKernels.AddTo(_sums, input.Groups, values);
        }
        else
        {
            _sums[0] += SumKernels.Sum(values);
        }
    }

    public override void Merge(Accumulator other, ReadOnlySpan<int> map) =>
        SumKernels.AddTo(_sums, map, ((SumAccumulator)other)._sums.AsSpan(0, map.Length));

    public override void Finish(ReadOnlySpan<int> groups, Vector result)
    {
        result.Start(PhysicalType.Double, groups.Length);
        GatherKernels.Gather(_sums, groups, result.Doubles);
    }

    /// <summary>Adds a sum known without reading.</summary>
    public void AddKnown(double sum) => _sums[0] += sum;

    private void AddLongs(AggregateInput input, ReadOnlySpan<long> values)
    {
        if (input.IsGrouped)
        {
            SumKernels.AddTo(_sums, input.Groups, values);
        }
        else
        {
            _sums[0] += _isSafe ? SumKernels.Sum(values) : SumKernels.SumAsDouble(values);
        }
    }
}

/// <summary>SUMINT, SUMLONG: 64-bit sums.</summary>
internal sealed class LongSumAccumulator : Accumulator
{
    private long[] _sums = [];

    public override void Reserve(int groups) => Grow(ref _sums, groups, 0);

    public override void Add(AggregateInput input)
    {
        ReadOnlySpan<long> values = input.Longs(0);
        if (!input.IsGrouped)
        {
            _sums[0] += SumKernels.Sum(values);
            return;
        }

        for (int i = 0; i < values.Length; i++)
        {
            _sums[input.Groups[i]] += values[i];
        }
    }

    public override void Merge(Accumulator other, ReadOnlySpan<int> map)
    {
        long[] theirs = ((LongSumAccumulator)other)._sums;
        for (int group = 0; group < map.Length; group++)
        {
            _sums[map[group]] += theirs[group];
        }
    }

    public override void Finish(ReadOnlySpan<int> groups, Vector result)
    {
        result.Start(PhysicalType.Long, groups.Length);
        GatherKernels.Gather(_sums, groups, result.Longs);
    }
}

/// <summary>AVG: sum and count.</summary>
internal sealed class AverageAccumulator(AccumulatorSetup setup) : Accumulator
{
    private readonly SumAccumulator _sum = new(setup);
    private readonly CountAccumulator _count = new();
    private readonly Vector _counts = new();

    public override void Reserve(int groups)
    {
        _sum.Reserve(groups);
        _count.Reserve(groups);
    }

    public override void Add(AggregateInput input)
    {
        _sum.Add(input);
        _count.Add(input);
    }

    /// <summary>Adds rows whose sum is known without reading.</summary>
    public void AddKnown(double sum, long rows)
    {
        _sum.AddKnown(sum);
        _count.AddRows(rows);
    }

    public override void Merge(Accumulator other, ReadOnlySpan<int> map)
    {
        AverageAccumulator theirs = (AverageAccumulator)other;
        _sum.Merge(theirs._sum, map);
        _count.Merge(theirs._count, map);
    }

    public override void Finish(ReadOnlySpan<int> groups, Vector result)
    {
        _sum.Finish(groups, result);
        _count.Finish(groups, _counts);
        for (int i = 0; i < groups.Length; i++)
        {
            result.Doubles[i] = _counts.Longs[i] == 0 ? double.NegativeInfinity : result.Doubles[i] / _counts.Longs[i];
        }
    }
}

/// <summary>Which bound of the items is wanted.</summary>
internal enum Bound
{
    Min,
    Max,
    Range,
}

/// <summary>MIN, MAX, MINMAXRANGE: in double precision, NaN aside.</summary>
internal sealed class BoundAccumulator(Bound bound) : Accumulator
{
    private double[] _mins = [];
    private double[] _maxs = [];

    public override void Reserve(int groups)
    {
        Grow(ref _mins, groups, double.PositiveInfinity);
        Grow(ref _maxs, groups, double.NegativeInfinity);
    }

    public override void Add(AggregateInput input)
    {
        if (!input.IsGrouped && input.Arguments[0].Form == PhysicalType.Long && input.Count > 0)
        {
            (long min, long max) = SumKernels.MinMax(input.Longs(0), long.MaxValue, long.MinValue);
            AddKnown(min, max);
            return;
        }

        ReadOnlySpan<double> values = input.Doubles(0);
        ReadOnlySpan<int> groups = input.IsGrouped ? input.Groups : default;
        for (int i = 0; i < values.Length; i++)
        {
            int group = groups.IsEmpty ? 0 : groups[i];
            double value = values[i];
            if (value < _mins[group])
            {
                _mins[group] = value;
            }

            if (value > _maxs[group])
            {
                _maxs[group] = value;
            }
        }
    }

    /// <summary>Adds bounds known without reading.</summary>
    public void AddKnown(double min, double max) => (_mins[0], _maxs[0]) = (Math.Min(_mins[0], min), Math.Max(_maxs[0], max));

    public override void Merge(Accumulator other, ReadOnlySpan<int> map)
    {
        BoundAccumulator theirs = (BoundAccumulator)other;
        for (int group = 0; group < map.Length; group++)
        {
            int mine = map[group];
            (_mins[mine], _maxs[mine]) = (Math.Min(_mins[mine], theirs._mins[group]), Math.Max(_maxs[mine], theirs._maxs[group]));
        }
    }

    public override void Finish(ReadOnlySpan<int> groups, Vector result)
    {
        result.Start(PhysicalType.Double, groups.Length);
        for (int i = 0; i < groups.Length; i++)
        {
            result.Doubles[i] = bound switch
            {
                Bound.Min => _mins[groups[i]],
                Bound.Max => _maxs[groups[i]],
                _ => _maxs[groups[i]] - _mins[groups[i]],
            };
        }
    }
}

/// <summary>MINLONG, MAXLONG: exact bounds of integers.</summary>
internal sealed class LongBoundAccumulator(Bound bound) : Accumulator
{
    private long[] _values = [];

    private long Empty => bound == Bound.Min ? long.MaxValue : long.MinValue;

    public override void Reserve(int groups) => Grow(ref _values, groups, Empty);

    public override void Add(AggregateInput input)
    {
        ReadOnlySpan<long> values = input.Longs(0);
        for (int i = 0; i < values.Length; i++)
        {
            Take(input.IsGrouped ? input.Groups[i] : 0, values[i]);
        }
    }

    public override void Merge(Accumulator other, ReadOnlySpan<int> map)
    {
        for (int group = 0; group < map.Length; group++)
        {
            Take(map[group], ((LongBoundAccumulator)other)._values[group]);
        }
    }

    public override void Finish(ReadOnlySpan<int> groups, Vector result)
    {
        result.Start(PhysicalType.Long, groups.Length);
        GatherKernels.Gather(_values, groups, result.Longs);
    }

    private void Take(int group, long value) =>
        _values[group] = bound == Bound.Min ? Math.Min(_values[group], value) : Math.Max(_values[group], value);
}

/// <summary>BOOL_AND, BOOL_OR.</summary>
internal sealed class BooleanAccumulator(bool isAnd) : Accumulator
{
    private bool[] _values = [];

    public override void Reserve(int groups) => Grow(ref _values, groups, isAnd);

    public override void Add(AggregateInput input)
    {
        ReadOnlySpan<long> values = input.Longs(0);
        for (int i = 0; i < values.Length; i++)
        {
            Take(input.IsGrouped ? input.Groups[i] : 0, values[i] != 0);
        }
    }

    public override void Merge(Accumulator other, ReadOnlySpan<int> map)
    {
        for (int group = 0; group < map.Length; group++)
        {
            Take(map[group], ((BooleanAccumulator)other)._values[group]);
        }
    }

    public override void Finish(ReadOnlySpan<int> groups, Vector result)
    {
        result.Start(PhysicalType.Long, groups.Length);
        for (int i = 0; i < groups.Length; i++)
        {
            result.Longs[i] = _values[groups[i]] ? 1 : 0;
        }
    }

    private void Take(int group, bool value) => _values[group] = isAnd ? _values[group] & value : _values[group] | value;
}

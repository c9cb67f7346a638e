using System.Text;
using Query.Vectors;
using Segments.Columns;
using Segments.Schema;

namespace Query.Aggregates;

/// <summary>FIRSTWITHTIME, LASTWITHTIME: the value at the least or greatest time.</summary>
internal sealed class WithTimeAccumulator(SqlType type, bool isLast) : Accumulator
{
    private long[] _times = [];
    private bool[] _any = [];
    private long[] _longs = [];
    private double[] _doubles = [];
    private readonly ByteArena _output = new();
    private byte[][] _texts = [];

    public override void Reserve(int groups)
    {
        Grow(ref _times, groups, 0);
        Grow(ref _any, groups, false);
        Grow(ref _longs, groups, type.Type switch { DataType.Int => int.MinValue, DataType.Boolean => 0, _ => long.MinValue });
        Grow(ref _doubles, groups, double.NaN);
        Grow(ref _texts, groups, []);
    }

    public override void Add(AggregateInput input)
    {
        Vector values = input.Arguments[0];
        Vector times = input.Arguments[1];
        for (int i = 0; i < input.Count; i++)
        {
            int group = input.IsGrouped ? input.Groups[i] : 0;
            long time = times.Form == PhysicalType.Long ? times.Longs[i] : Ordered(times.Doubles[i]);
            if (IsBetter(group, time))
            {
                (_any[group], _times[group]) = (true, time);
                Keep(group, values, i);
            }
        }
    }

    public override void Merge(Accumulator other, ReadOnlySpan<int> map)
    {
        WithTimeAccumulator theirs = (WithTimeAccumulator)other;
        for (int group = 0; group < map.Length; group++)
        {
            int mine = map[group];
            if (theirs._any[group] && IsBetter(mine, theirs._times[group]))
            {
                (_any[mine], _times[mine]) = (true, theirs._times[group]);
                (_longs[mine], _doubles[mine], _texts[mine]) = (theirs._longs[group], theirs._doubles[group], theirs._texts[group]);
            }
        }
    }

    public override void Finish(ReadOnlySpan<int> groups, Vector result)
    {
        _output.Clear();
        result.Start(type.Physical, groups.Length);
        for (int i = 0; i < groups.Length; i++)
        {
            switch (type.Physical)
            {
                case PhysicalType.Long:
                    result.Longs[i] = _longs[groups[i]];
                    break;
                case PhysicalType.Double:
                    result.Doubles[i] = _doubles[groups[i]];
                    break;
                default:
                    result.Texts[i] = _output.Add(_texts[groups[i]]);
                    break;
            }
        }
    }

    // Bits of doubles as integers of the same order.
    private static long Ordered(double time)
    {
        long bits = BitConverter.DoubleToInt64Bits(time);
        return bits ^ ((bits >> 63) & long.MaxValue);
    }

    private bool IsBetter(int group, long time) => !_any[group] || (isLast ? time >= _times[group] : time < _times[group]);

    private void Keep(int group, Vector values, int place)
    {
        switch (values.Form)
        {
            case PhysicalType.Long:
                (_longs[group], _doubles[group]) = (values.Longs[place], values.Longs[place]);
                break;
            case PhysicalType.Double:
                (_doubles[group], _longs[group]) = (values.Doubles[place], Query.Values.JavaNumbers.ToLong(values.Doubles[place]));
                break;
            default:
                _texts[group] = values.Texts[place].Span.ToArray();
                break;
        }
    }
}

/// <summary>MINSTRING, MAXSTRING.</summary>
internal sealed class TextBoundAccumulator(bool isMax) : Accumulator
{
    private readonly ByteArena _output = new();
    private byte[]?[] _values = [];

    public override void Reserve(int groups) => Grow(ref _values, groups, null);

    public override void Add(AggregateInput input)
    {
        ReadOnlySpan<Utf8Slice> texts = input.Texts(0);
        for (int i = 0; i < texts.Length; i++)
        {
            Take(input.IsGrouped ? input.Groups[i] : 0, texts[i].Span);
        }
    }

    public override void Merge(Accumulator other, ReadOnlySpan<int> map)
    {
        for (int group = 0; group < map.Length; group++)
        {
            if (((TextBoundAccumulator)other)._values[group] is { } value)
            {
                Take(map[group], value);
            }
        }
    }

    public override void Finish(ReadOnlySpan<int> groups, Vector result)
    {
        _output.Clear();
        result.Start(PhysicalType.Bytes, groups.Length);
        for (int i = 0; i < groups.Length; i++)
        {
            result.Texts[i] = _values[groups[i]] is { } value ? _output.Add(value) : default;
            if (_values[groups[i]] is null)
            {
                result.SetNull(i);
            }
        }
    }

    private void Take(int group, ReadOnlySpan<byte> value)
    {
        byte[]? kept = _values[group];
        if (kept is null || (isMax ? value.SequenceCompareTo(kept) > 0 : value.SequenceCompareTo(kept) < 0))
        {
            _values[group] = value.ToArray();
        }
    }
}

/// <summary>HISTOGRAM: how many items lie in each bin; the last bin is closed.</summary>
internal sealed class HistogramAccumulator(double[] edges) : Accumulator
{
    private readonly int _bins = edges.Length - 1;
    private double[] _counts = [];

    public override void Reserve(int groups) => Grow(ref _counts, groups * _bins, 0);

    public override void Add(AggregateInput input)
    {
        ReadOnlySpan<double> values = input.Doubles(0);
        for (int i = 0; i < values.Length; i++)
        {
            int bin = Array.BinarySearch(edges, values[i]);
            bin = bin >= 0 ? Math.Min(bin, _bins - 1) : ~bin - 1;
            if (values[i] >= edges[0] && values[i] <= edges[^1])
            {
                _counts[((input.IsGrouped ? input.Groups[i] : 0) * _bins) + bin]++;
            }
        }
    }

    public override void Merge(Accumulator other, ReadOnlySpan<int> map)
    {
        for (int group = 0; group < map.Length; group++)
        {
            for (int bin = 0; bin < _bins; bin++)
            {
                _counts[(map[group] * _bins) + bin] += ((HistogramAccumulator)other)._counts[(group * _bins) + bin];
            }
        }
    }

    public override void Finish(ReadOnlySpan<int> groups, Vector result)
    {
        result.StartLists(PhysicalType.Double, groups.Length);
        result.Reserve(groups.Length * _bins);
        for (int i = 0; i < groups.Length; i++)
        {
            _counts.AsSpan(groups[i] * _bins, _bins).CopyTo(result.Doubles.AsSpan(i * _bins));
            result.Offsets[i + 1] = (i + 1) * _bins;
        }
    }
}

/// <summary>SUMPRECISION: exact decimal sum as text.</summary>
internal sealed class DecimalSumAccumulator(SqlType argument) : Accumulator
{
    private readonly ByteArena _output = new();
    private Values.BigDecimal[] _sums = [];

    public override void Reserve(int groups) => Grow(ref _sums, groups, Values.BigDecimal.Zero);

    public override void Add(AggregateInput input)
    {
        for (int i = 0; i < input.Count; i++)
        {
            string text = Binding.Literals.Text(argument.Type == DataType.Boolean ? DataType.Long : argument.Type, input.Arguments[0], i);
            int group = input.IsGrouped ? input.Groups[i] : 0;
            _sums[group] += Values.BigDecimal.TryParse(text, out Values.BigDecimal value)
                ? value
                : throw QueryException.Failed($"SUMPRECISION met '{text}', which is no number");
        }
    }

    public override void Merge(Accumulator other, ReadOnlySpan<int> map)
    {
        for (int group = 0; group < map.Length; group++)
        {
            _sums[map[group]] += ((DecimalSumAccumulator)other)._sums[group];
        }
    }

    public override void Finish(ReadOnlySpan<int> groups, Vector result)
    {
        _output.Clear();
        result.Start(PhysicalType.Bytes, groups.Length);
        for (int i = 0; i < groups.Length; i++)
        {
            result.Texts[i] = _output.Add(Encoding.UTF8.GetBytes(_sums[groups[i]].ToString()));
        }
    }
}

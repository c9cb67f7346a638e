using Query.Grouping;
using Query.Kernels;
using Query.Vectors;
using Segments.Schema;

namespace Query.Aggregates;

/// <summary>What is made of the distinct values.</summary>
internal enum DistinctResult
{
    Count,
    Sum,
    Average,
}

/// <summary>DISTINCTCOUNT, DISTINCTSUM, DISTINCTAVG: distinct values as codes, exactly.</summary>
internal sealed class DistinctAccumulator(AccumulatorSetup setup, DistinctResult wanted, PhysicalType resultForm) : Accumulator
{
    private readonly KeyEncoder _encoder = setup.Encoder!;
    private readonly LongInterner _pairs = new();
    private ulong[] _seen = [];
    private int _groups;

    public override long HeapBytes => _pairs.HeapBytes + (_seen.Length * sizeof(ulong));

    public override void Reserve(int groups) => _groups = Math.Max(_groups, groups);

    public override void Add(AggregateInput input)
    {
        ReadOnlySpan<int> codes = input.Codes;
        if (input.IsGrouped)
        {
            ReadOnlySpan<int> groups = input.Groups;
            for (int i = 0; i < codes.Length; i++)
            {
                _pairs.Intern(Pair(groups[i], codes[i]));
            }

            return;
        }

        AddCodes(codes);
    }

    /// <summary>Takes in values without groups by their codes.</summary>
    public void AddCodes(ReadOnlySpan<int> codes)
    {
        FitSeen(_encoder.Count);
        foreach (int code in codes)
        {
            _seen[code >> 6] |= 1UL << code;
        }
    }

    public override void Merge(Accumulator other, ReadOnlySpan<int> map)
    {
        DistinctAccumulator theirs = (DistinctAccumulator)other;
        int[] codes = _encoder.Merge(theirs._encoder);
        FitSeen(_encoder.Count);
        for (int code = 0; code < codes.Length && code >> 6 < theirs._seen.Length; code++)
        {
            if (((theirs._seen[code >> 6] >> code) & 1) != 0)
            {
                _seen[codes[code] >> 6] |= 1UL << codes[code];
            }
        }

        foreach (long pair in theirs._pairs.Values)
        {
            _pairs.Intern(Pair(map[(int)(pair >> 32)], codes[(int)pair]));
        }
    }

    public override void Finish(ReadOnlySpan<int> groups, Vector result)
    {
        double[] counts = new double[Math.Max(_groups, 1)];
        double[] sums = new double[counts.Length];
        if (wanted == DistinctResult.Count)
        {
            counts[0] = MaskKernels.Count(_seen);
            foreach (long pair in _pairs.Values)
            {
                counts[pair >> 32]++;
            }
        }
        else
        {
            SumValues(counts, sums);
        }

        result.Start(resultForm, groups.Length);
        for (int i = 0; i < groups.Length; i++)
        {
            int group = groups[i];
            double value = wanted switch
            {
                DistinctResult.Count => counts[group],
                DistinctResult.Sum => sums[group],
                _ => sums[group] / counts[group],
            };
            if (resultForm == PhysicalType.Long)
            {
                result.Longs[i] = (long)value;
            }
            else
            {
                result.Doubles[i] = value;
            }
        }
    }

    private static long Pair(int group, int code) => ((long)group << 32) | (uint)code;

    private void SumValues(double[] counts, double[] sums)
    {
        int[] all = [.. Enumerable.Range(0, _encoder.Count)];
        Vector values = new();
        _encoder.Decode(all, values);
        for (int code = 0; code < all.Length && code >> 6 < _seen.Length; code++)
        {
            if (((_seen[code >> 6] >> code) & 1) != 0)
            {
                counts[0]++;
                sums[0] += values.NumberAt(code);
            }
        }

        foreach (long pair in _pairs.Values)
        {
            counts[pair >> 32]++;
            sums[pair >> 32] += values.NumberAt((int)pair);
        }
    }

    private void FitSeen(int codes)
    {
        if (_seen.Length < MaskKernels.Words(codes))
        {
            Array.Resize(ref _seen, Math.Max(MaskKernels.Words(codes), _seen.Length * 2));
        }
    }
}

/// <summary>How MODE decides between values that are equally frequent.</summary>
internal enum TieRule
{
    Min,
    Max,
    Average,
}

/// <summary>MODE: the most frequent value.</summary>
internal sealed class ModeAccumulator(AccumulatorSetup setup, TieRule ties) : Accumulator
{
    private readonly KeyEncoder _encoder = setup.Encoder!;
    private readonly LongInterner _pairs = new();
    private long[] _counts = new long[256];
    private int _groups;

    public override long HeapBytes => _pairs.HeapBytes + (_counts.Length * sizeof(long));

    public override void Reserve(int groups) => _groups = Math.Max(_groups, groups);

    public override void Add(AggregateInput input)
    {
        for (int i = 0; i < input.Count; i++)
        {
            Take(input.IsGrouped ? input.Groups[i] : 0, input.Codes[i], 1);
        }
    }

    public override void Merge(Accumulator other, ReadOnlySpan<int> map)
    {
        ModeAccumulator theirs = (ModeAccumulator)other;
        int[] codes = _encoder.Merge(theirs._encoder);
        ReadOnlySpan<long> pairs = theirs._pairs.Values;
        for (int i = 0; i < pairs.Length; i++)
        {
            Take(map[(int)(pairs[i] >> 32)], codes[(int)pairs[i]], theirs._counts[i]);
        }
    }

    public override void Finish(ReadOnlySpan<int> groups, Vector result)
    {
        Vector values = new();
        _encoder.Decode([.. Enumerable.Range(0, _encoder.Count)], values);
        long[] best = new long[Math.Max(_groups, 1)];
        double[] modes = new double[best.Length];
        int[] tied = new int[best.Length];
        ReadOnlySpan<long> pairs = _pairs.Values;
        for (int i = 0; i < pairs.Length; i++)
        {
            int group = (int)(pairs[i] >> 32);
            double value = values.NumberAt((int)pairs[i]);
            if (_counts[i] > best[group])
            {
                (best[group], modes[group], tied[group]) = (_counts[i], value, 1);
            }
            else if (_counts[i] == best[group])
            {
                tied[group]++;
                modes[group] = ties switch
                {
                    TieRule.Min => Math.Min(modes[group], value),
                    TieRule.Max => Math.Max(modes[group], value),
                    _ => modes[group] + value,
                };
            }
        }

        result.Start(PhysicalType.Double, groups.Length);
        for (int i = 0; i < groups.Length; i++)
        {
            int group = groups[i];
            result.Doubles[i] = best[group] == 0 ? double.NegativeInfinity
                : ties == TieRule.Average ? modes[group] / tied[group] : modes[group];
        }
    }

    private void Take(int group, int code, long count)
    {
        int place = _pairs.Intern(((long)group << 32) | (uint)code);
        Grow(ref _counts, place + 1, 0);
        _counts[place] += count;
    }
}

using Query.Vectors;

namespace Query.Aggregates;

/// <summary>Makes groups without items NULL, for queries in which NULL is NULL.</summary>
internal sealed class NullWhenEmptyAccumulator(Accumulator inner) : Accumulator
{
    private bool[] _any = [];

    public override long HeapBytes => inner.HeapBytes;

    public override void Reserve(int groups)
    {
        inner.Reserve(groups);
        Grow(ref _any, groups, false);
    }

    public override void Add(AggregateInput input)
    {
        inner.Add(input);
        if (!input.IsGrouped)
        {
            _any[0] |= input.Count > 0;
            return;
        }

        foreach (int group in input.Groups)
        {
            _any[group] = true;
        }
    }

    public override void Merge(Accumulator other, ReadOnlySpan<int> map)
    {
        NullWhenEmptyAccumulator theirs = (NullWhenEmptyAccumulator)other;
        inner.Merge(theirs.Inner, map);
        for (int group = 0; group < map.Length; group++)
        {
            _any[map[group]] |= theirs._any[group];
        }
    }

    public override void Finish(ReadOnlySpan<int> groups, Vector result)
    {
        inner.Finish(groups, result);
        for (int i = 0; i < groups.Length; i++)
        {
            if (!_any[groups[i]])
            {
                Scanning.VectorCopy.WriteZero(result, i);
                result.SetNull(i);
            }
        }
    }

    private Accumulator Inner => inner;
}

using Query.Vectors;

namespace Query.Aggregates;

/// <summary>State of one aggregate for all groups of a worker; groups are numbered from 0.</summary>
internal abstract class Accumulator
{
    /// <summary>Bytes held beyond a few per group.</summary>
    public virtual long HeapBytes => 0;

    /// <summary>Makes room for groups; new ones start empty.</summary>
    public abstract void Reserve(int groups);

    /// <summary>Takes values in.</summary>
    public abstract void Add(AggregateInput input);

    /// <summary>Takes over the state of another worker. Room for all groups of the map is there.</summary>
    /// <param name="other">Of the same class.</param>
    /// <param name="map">For each of its groups the group here.</param>
    public abstract void Merge(Accumulator other, ReadOnlySpan<int> map);

    /// <summary>Writes the results of groups.</summary>
    public abstract void Finish(ReadOnlySpan<int> groups, Vector result);

    /// <summary>Grows an array to hold a number of groups, new places filled with a value.</summary>
    protected static void Grow<T>(ref T[] state, int groups, T empty)
    {
        if (state.Length < groups)
        {
            int old = state.Length;
            Array.Resize(ref state, Math.Max(groups, old * 2));
            state.AsSpan(old).Fill(empty);
        }
    }
}

/// <summary>What an accumulator is made for.</summary>
/// <param name="Arguments">Types of the arguments.</param>
/// <param name="NullHandling">True if NULL is NULL.</param>
internal sealed record AccumulatorSetup(IReadOnlyList<SqlType> Arguments, bool NullHandling)
{
    /// <summary>Bounds of the first argument over the whole table, if it is an integer column that has them.</summary>
    public (long Min, long Max)? Bounds { get; init; }

    /// <summary>Gives values of codes, for aggregates that take codes.</summary>
    public Grouping.KeyEncoder? Encoder { get; init; }

    /// <summary>True if there is a group by.</summary>
    public bool IsGrouped { get; init; }
}

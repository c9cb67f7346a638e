namespace Ingestion.Sampling;

/// <summary>Where messages of a topic are taken from.</summary>
public enum SampleFrom
{
    /// <summary>The last ones of every partition.</summary>
    Newest,

    /// <summary>The first ones of every partition.</summary>
    Oldest,

    /// <summary>Those of a time and later.</summary>
    Time,

    /// <summary>Those of an offset of one partition and later.</summary>
    Offset,
}

/// <summary>What to take of a topic.</summary>
/// <param name="From">Where from.</param>
/// <param name="Count">Messages at most, spread over the partitions.</param>
public sealed record SampleRequest(SampleFrom From, int Count)
{
    /// <summary>The only partition to read; null for all.</summary>
    public int? Partition { get; init; }

    /// <summary>Of <see cref="SampleFrom.Time"/>.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Of <see cref="SampleFrom.Offset"/>.</summary>
    public long Offset { get; init; }
}

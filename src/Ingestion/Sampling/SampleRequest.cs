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

    /// <summary>Ends the reading with what there is by then.</summary>
    public CancellationToken Enough { get; init; }

    /// <summary>Told how far the reading is, a few times a second; null if nobody wants to know.</summary>
    public IProgress<SampleProgress>? Progress { get; init; }
}

/// <summary>How far the reading of a sample is.</summary>
/// <param name="Done">Partitions of which there is nothing more to read.</param>
/// <param name="Partitions">All that are read.</param>
/// <param name="Messages">Messages so far.</param>
/// <param name="Bytes">Bytes of their values.</param>
public sealed record SampleProgress(int Done, int Partitions, int Messages, long Bytes);

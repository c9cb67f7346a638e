using Ingestion.Sampling;

namespace Web.Addresses;

/// <summary>Which messages of a topic a link shows.</summary>
/// <param name="From">Where they are taken from.</param>
/// <param name="Count">How many at most.</param>
public sealed record TopicLink(SampleFrom From = SampleFrom.Newest, int Count = TopicLink.DefaultCount)
{
    /// <summary>Messages that are shown unless told otherwise.</summary>
    public const int DefaultCount = 100;

    /// <summary>Most that are shown.</summary>
    public const int MaxCount = 1000;

    /// <summary>The only partition; null for all.</summary>
    public int? Partition { get; init; }

    /// <summary>First offset, if <see cref="From"/> is one.</summary>
    public long Offset { get; init; }

    /// <summary>Earliest time, if <see cref="From"/> is one.</summary>
    public DateTimeOffset Time { get; init; }
}

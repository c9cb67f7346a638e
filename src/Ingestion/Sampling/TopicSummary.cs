namespace Ingestion.Sampling;

/// <summary>A topic of a cluster.</summary>
/// <param name="Name">Name.</param>
/// <param name="Partitions">How many it has.</param>
/// <param name="Messages">About how many messages it holds: compaction and transaction markers leave gaps that count. Null if nobody tells.</param>
public sealed record TopicSummary(string Name, int Partitions, long? Messages)
{
    /// <summary>Kafka's time of the newest message; null if it holds none, or nobody tells.</summary>
    public DateTimeOffset? NewestAt { get; init; }
}

using Ingestion.Sources;
using Ingestion.Status;
using Segments.Tables;

namespace Ingestion;

/// <summary>Where a partition has to go on instead of its position.</summary>
/// <param name="Offset">Next offset to read.</param>
/// <param name="Gap">What this passes over.</param>
/// <param name="IsNewRun">True if offsets begin anew: what was read so far must be sealed before.</param>
/// <param name="TopicId">Which topic the offset is of; null if it stays the same.</param>
internal sealed record Relocation(long Offset, OffsetGap Gap, bool IsNewRun, string? TopicId);

/// <summary>Notices that a partition's topic is not the one that was read before, or does not hold the next offset, and says where to go on.</summary>
internal sealed class TopicFollower(TableContext context, TablePartition partition, IMessageSource source, PartitionCounters counters)
{
    /// <summary>Compares the topic with the one that was read before; the first one is remembered.</summary>
    /// <returns>Null if it is the same.</returns>
    /// <exception cref="IngestionException">Kafka does not answer, or the topic does not exist.</exception>
    /// <exception cref="IOException">The disk refused.</exception>
    public Relocation? Check()
    {
        if (source.TopicId() is not { } id || string.Equals(id, partition.TopicId, StringComparison.Ordinal))
        {
            return null;
        }

        if (partition.TopicId is null)
        {
            partition.Follow(id);
            return null;
        }

        source.Renew(id);
        return Replaced(source.Range().First, id);
    }

    /// <summary>Finds the offset to go on with after Kafka said that it has not got the next one.</summary>
    /// <returns>Null if it is there after all.</returns>
    /// <exception cref="IngestionException">Kafka does not answer, or the topic does not exist.</exception>
    public Relocation? Locate(string reason)
    {
        if (Check() is { } replaced)
        {
            return replaced;
        }

        (long first, long end) = source.Range();
        long position = counters.Position;
        if (position > end)
        {
            // Without identities a log that is shorter than before can only be taken for a new one.
            return partition.TopicId is null
                ? Replaced(first, null)
                : new Relocation(end, Gap(position, position, $"the log of the partition was cut from offset {position} to {end}; what is written there now is read"), IsNewRun: true, null);
        }

        if (position >= first)
        {
            return null;
        }

        long next = context.SkipsToEnd ? end : first;
        string skipped = context.SkipsToEnd ? "; auto.offset.reset is latest, so all that was there is passed over" : "";
        return new Relocation(next, Gap(position, next, $"Kafka deleted these messages before they were read ({reason}){skipped}"), IsNewRun: false, null);
    }

    /// <summary>Compares the partition's lag with what the table allows.</summary>
    /// <returns>Null if it is not too far behind; else its end, and what is passed over.</returns>
    /// <exception cref="IngestionException">Kafka does not answer.</exception>
    public Relocation? Overtake()
    {
        long position = counters.Position;
        if (context.AutoReset is not { } limit || source.Range().End is var end && end <= position)
        {
            return null;
        }

        string? reason =
            limit.Offsets is { } offsets && end - position > offsets ? $"the partition was {end - position} offsets behind, more than offsetAutoReset.offsetThreshold ({offsets})"
            : limit.Age is { } age && source.OffsetAt(context.Clock.GetUtcNow() - age) > position ? $"the partition was behind by more than offsetAutoReset.timeThresholdSeconds ({age.TotalSeconds:0})"
            : null;
        return reason is null ? null : new Relocation(end, Gap(position, end, $"{reason}; reading went on at its end"), IsNewRun: true, null);
    }

    private Relocation Replaced(long first, string? id)
    {
        long position = counters.Position;
        return new Relocation(
            first,
            Gap(position, Math.Max(position, counters.KnownEnd), $"the topic was deleted and created again; reading went on at offset {first} of the new one"),
            IsNewRun: true,
            id);
    }

    private OffsetGap Gap(long from, long to, string reason) => new(partition.Id, from, to, reason, context.Clock.GetUtcNow());
}

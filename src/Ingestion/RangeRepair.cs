using Ingestion.Sources;
using Ingestion.Status;
using Segments.Consuming;
using Segments.Tables;

namespace Ingestion;

/// <summary>Reads offsets again whose segment files were damaged or lost, as far as Kafka still has them.</summary>
internal static class RangeRepair
{
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>Repairs all missing ranges of a partition; those that Kafka no longer has become gaps.</summary>
    /// <exception cref="IngestionException">Kafka does not answer; it may be tried again.</exception>
    public static void Run(TableContext context, TablePartition partition, IMessageSource source, PartitionCounters counters, UnstorableRows unstorable, CancellationToken cancellation)
    {
        foreach (OffsetRange missing in partition.Missing)
        {
            if (counters.Gaps.Any(gap => gap.From <= missing.Start && gap.To >= missing.End))
            {
                continue;
            }

            (long first, long end) = source.Range();
            OffsetRange rest = new(Math.Clamp(first, missing.Start, missing.End), Math.Clamp(end, missing.Start, missing.End));
            if (rest.Length <= 0)
            {
                GiveUp(missing);
                continue;
            }

            GiveUp(new OffsetRange(missing.Start, rest.Start));
            GiveUp(new OffsetRange(rest.End, missing.End));
            counters.State = new LoopState(LoopPhase.Starting, $"reads offsets {rest} again, whose segment file is damaged or lost");
            Read(context, partition, source, counters, unstorable, rest, cancellation);
        }

        void GiveUp(OffsetRange lost)
        {
            if (lost.Length > 0)
            {
                OffsetGap gap = new(partition.Id, lost.Start, lost.End, "the segment file is damaged or lost, and Kafka no longer has its messages", context.Clock.GetUtcNow());
                partition.Add(gap);
                counters.Add(gap);
            }
        }
    }

    private static void Read(
        TableContext context,
        TablePartition partition,
        IMessageSource source,
        PartitionCounters counters,
        UnstorableRows unstorable,
        OffsetRange range,
        CancellationToken cancellation)
    {
        ConsumingSegment repair = partition.OpenRepair(range, context.Clock.GetUtcNow());
        bool isSealed = false;
        try
        {
            RowWriter writer = new(context, repair, counters, unstorable, cancellation);
            source.Start(range.Start);
            while (repair.NextOffset < range.End)
            {
                cancellation.ThrowIfCancellationRequested();
                MessageBatch batch = source.Read(ReadTimeout);
                Take(batch, writer, range, source, context.Clock.GetUtcNow());
                if (batch.Fault is { Kind: not SourceFaultKind.Passing } fault)
                {
                    throw new IngestionException($"offsets {range} cannot be read again: {fault.Text}");
                }
            }

            partition.SealRepair(repair, context.Clock.GetUtcNow());
            isSealed = true;
        }
        finally
        {
            source.Stop();
            if (!isSealed)
            {
                partition.DropRepair(repair);
            }
        }
    }

    private static void Take(MessageBatch batch, RowWriter writer, OffsetRange range, IMessageSource source, DateTimeOffset now)
    {
        ReadOnlySpan<Message> messages = batch.Messages;
        int inside = 0;
        while (inside < messages.Length && messages[inside].Offset < range.End)
        {
            inside++;
        }

        writer.Append(messages[..inside], long.MaxValue, source);
        long reached = inside < messages.Length ? range.End : inside > 0 ? messages[inside - 1].Offset + 1 : writer.Segment.NextOffset;
        writer.Segment.Publish(Math.Min(Math.Max(reached, batch.EndOffset ?? 0), range.End), now);
    }
}

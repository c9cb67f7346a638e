using Segments.Tables;

namespace Ingestion.Status;

/// <summary>Live figures of one table: its partitions and what follows from them.</summary>
/// <param name="Table">Raw table name.</param>
/// <param name="Topic">Kafka topic; several are listed with commas.</param>
/// <param name="Brokers">Broker lists of the table config.</param>
/// <param name="IsPaused">True from the request to pause until the request to resume.</param>
/// <param name="Partitions">In order of their numbers; empty until Kafka has told them.</param>
public sealed record TableStatus(string Table, string Topic, string Brokers, bool IsPaused, IReadOnlyList<PartitionStatus> Partitions)
{
    /// <summary>State of the partition most in need of a look.</summary>
    public PartitionState State => Partitions.Count > 0 ? Partitions.Max(p => p.State) : Error is null ? PartitionState.Starting : PartitionState.Retrying;

    /// <summary>True if its partitions belong to more than one topic.</summary>
    public bool HasSeveralTopics => Partitions.Count > 0 && Partitions[^1].Partition >= StreamPartition.PerStream;

    /// <summary>Error that concerns the whole table, such as a topic that is gone; null if there is none.</summary>
    public string? Error { get; init; }

    /// <summary>Rows appended since the process started.</summary>
    public long Rows => Partitions.Sum(p => p.Rows);

    /// <summary>Rows made queryable in the last second.</summary>
    public double RowsPerSecond => Partitions.Sum(p => p.RowsPerSecond);

    /// <summary>The same as a moving average of 10 s.</summary>
    public double RowsPerSecondSmoothed => Partitions.Sum(p => p.RowsPerSecondSmoothed);

    /// <summary>Bytes of message payload read in the last second.</summary>
    public double BytesPerSecond => Partitions.Sum(p => p.BytesPerSecond);

    /// <summary>Offsets a second that producers add, where known.</summary>
    public double ProducedPerSecond => Partitions.Sum(p => p.ProducedPerSecond ?? 0);

    /// <summary>Offsets still to read, as far as known.</summary>
    public long Lag => Partitions.Sum(p => p.Lag ?? 0);

    /// <summary>The largest time lag; null if none is known.</summary>
    public TimeSpan? TimeLag => Partitions.Max(p => p.TimeLag);

    /// <summary>Freshness of the partition that received data last; null while no data flows.</summary>
    public TimeSpan? Freshness => Partitions.Min(p => p.Freshness);

    /// <summary>The partition that takes longest decides; null if there is no lag, or if some partition falls behind.</summary>
    public TimeSpan? Eta => Partitions.Any(p => p.FallingBehindBy is not null) ? null : Partitions.Max(p => p.Eta);

    /// <summary>Messages rejected since the process started.</summary>
    public long Rejected => Partitions.Sum(p => p.Rejected);

    /// <summary>Rows that the table's filter dropped since the process started.</summary>
    public long Filtered => Partitions.Sum(p => p.Filtered);

    /// <summary>Rows not stored since the process started: duplicates, or rows that came too late.</summary>
    public long Dropped => Partitions.Sum(p => p.Dropped);

    /// <summary>Backfill of all partitions together, from 0 to 1; 0 until the targets of all are known, so that it never moves backwards.</summary>
    public double Progress
    {
        get
        {
            if (Partitions.Count == 0 || Partitions.Any(p => p.BackfillTarget <= p.Start && p.Progress == 0))
            {
                return 0;
            }

            double total = Partitions.Sum(p => (double)(p.BackfillTarget - p.Start));
            return total <= 0 ? 1 : Partitions.Sum(p => p.Progress * (p.BackfillTarget - p.Start)) / total;
        }
    }
}

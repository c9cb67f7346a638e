using Segments.Tables;

namespace Ingestion.Status;

/// <summary>Live figures of one partition, as of the last sample (every 250 ms).</summary>
public sealed record PartitionStatus
{
    /// <summary>The table's number of the partition: its number in the topic, plus 10,000 for each topic before it.</summary>
    public required int Partition { get; init; }

    /// <summary>Its Kafka topic.</summary>
    public string Topic { get; init; } = "";

    /// <summary>Its number in the topic.</summary>
    public int TopicPartition => StreamPartition.Of(Partition).Partition;

    /// <summary>What it is doing.</summary>
    public required PartitionState State { get; init; }

    /// <summary>More about the state, for people: "waits for two segments to be written"; null if there is nothing to add.</summary>
    public string? Detail { get; init; }

    /// <summary>First offset to ingest, fixed at creation of the table.</summary>
    public required long Start { get; init; }

    /// <summary>
    /// Next offset to read. At the end of the partition it is the offset that Kafka names as the end, so that transaction markers and gaps
    /// left by compaction are no lag.
    /// </summary>
    public required long Position { get; init; }

    /// <summary>High watermark, or last stable offset with <c>read_committed</c>; polled every 2 s. Null until Kafka has told it.</summary>
    public long? End { get; init; }

    /// <summary>
    /// max(0, end − position), in offsets: can be larger than the number of messages on compacted or transactional topics. For a partition
    /// that was never read it is end − max(first offset in Kafka, start). Null until the end is known.
    /// </summary>
    public long? Lag { get; init; }

    /// <summary>Zero if the lag is zero, otherwise now − Kafka timestamp of the last ingested record; null while neither is known.</summary>
    public TimeSpan? TimeLag { get; init; }

    /// <summary>Now − Kafka timestamp of the newest queryable record; null while no data flows ("idle, caught up").</summary>
    public TimeSpan? Freshness { get; init; }

    /// <summary>The end when the table was created. Frozen, so that a progress bar only moves forward.</summary>
    public required long BackfillTarget { get; init; }

    /// <summary>(position − start) / (backfill target − start), from 0 to 1; 1 if there was nothing to backfill, 0 while the target is not known.</summary>
    public required double Progress { get; init; }

    /// <summary>Rows made queryable in the last second, for sparklines.</summary>
    public required double RowsPerSecond { get; init; }

    /// <summary>The same as a moving average that forgets within 10 s, for numbers.</summary>
    public required double RowsPerSecondSmoothed { get; init; }

    /// <summary>Bytes of message payload read in the last second.</summary>
    public required double BytesPerSecond { get; init; }

    /// <summary>Offsets a second that producers add: the slope of <see cref="End"/> over 30 s. Null until there are two samples.</summary>
    public double? ProducedPerSecond { get; init; }

    /// <summary>Lag / (consumed − produced) a second, after 10 s of data. Null if there is no lag, or if it grows.</summary>
    public TimeSpan? Eta { get; init; }

    /// <summary>Rows a second by which producers outrun us; null unless they do.</summary>
    public double? FallingBehindBy { get; init; }

    /// <summary>Last error of the partition, also if it has passed.</summary>
    public string? LastError { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>Failed attempts in a row; zero unless <see cref="PartitionState.Retrying"/>.</summary>
    public int Attempt { get; init; }

    /// <summary>When the next attempt is due, where we and not the Kafka client decide it.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Rows appended since the process started.</summary>
    public required long Rows { get; init; }

    /// <summary>Bytes of message payload read since the process started.</summary>
    public required long Bytes { get; init; }

    /// <summary>Messages rejected since the process started: not decodable, or a value does not fit its column.</summary>
    public required long Rejected { get; init; }

    /// <summary>Rows that the table's filter dropped since the process started.</summary>
    public long Filtered { get; init; }

    /// <summary>Rows kept without values that could not be converted (<c>continueOnError</c>) since the process started.</summary>
    public long Incomplete { get; init; }

    /// <summary>Rows not stored since the process started: duplicates of a table with dedup, or rows that came too late for one with upsert.</summary>
    public long Dropped { get; init; }

    /// <summary>Messages without payload, skipped since the process started.</summary>
    public required long Tombstones { get; init; }

    /// <summary>Texts cut to their column's length since the process started.</summary>
    public required long Trimmed { get; init; }

    /// <summary>Rows in the segment that is being filled, all of them queryable.</summary>
    public required int ConsumingRows { get; init; }

    /// <summary>Heap bytes of that segment.</summary>
    public required long ConsumingBytes { get; init; }

    /// <summary>Name of that segment; null while paused.</summary>
    public string? ConsumingSegment { get; init; }

    /// <summary>Rows at which it will be sealed.</summary>
    public required long RowLimit { get; init; }

    /// <summary>Full segments that wait to be written.</summary>
    public required int Sealing { get; init; }

    /// <summary>When the last message was read.</summary>
    public DateTimeOffset? LastReadAt { get; init; }

    /// <summary>Kafka timestamp of the last message that was read.</summary>
    public DateTimeOffset? LastMessageAt { get; init; }

    /// <summary>Offsets that Kafka no longer had when we came for them; newest last.</summary>
    public IReadOnlyList<OffsetGap> Gaps { get; init; } = [];
}

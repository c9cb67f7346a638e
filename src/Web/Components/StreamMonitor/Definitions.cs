namespace Web.Components.StreamMonitor;

/// <summary>What the figures of ingestion mean, in the words of the console.</summary>
internal static class Definitions
{
    public const string Position = "The next offset to read. At the end of a partition it is the end that Kafka names, so markers of transactions and gaps left by compaction are no lag.";
    public const string Lag = "End of the partition minus position, in offsets. Can be larger than the number of messages on compacted or transactional topics.";
    public const string TimeLag = "Zero if the lag is zero; otherwise now minus the Kafka timestamp of the last ingested message.";
    public const string Freshness = "Now minus the Kafka timestamp of the newest row that queries see. Shown while data flows; “idle, caught up” otherwise.";
    public const string RowsPerSecond = "Rows made queryable a second: a moving average that forgets within 10 s. The line shows single seconds.";
    public const string Eta = "Lag divided by how much faster we read than producers write. A table is done when its slowest partition is.";
    public const string Backfill = "How much of what was in the topic when the table was created has been read. That target is frozen, so the bar only moves forward.";
    public const string Filtered = "Rows that the table's filter left out since the server started.";
    public const string Dropped = "Rows that were not stored since the server started: duplicates of a table with dedup, or rows that came too late for one with upsert.";
    public const string Rejected = "Messages that became no row since the server started: not decodable, or a value does not fit its column.";
}

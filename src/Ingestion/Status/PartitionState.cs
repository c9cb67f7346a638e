using Ingestion.Settings;

namespace Ingestion.Status;

/// <summary>What one partition, or the worst one of a table, is doing. Later means more in need of a look.</summary>
/// <remarks><c>Starting → Backfill → Live ⇄ Lagging</c>; the others may follow on any of them.</remarks>
public enum PartitionState
{
    /// <summary>Read to the end, and nothing new for <see cref="IngestionOptions.IdleAfter"/>.</summary>
    Idle,

    /// <summary>Read to the end, or close behind it.</summary>
    Live,

    /// <summary>Opened, no answer from Kafka yet.</summary>
    Starting,

    /// <summary>Reads what was in the topic when the table was created.</summary>
    Backfill,

    /// <summary>The time lag is above <see cref="IngestionOptions.LaggingAfter"/>.</summary>
    Lagging,

    /// <summary>Seals what it holds, then pauses.</summary>
    Pausing,

    /// <summary>Reads nothing until it is resumed.</summary>
    Paused,

    /// <summary>Kafka or the disk does not answer; it is tried again by itself.</summary>
    Retrying,

    /// <summary>Stopped by an error that does not pass by itself.</summary>
    Failed,
}

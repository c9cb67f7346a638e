using Segments.Tables;

namespace Ingestion.Status;

/// <summary>What the loop of a partition is about.</summary>
internal enum LoopPhase
{
    Starting,
    Reading,

    /// <summary>Full segments wait to be written.</summary>
    WaitingForDisk,
    Pausing,
    Paused,
    Retrying,
    Failed,
}

/// <summary>Figures that the loop of a partition writes and the sampler reads; neither ever waits for the other.</summary>
internal sealed class PartitionCounters
{
    private long _rows;
    private long _bytes;
    private long _rejected;
    private long _tombstones;
    private long _filtered;
    private long _incomplete;
    private long _trimmed;
    private long _position;
    private long _knownEnd = -1;
    private long _rowLimit;
    private long _lastReadAt = -1;
    private long _lastMessageAt = -1;
    private LoopState _state = new(LoopPhase.Starting);
    private LoopError? _error;
    private OffsetGap[] _gaps = [];

    public long Rows => Volatile.Read(ref _rows);

    public long Bytes => Volatile.Read(ref _bytes);

    public long Rejected => Volatile.Read(ref _rejected);

    public long Tombstones => Volatile.Read(ref _tombstones);

    /// <summary>Rows that the table's filter dropped.</summary>
    public long Filtered => Volatile.Read(ref _filtered);

    /// <summary>Rows kept without a value that could not be converted.</summary>
    public long Incomplete => Volatile.Read(ref _incomplete);

    public long Trimmed
    {
        get => Volatile.Read(ref _trimmed);
        set => Volatile.Write(ref _trimmed, value);
    }

    /// <summary>Next offset to read.</summary>
    public long Position
    {
        get => Volatile.Read(ref _position);
        set => Volatile.Write(ref _position, value);
    }

    /// <summary>End of the partition when Kafka was last asked; -1 if it never was.</summary>
    public long KnownEnd
    {
        get => Volatile.Read(ref _knownEnd);
        set => Volatile.Write(ref _knownEnd, value);
    }

    public long RowLimit
    {
        get => Volatile.Read(ref _rowLimit);
        set => Volatile.Write(ref _rowLimit, value);
    }

    /// <summary>When messages arrived last, in epoch milliseconds; -1 if never.</summary>
    public long LastReadAt => Volatile.Read(ref _lastReadAt);

    /// <summary>Kafka timestamp of the last message, in epoch milliseconds; -1 if none or unknown.</summary>
    public long LastMessageAt => Volatile.Read(ref _lastMessageAt);

    public LoopState State
    {
        get => Volatile.Read(ref _state);
        set => Volatile.Write(ref _state, value);
    }

    /// <summary>The last error, also if it has passed.</summary>
    public LoopError? Error
    {
        get => Volatile.Read(ref _error);
        set => Volatile.Write(ref _error, value);
    }

    public IReadOnlyList<OffsetGap> Gaps => Volatile.Read(ref _gaps);

    /// <summary>Adds what a batch held. The loop's thread only.</summary>
    public void Add(int rows, long bytes, int rejected, int tombstones)
    {
        Volatile.Write(ref _rows, _rows + rows);
        Volatile.Write(ref _bytes, _bytes + bytes);
        Volatile.Write(ref _rejected, _rejected + rejected);
        Volatile.Write(ref _tombstones, _tombstones + tombstones);
    }

    /// <summary>Adds what became of rows on their way. The loop's thread only.</summary>
    public void AddFiltered(int filtered, int incomplete)
    {
        Volatile.Write(ref _filtered, _filtered + filtered);
        Volatile.Write(ref _incomplete, _incomplete + incomplete);
    }

    /// <summary>Notes that messages arrived. The loop's thread only.</summary>
    public void Seen(long nowMillis, long messageMillis)
    {
        Volatile.Write(ref _lastReadAt, nowMillis);
        Volatile.Write(ref _lastMessageAt, messageMillis);
    }

    /// <summary>Adds a gap; the oldest of many goes. The loop's thread only.</summary>
    public void Add(OffsetGap gap) => Volatile.Write(ref _gaps, [.. _gaps.TakeLast(99), gap]);
}

/// <summary>State of a loop, replaced as a whole.</summary>
/// <param name="Phase">What it is about.</param>
/// <param name="Detail">More, for people.</param>
/// <param name="Attempt">Failures in a row.</param>
/// <param name="NextAttemptAt">When it goes on.</param>
internal sealed record LoopState(LoopPhase Phase, string? Detail = null, int Attempt = 0, DateTimeOffset? NextAttemptAt = null);

/// <summary>An error and when it happened.</summary>
internal sealed record LoopError(string Text, DateTimeOffset At);

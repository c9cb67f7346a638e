using Ingestion.Settings;
using Ingestion.Sources;
using Ingestion.Status;

namespace Ingestion;

/// <summary>Makes rates and states out of the counters of one partition. One thread at a time.</summary>
internal sealed class PartitionSampler(long start, IngestionOptions options)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Smoothing = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProduceWindow = TimeSpan.FromSeconds(30);

    private readonly Queue<(DateTimeOffset At, long Rows, long Bytes, long Position)> _recent = new();
    private readonly Queue<(DateTimeOffset At, long End)> _ends = new();
    private readonly long _start = start;
    private DateTimeOffset? _firstSample;
    private double _smoothedRows;
    private double _smoothedOffsets;
    private long? _target;
    private long? _first;
    private long? _end;
    private string? _topicId;

    /// <summary>The end of the partition as Kafka has just told it; the first one is the target of the backfill.</summary>
    public void Ended(long end, DateTimeOffset now)
    {
        _end = end;
        _target ??= end;
        _ends.Enqueue((now, end));
        while (now - _ends.Peek().At > ProduceWindow)
        {
            _ends.Dequeue();
        }
    }

    /// <summary>The first offset that Kafka still has.</summary>
    public void Begins(long first) => _first = first;

    /// <summary>The figures of this moment. To be called every <see cref="IngestionOptions.SampleInterval"/>.</summary>
    /// <param name="consumer">Whose figures.</param>
    /// <param name="clientTrouble">What keeps the client from its brokers; null if nothing does.</param>
    /// <param name="now">Now.</param>
    public PartitionStatus Sample(PartitionConsumer consumer, string? clientTrouble, DateTimeOffset now)
    {
        PartitionCounters counters = consumer.Counters;
        FollowTopic(consumer.Partition.TopicId);
        (long rows, long bytes, long position) = (counters.Rows, counters.Bytes, counters.Position);
        (double rowRate, double byteRate) = Rates(rows, bytes, position, now);

        // Offsets the loop has passed exist, whatever the last poll said.
        long? end = _end is { } known ? Math.Max(known, position) : null;
        long? lag = end - (counters.LastReadAt < 0 ? Math.Max(position, _first ?? position) : position);
        lag = lag is { } value ? Math.Max(0, value) : null;
        TimeSpan? sinceMessage = now - KafkaTime.Of(counters.LastMessageAt);
        TimeSpan? timeLag = lag == 0 ? TimeSpan.Zero : lag is null ? null : sinceMessage;
        double? produced = Produced();
        double gain = _smoothedOffsets - (produced ?? 0);
        bool isStable = lag > 0 && produced is not null && now - _firstSample >= Smoothing;
        long target = Math.Max(_target ?? _start, _start);
        LoopState state = Describe(consumer, clientTrouble, now);
        return new PartitionStatus
        {
            Partition = consumer.Partition.Id,
            Topic = consumer.Topic,
            State = State(state, lag, timeLag, position < target, counters.LastReadAt, now),
            Detail = state.Detail ?? consumer.RuleOf(state.Phase, lag),
            Start = Math.Min(_start, position),
            Position = position,
            End = end,
            Lag = lag,
            TimeLag = timeLag,
            Freshness = rowRate > 0 ? sinceMessage : null,
            BackfillTarget = target,
            Progress = _target is null ? 0 : target == _start ? 1 : Math.Clamp((double)(position - _start) / (target - _start), 0, 1),
            RowsPerSecond = rowRate,
            RowsPerSecondSmoothed = _smoothedRows,
            BytesPerSecond = byteRate,
            ProducedPerSecond = produced,
            Eta = isStable && gain > 0 ? TimeSpan.FromSeconds(Math.Min(lag!.Value / gain, TimeSpan.MaxValue.TotalSeconds / 2)) : null,
            FallingBehindBy = isStable && gain < 0 ? -gain : null,
            LastError = counters.Error?.Text,
            LastErrorAt = counters.Error?.At,
            Attempt = state.Attempt,
            NextAttemptAt = state.NextAttemptAt,
            Rows = rows,
            Bytes = bytes,
            Rejected = counters.Rejected,
            Filtered = counters.Filtered,
            Incomplete = counters.Incomplete,
            Dropped = consumer.Partition.DroppedRows,
            Tombstones = counters.Tombstones,
            Trimmed = counters.Trimmed,
            ConsumingRows = consumer.Partition.Consuming.RowCount,
            ConsumingBytes = consumer.Partition.Consuming.HeapBytes,
            ConsumingSegment = state.Phase == LoopPhase.Paused ? null : consumer.Partition.Consuming.Name,
            RowLimit = counters.RowLimit,
            Sealing = consumer.Unsealed,
            LastReadAt = KafkaTime.Of(counters.LastReadAt),
            LastMessageAt = KafkaTime.Of(counters.LastMessageAt),
            Gaps = counters.Gaps,
        };
    }

    // Ends and firsts of a topic say nothing of the one that took its name.
    private void FollowTopic(string? topicId)
    {
        if (_topicId is not null && !string.Equals(_topicId, topicId, StringComparison.Ordinal))
        {
            (_end, _target, _first) = (null, null, null);
            _ends.Clear();
        }

        _topicId = topicId;
    }

    // A loop that reads knows nothing of brokers that do not answer, nor of a disk that does not take its segments.
    private static LoopState Describe(PartitionConsumer consumer, string? clientTrouble, DateTimeOffset now)
    {
        LoopState state = consumer.Counters.State;
        if (consumer.SealTrouble is { } seal && state.Phase is LoopPhase.Reading or LoopPhase.WaitingForDisk or LoopPhase.Starting)
        {
            return new LoopState(LoopPhase.Retrying, $"a full segment cannot be written: {seal.Reason}", seal.Attempt, seal.NextAttemptAt);
        }

        bool isQuiet = now.ToUnixTimeMilliseconds() - consumer.Counters.LastReadAt > Second.TotalMilliseconds;
        return clientTrouble is not null && isQuiet && state.Phase is LoopPhase.Reading or LoopPhase.Starting
            ? new LoopState(LoopPhase.Retrying, clientTrouble, Math.Max(1, state.Attempt), state.NextAttemptAt)
            : state;
    }

    private PartitionState State(LoopState state, long? lag, TimeSpan? timeLag, bool isBackfilling, long lastReadAt, DateTimeOffset now) => state.Phase switch
    {
        LoopPhase.Failed => PartitionState.Failed,
        LoopPhase.Retrying => PartitionState.Retrying,
        LoopPhase.Paused => PartitionState.Paused,
        LoopPhase.Pausing => PartitionState.Pausing,
        LoopPhase.Starting => PartitionState.Starting,
        _ when isBackfilling => PartitionState.Backfill,
        _ when timeLag > options.LaggingAfter => PartitionState.Lagging,
        _ when lag is 0 or null && now.ToUnixTimeMilliseconds() - Math.Max(lastReadAt, _firstSample!.Value.ToUnixTimeMilliseconds()) > options.IdleAfter.TotalMilliseconds => PartitionState.Idle,
        _ => PartitionState.Live,
    };

    private (double Rows, double Bytes) Rates(long rows, long bytes, long position, DateTimeOffset now)
    {
        _firstSample ??= now;
        (DateTimeOffset At, long Rows, long Bytes, long Position) last = _recent.Count > 0 ? _recent.Last() : (now, rows, bytes, position);
        _recent.Enqueue((now, rows, bytes, position));
        while (_recent.Count > 2 && now - _recent.ElementAt(1).At >= Second)
        {
            _recent.Dequeue();
        }

        double step = (now - last.At).TotalSeconds;
        if (step > 0)
        {
            double weight = 1 - Math.Exp(-step / Smoothing.TotalSeconds);
            _smoothedRows += weight * (((rows - last.Rows) / step) - _smoothedRows);
            _smoothedOffsets += weight * (((position - last.Position) / step) - _smoothedOffsets);
        }

        (DateTimeOffset At, long Rows, long Bytes, long Position) oldest = _recent.Peek();
        double span = (now - oldest.At).TotalSeconds;
        return span > 0 ? (Math.Max(0, (rows - oldest.Rows) / span), Math.Max(0, (bytes - oldest.Bytes) / span)) : (0, 0);
    }

    private double? Produced()
    {
        if (_ends.Count < 2)
        {
            return null;
        }

        (DateTimeOffset at, long end) = _ends.Peek();
        (DateTimeOffset lastAt, long lastEnd) = _ends.Last();
        double span = (lastAt - at).TotalSeconds;
        return span > 0 ? Math.Max(0, (lastEnd - end) / span) : null;
    }
}

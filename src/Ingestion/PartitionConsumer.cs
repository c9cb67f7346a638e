using Ingestion.Sealing;
using Ingestion.Settings;
using Ingestion.Sources;
using Ingestion.Status;
using Segments.Consuming;
using Segments.Tables;

namespace Ingestion;

/// <summary>The loop of one partition: read a batch, decode and append its rows, publish them with the position, seal when due.</summary>
/// <remarks>
/// The loop has a thread of its own and is the only writer of its partition. What others ask of it is met at the next batch, at the latest
/// after <see cref="ReadTimeout"/>.
/// </remarks>
internal sealed class PartitionConsumer : IAsyncDisposable
{
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LeastAgeAfterStart = TimeSpan.FromMinutes(10);

    // Kafka that answers again and a disk that has room again heal a partition by themselves, and asking costs little.
    private static readonly TimeSpan LongestWaitForOthers = TimeSpan.FromSeconds(2);

    private readonly TableContext _context;
    private readonly TablePartition _partition;
    private readonly IMessageSource _source;
    private readonly SealingQueue _sealing;
    private readonly UnstorableRows _unstorable = new();
    private readonly RowWriter _writer;
    private readonly TopicFollower _follower;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DateTimeOffset _startedAt;
    private long _rowLimit;
    private int _failures;
    private bool _isLagDue;

    public PartitionConsumer(TableContext context, TablePartition partition, IMessageSource source, SemaphoreSlim sealSlots, bool isPaused)
    {
        (_context, _partition, _source) = (context, partition, source);
        Requests = new LoopRequests(partition.Id, isPaused, source.Wake);
        _startedAt = context.Clock.GetUtcNow();
        _sealing = new SealingQueue(partition, context.Options, context.Clock, sealSlots) { Sealed = OnSealed, Failed = OnSealFailed };
        _writer = new RowWriter(context, partition.Consuming, Counters, _unstorable, _stop.Token);
        _follower = new TopicFollower(context, partition, source, Counters);
        Counters.Position = partition.Consuming.NextOffset;
        foreach (OffsetGap gap in partition.Gaps)
        {
            Counters.Add(gap);
        }
    }

    /// <summary>Live figures.</summary>
    public PartitionCounters Counters { get; } = new();

    /// <summary>Takes what others ask of the loop.</summary>
    public LoopRequests Requests { get; }

    /// <summary>The segments.</summary>
    public TablePartition Partition => _partition;

    /// <summary>The topic it is a partition of.</summary>
    public string Topic => _context.Topic;

    /// <summary>True if the table's config leaves the partition out; what was read of it before stays.</summary>
    public bool IsLeftOut => _context.Subset?.Contains(StreamPartition.Of(_partition.Id).Partition) is false;

    /// <summary>What the table's config has to do with a state, for people; null if nothing.</summary>
    public string? RuleOf(LoopPhase phase, long? lag) => phase switch
    {
        LoopPhase.Paused when IsLeftOut => "stream.kafka.partition.ids leaves it out",
        LoopPhase.Reading when lag > 0 && _context.Rates is { } rates => $"read at {rates.PerPartition(_context.TopicPartitions()):0.##} messages/s at most, by its rate limit",
        _ => null,
    };

    /// <summary>Full segments not on disk yet.</summary>
    public int Unsealed => _sealing.Count;

    /// <summary>Why they are not; null if nothing went wrong.</summary>
    public SealTrouble? SealTrouble => _sealing.Trouble;

    /// <summary>Starts the loop.</summary>
    public void Start() => new Thread(Run) { IsBackground = true, Name = $"ingest {_context.Table}/{_partition.Id}" }.Start();

    /// <summary>Ends the loop and the seal that is running; what is not sealed yet is read again at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Requests.Wake();
        await _ended.Task;
        await _sealing.DisposeAsync();
        _source.Dispose();
        Requests.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                WaitWhilePaused();
                RollIfDue(); // what was read can be sealed whether or not Kafka answers
                CheckTopic();
                RangeRepair.Run(_context, _partition, _source, Counters, _unstorable, _stop.Token);
                Consume();
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (Exception exception)
            {
                Recover(exception);
            }
        }

        _source.Stop();
        Requests.End();
        _ended.SetResult();
    }

    // Before anything is read, repairs included: offsets of another topic mean other messages.
    private void CheckTopic()
    {
        Requests.TakeCheck();
        if (_follower.Check() is { } relocation)
        {
            Relocate(relocation);
        }
    }

    private void Consume()
    {
        SetRowLimit();
        Counters.State = new LoopState(LoopPhase.Starting);
        _source.Start(Counters.Position);
        while (!_stop.IsCancellationRequested && !Requests.IsInterrupted)
        {
            if (Requests.TakeDrop())
            {
                Drop();
            }

            MessageBatch batch = _source.Read(ReadTimeout);
            if (batch.Count > 0 || batch.EndOffset is not null)
            {
                Take(batch);
            }

            if (batch.Fault is { } fault)
            {
                Heed(fault);
            }

            RollIfDue();
            if (_isLagDue)
            {
                SkipIfBehind();
            }
        }
    }

    private void RollIfDue()
    {
        if (Requests.TakeRenewal() && _writer.Segment.RowCount == 0)
        {
            _writer.Continue(_partition.Renew(_context.Clock.GetUtcNow()));
        }

        if (IsDue())
        {
            Roll(isForced: Requests.IsSealAsked);
        }
    }

    // Looked at where a segment begins, as Pinot does: what one holds is never torn.
    private void SkipIfBehind()
    {
        if (_follower.Overtake() is { } relocation)
        {
            Relocate(relocation);
            _source.Start(Counters.Position);
        }

        _isLagDue = false;
    }

    private void Take(MessageBatch batch)
    {
        ReadOnlySpan<Message> messages = batch.Messages;
        _context.Fields?.Look(messages);
        while (messages.Length > 0)
        {
            int done = _writer.Append(messages, Math.Max(1, _rowLimit - _writer.Segment.AppendedRowCount), _source);
            Publish(messages[done - 1].Offset + 1);
            messages = messages[done..];
            if (_writer.Segment.RowCount >= _rowLimit)
            {
                Roll(isForced: false);
            }
        }

        if (batch.EndOffset > Counters.Position)
        {
            Publish(batch.EndOffset.Value);
        }

        if (batch.Count > 0)
        {
            Counters.Seen(_context.Clock.GetUtcNow().ToUnixTimeMilliseconds(), batch.LastTimestamp);
        }

        if (Counters.State.Phase != LoopPhase.Reading)
        {
            _failures = 0;
            Counters.State = new LoopState(LoopPhase.Reading);
        }
    }

    private void Publish(long nextOffset)
    {
        _writer.Segment.Publish(nextOffset, _context.Clock.GetUtcNow());
        Counters.Position = nextOffset;
    }

    private bool IsDue()
    {
        ConsumingSegment segment = _writer.Segment;
        if (Requests.IsSealAsked)
        {
            return true;
        }

        if (segment.RowCount == 0)
        {
            return false;
        }

        // After a restart old segments are new again; still, all tables at once right after it would be a burst of writes.
        DateTimeOffset now = _context.Clock.GetUtcNow();
        TimeSpan leastAge = _context.Flush.Time < LeastAgeAfterStart ? _context.Flush.Time : LeastAgeAfterStart;
        return segment.RowCount >= _rowLimit || (now - segment.CreatedAt >= _context.Flush.Time && now - _startedAt >= leastAge);
    }

    private void Roll(bool isForced)
    {
        bool isAsked = isForced && Requests.TakeSeal();
        if (_writer.Segment.RowCount == 0)
        {
            if (isAsked)
            {
                PassEmpty();
            }

            return;
        }

        if (_writer.Segment.RowCount >= _rowLimit && !isForced && _partition.Compact(_context.Clock.GetUtcNow()))
        {
            // Where rows are rolled up, those that are left count. Below half a segment it pays to go on.
            _writer.Continue(_partition.Consuming);
            if (_partition.Consuming.RowCount <= _rowLimit / 2)
            {
                return;
            }
        }

        if (_sealing.Count >= _context.Options.MaxUnsealedSegments)
        {
            Counters.State = new LoopState(LoopPhase.WaitingForDisk, $"waits for {_sealing.Count} segments to be written");
            _sealing.WaitForRoom(_context.Options.MaxUnsealedSegments, _stop.Token);
            Counters.State = new LoopState(LoopPhase.Reading);
        }

        if (_partition.Roll(_context.Clock.GetUtcNow()) is { } frozen)
        {
            _sealing.Add(frozen, _rowLimit, isForced);
            _isLagDue = _context.AutoReset is not null;
        }

        _writer.Continue(_partition.Consuming);
        SetRowLimit();
    }

    // There is nothing to write, but the number is used up, as in Pinot, and the next segment has the table's present schema.
    private void PassEmpty()
    {
        try
        {
            _writer.Continue(_partition.PassEmpty(_context.Clock.GetUtcNow()));
        }
        catch
        {
            Requests.ReturnSeal();
            throw;
        }
    }

    private void SetRowLimit() => Counters.RowLimit = _rowLimit = Math.Clamp(_context.Tuner.RowLimit(_context.PartitionCount()), 1, int.MaxValue);

    private void Heed(SourceFault fault)
    {
        Note(fault.Text);
        switch (fault.Kind)
        {
            case SourceFaultKind.OutOfRange:
                if (_follower.Locate(fault.Text) is { } relocation)
                {
                    Relocate(relocation);
                }

                _source.Start(Counters.Position);
                break;
            case SourceFaultKind.Gone:
                throw new IngestionException($"partition {_partition.Id} of the topic is gone: {fault.Text}; reading goes on when it is there again");
            case SourceFaultKind.Forbidden:
                throw new IngestionException($"Kafka does not let us read partition {_partition.Id}: {fault.Text}; give the user of this connection the right to read the topic");
            case SourceFaultKind.Passing:
                break;
        }
    }

    private void Relocate(Relocation relocation)
    {
        _source.Stop();
        if (relocation.IsNewRun)
        {
            // What was read cannot be read again: it must be in files before offsets begin anew.
            Roll(isForced: true);
            _sealing.WaitForRoom(1, _stop.Token);
        }

        _partition.Add(relocation.Gap);
        Counters.Add(relocation.Gap);
        Note(relocation.Gap.From < relocation.Gap.To ? $"offsets {relocation.Gap.From} to {relocation.Gap.To} are lost: {relocation.Gap.Reason}" : relocation.Gap.Reason);
        if (relocation.IsNewRun)
        {
            _writer.Continue(_partition.Jump(relocation.Offset, _context.Clock.GetUtcNow(), relocation.TopicId));
            _unstorable.Clear();
            Counters.KnownEnd = -1;
            Counters.Position = relocation.Offset;
        }
        else
        {
            Publish(relocation.Offset);
        }
    }

    private void WaitWhilePaused()
    {
        while (Requests.IsPauseAsked || Requests.Resume is not null)
        {
            _source.Stop();
            Counters.State = new LoopState(LoopPhase.Pausing);
            Roll(isForced: true);
            _sealing.WaitForRoom(1, _stop.Token);
            Counters.State = new LoopState(LoopPhase.Paused);
            Requests.WaitWhilePaused(_stop.Token);
            if (Requests.Resume is { } request)
            {
                Resume(request);
            }
        }
    }

    private void Resume(ResumeRequest request)
    {
        try
        {
            if (request.From != ResumeFrom.LastConsumed)
            {
                (long first, long end) = _source.Range();
                JumpTo(request.From == ResumeFrom.Smallest ? first : end);
            }

            Requests.Settle(request, fault: null);
        }
        catch (Exception exception) when (exception is IngestionException or IOException or UnauthorizedAccessException)
        {
            Requests.Settle(request, exception);
        }
    }

    // Pinot opens the first segment of a partition anew from the smallest offset, later ones where the one before ended.
    private void Drop()
    {
        _writer.Continue(_partition.Restart(_context.Clock.GetUtcNow()));
        Counters.Position = _writer.Segment.NextOffset;
        if (_writer.Segment.Sequence == 0)
        {
            JumpTo(_source.Range().First);
        }

        _source.Start(Counters.Position);
    }

    private void JumpTo(long offset)
    {
        _writer.Continue(_partition.Jump(offset, _context.Clock.GetUtcNow()));
        Counters.Position = offset;
    }

    private void Recover(Exception exception)
    {
        // Rows that were appended and not published would be appended again.
        if (exception is AppendException || _writer.Segment.IsUnpublished)
        {
            _writer.Continue(_partition.Restart(_context.Clock.GetUtcNow()));
            Counters.Position = _writer.Segment.NextOffset;
        }

        TimeSpan pause = Backoff.After(++_failures, _context.Options);
        if (exception is IngestionException or IOException && pause > LongestWaitForOthers)
        {
            pause = LongestWaitForOthers;
        }

        Log.PartitionFailed(_context.Logger, exception, _context.Table, _partition.Id, pause.TotalSeconds);
        Counters.Error = new LoopError(exception.Message, _context.Clock.GetUtcNow());
        Counters.State = new LoopState(LoopPhase.Retrying, exception.Message, _failures, _context.Clock.GetUtcNow() + pause);
        _source.Stop();
        try
        {
            Requests.Wait(pause, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            Counters.State = new LoopState(LoopPhase.Paused);
        }
    }

    private void Note(string trouble)
    {
        Counters.Error = new LoopError(trouble, _context.Clock.GetUtcNow());
        Log.PartitionTrouble(_context.Logger, _context.Table, _partition.Id, trouble);
    }

    private void OnSealed(SealReport report)
    {
        int rows = report.Frozen.RowCount;
        long bytes = report.File.FileBytes;
        _context.Tuner.Learn(rows, bytes, report.RowLimit, _context.Clock.GetUtcNow() - report.Frozen.CreatedAt, report.IsForced);
        Log.SegmentSealed(_context.Logger, _context.Table, _partition.Id, report.Frozen.Name, rows, bytes, (long)report.Took.TotalMilliseconds);
    }

    private void OnSealFailed(ConsumingSegment segment, SealTrouble trouble)
    {
        Counters.Error = new LoopError($"{segment.Name} cannot be written: {trouble.Reason}", _context.Clock.GetUtcNow());
        Log.SealFailed(_context.Logger, _context.Table, _partition.Id, segment.Name, (trouble.NextAttemptAt - _context.Clock.GetUtcNow()).TotalSeconds, trouble.Reason);
    }
}

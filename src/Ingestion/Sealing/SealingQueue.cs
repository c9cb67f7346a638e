using System.Diagnostics;
using Ingestion.Settings;
using Segments.Consuming;
using Segments.Sealed;
using Segments.Tables;

namespace Ingestion.Sealing;

/// <summary>Writes the full segments of one partition to disk, one after the other, while the partition is read on.</summary>
/// <remarks>A segment that cannot be written stays in memory, queryable, and is tried again until it can.</remarks>
internal sealed class SealingQueue(TablePartition partition, IngestionOptions options, TimeProvider clock, SemaphoreSlim slots) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<(ConsumingSegment Segment, long Limit, bool IsForced)> _waiting = new();
    private readonly ManualResetEventSlim _changed = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _worker = Task.CompletedTask;
    private int _count;

    /// <summary>Segments not on disk yet.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Why the segment at the front is not on disk yet; null if nothing went wrong.</summary>
    public SealTrouble? Trouble { get; private set; }

    /// <summary>Called on the worker after each segment: rows and bytes for tuning, and what the log tells.</summary>
    public Action<SealReport>? Sealed { get; init; }

    /// <summary>Called on the worker when a write failed.</summary>
    public Action<ConsumingSegment, SealTrouble>? Failed { get; init; }

    /// <summary>Queues a frozen segment.</summary>
    public void Add(ConsumingSegment frozen, long limit, bool isForced)
    {
        lock (_gate)
        {
            _waiting.Enqueue((frozen, limit, isForced));
            Volatile.Write(ref _count, _waiting.Count);
            if (_waiting.Count == 1)
            {
                _worker = Task.Run(() => WorkAsync(frozen, limit, isForced), CancellationToken.None);
            }
        }
    }

    /// <summary>Waits until fewer than <paramref name="limit"/> segments wait.</summary>
    public void WaitForRoom(int limit, CancellationToken cancellation)
    {
        while (Count >= limit)
        {
            _changed.Reset();
            if (Count >= limit)
            {
                _changed.Wait(cancellation);
            }
        }
    }

    /// <summary>Ends when all segments queued so far are on disk.</summary>
    public Task IdleAsync()
    {
        lock (_gate)
        {
            return _worker;
        }
    }

    /// <summary>Begins no further segment; the one being written is finished.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await IdleAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _changed.Dispose();
        _stop.Dispose();
    }

    private async Task WorkAsync(ConsumingSegment first, long limit, bool isForced)
    {
        (ConsumingSegment Segment, long Limit, bool IsForced) next = (first, limit, isForced);
        do
        {
            await SealAsync(next.Segment, next.Limit, next.IsForced);
        }
        while (TryAdvance(out next));
    }

    // The worker ends when the queue is empty; seen under the lock that also adds, so that there is never a second one.
    private bool TryAdvance(out (ConsumingSegment Segment, long Limit, bool IsForced) next)
    {
        bool goesOn;
        lock (_gate)
        {
            _waiting.Dequeue();
            Volatile.Write(ref _count, _waiting.Count);
            goesOn = _waiting.TryPeek(out next);
        }

        _changed.Set();
        return goesOn;
    }

    private async Task SealAsync(ConsumingSegment frozen, long limit, bool isForced)
    {
        for (int attempt = 1; ; attempt++)
        {
            await slots.WaitAsync(_stop.Token);
            try
            {
                long started = Stopwatch.GetTimestamp();
                SealedSegment file = partition.Seal(frozen, clock.GetUtcNow());
                Trouble = null;
                Sealed?.Invoke(new SealReport(frozen, file, limit, isForced, Stopwatch.GetElapsedTime(started)));
                return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Whatever it is, the rows are safe in memory and nobody else would write them: a file that is too large for the disk, for
                // one, is no IOException.
                TimeSpan pause = Backoff.After(attempt, options);
                Trouble = new SealTrouble(exception.Message, attempt, clock.GetUtcNow() + pause);
                Failed?.Invoke(frozen, Trouble);
            }
            finally
            {
                slots.Release();
            }

            await Task.Delay(Backoff.After(attempt, options), clock, _stop.Token);
        }
    }
}

/// <summary>A write that failed.</summary>
internal sealed record SealTrouble(string Reason, int Attempt, DateTimeOffset NextAttemptAt);

/// <summary>A write that is done.</summary>
internal sealed record SealReport(ConsumingSegment Frozen, SealedSegment File, long RowLimit, bool IsForced, TimeSpan Took);

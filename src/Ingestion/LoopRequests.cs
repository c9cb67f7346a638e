using Ingestion.Sources;

namespace Ingestion;

/// <summary>What others ask of the loop of a partition. Asking never waits; the loop looks at each batch, at the latest when its wait for messages is over.</summary>
/// <param name="partition">The table's number of the partition, for messages.</param>
/// <param name="isPaused">True if the loop is to read only after <see cref="ResumeAsync"/>.</param>
/// <param name="wake">Ends the loop's wait for messages.</param>
internal sealed class LoopRequests(int partition, bool isPaused, Action wake) : IDisposable
{
    private readonly Lock _asking = new();
    private readonly ManualResetEventSlim _asked = new();
    private volatile bool _isPauseAsked = isPaused;
    private volatile bool _isSealAsked;
    private volatile bool _isRenewalAsked;
    private volatile bool _isDropAsked;
    private volatile bool _isCheckAsked;
    private volatile ResumeRequest? _resume;
    private bool _isEnded;

    /// <summary>True from the request to pause to that to resume.</summary>
    public bool IsPauseAsked => _isPauseAsked;

    /// <summary>A request to read on that is not settled yet.</summary>
    public ResumeRequest? Resume => _resume;

    /// <summary>True if what has been read shall be sealed.</summary>
    public bool IsSealAsked => _isSealAsked;

    /// <summary>True if reading must be interrupted.</summary>
    public bool IsInterrupted => _isPauseAsked || _resume is not null || _isCheckAsked;

    /// <summary>Asks for a seal of what has been read.</summary>
    /// <returns>False if there is no need: what was read is being sealed, or nothing is read at all.</returns>
    public bool TryAskForSeal()
    {
        lock (_asking)
        {
            if (_isPauseAsked || _isEnded)
            {
                return false;
            }

            _isSealAsked = true;
        }

        Wake();
        return true;
    }

    /// <summary>Asks to let the consuming segment take the table's present schema, if it holds no row.</summary>
    public void AskForRenewal()
    {
        _isRenewalAsked = true;
        Wake();
    }

    /// <summary>Asks to drop the rows that are not in a full segment yet; they are read again.</summary>
    public void AskForDrop()
    {
        _isDropAsked = true;
        Wake();
    }

    /// <summary>Asks to look whether the topic is still the one that is being read.</summary>
    public void AskForCheck()
    {
        _isCheckAsked = true;
        Wake();
    }

    /// <summary>Asks to seal and stop reading.</summary>
    public void AskForPause()
    {
        lock (_asking)
        {
            _isSealAsked |= !_isPauseAsked;
            _isPauseAsked = true;
            _resume?.Done.TrySetException(new IngestionException($"the table was paused again before partition {partition} read on"));
            _resume = null;
        }

        Wake();
    }

    /// <summary>Asks to read on after a pause; without effect if there was none.</summary>
    /// <returns>Ends when it is settled where, on the disk; fails, and stays paused, if Kafka does not say.</returns>
    public Task ResumeAsync(ResumeFrom from)
    {
        ResumeRequest request = new(from);
        lock (_asking)
        {
            if (!_isPauseAsked || _isEnded)
            {
                return _resume?.Done.Task ?? Task.CompletedTask;
            }

            _resume = request;
            _isPauseAsked = false;
        }

        Wake();
        return request.Done.Task;
    }

    /// <summary>Ends the waits of the loop.</summary>
    public void Wake()
    {
        _asked.Set();
        wake();
    }

    /// <summary>Tells whether a seal is asked for, and takes the request. The loop only, like all below.</summary>
    public bool TakeSeal() => Interlocked.Exchange(ref _isSealAsked, false);

    /// <summary>Puts a request back that could not be met.</summary>
    public void ReturnSeal() => _isSealAsked = true;

    /// <summary>Tells whether a renewal is asked for, and takes the request.</summary>
    public bool TakeRenewal() => Interlocked.Exchange(ref _isRenewalAsked, false);

    /// <summary>Tells whether a drop is asked for, and takes the request.</summary>
    public bool TakeDrop() => Interlocked.Exchange(ref _isDropAsked, false);

    /// <summary>Takes the request to look at the topic, if there is one.</summary>
    public void TakeCheck() => _isCheckAsked = false;

    /// <summary>Waits until reading is to go on.</summary>
    public void WaitWhilePaused(CancellationToken stop)
    {
        while (_isPauseAsked)
        {
            _asked.Wait(stop);
            _asked.Reset();
        }
    }

    /// <summary>Waits until something is asked, for so long at most.</summary>
    public void Wait(TimeSpan pause, CancellationToken stop)
    {
        _asked.Reset();
        _asked.Wait(pause, stop);
    }

    /// <summary>Settles a request to read on; if it was paused again meanwhile, that stands.</summary>
    /// <param name="request">The request.</param>
    /// <param name="fault">Why it cannot be met: then the loop is paused as before; null if it is.</param>
    public void Settle(ResumeRequest request, Exception? fault)
    {
        lock (_asking)
        {
            if (_resume == request)
            {
                _resume = null;
                _isPauseAsked = fault is not null;
            }
        }

        _ = fault is null ? request.Done.TrySetResult() : request.Done.TrySetException(fault);
    }

    /// <summary>Tells that the loop has ended: what is asked from now on is not met.</summary>
    public void End()
    {
        lock (_asking)
        {
            _isEnded = true;
            _resume?.Done.TrySetCanceled(CancellationToken.None);
        }
    }

    public void Dispose() => _asked.Dispose();
}

using Query;
using Web.Visitors;

namespace Web.Queries;

/// <summary>One query while it runs. Dispose it when the answer is there.</summary>
internal sealed class RunningQuery : IDisposable
{
    private readonly CancellationTokenSource _cancellation;
    private readonly Action<RunningQuery> _remove;

    public RunningQuery(
        long id, QueryRequest request, string? clientQueryId, DateTimeOffset startedAt, Action<RunningQuery> remove, CancellationToken asker)
    {
        (Id, ClientQueryId, StartedAt, _remove) = (id, clientQueryId, startedAt, remove);
        Progress = request.Progress ?? new QueryProgress();
        Request = request with { Progress = Progress };
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(asker);
    }

    /// <summary>Number of the query, Pinot's <c>requestId</c>.</summary>
    public long Id { get; }

    public QueryRequest Request { get; }

    /// <summary>The client's own name for it, option <c>clientQueryId</c>.</summary>
    public string? ClientQueryId { get; }

    /// <summary>Who asked.</summary>
    public Actor Owner { get; } = Acting.Now;

    public DateTimeOffset StartedAt { get; }

    public QueryProgress Progress { get; }

    /// <summary>Signalled when the asker left or somebody stopped the query.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    public void Cancel()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended between being found and being stopped: nothing is left to stop.
        }
    }

    public void Dispose()
    {
        _remove(this);
        _cancellation.Dispose();
    }
}

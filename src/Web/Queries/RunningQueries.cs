using System.Collections.Concurrent;
using Query;

namespace Web.Queries;

/// <summary>Every query that runs, whoever asked: listed, and stopped by its number or by the name its client gave it.</summary>
internal sealed class RunningQueries(TimeProvider clock)
{
    private readonly ConcurrentDictionary<long, RunningQuery> _running = new();

    // Numbers stay unique over restarts, so that a stale number never stops somebody else's query.
    private long _lastId = clock.GetUtcNow().ToUnixTimeMilliseconds() * 1000;

    /// <summary>What runs now, oldest first.</summary>
    public IReadOnlyList<RunningQuery> List() => [.. _running.Values.OrderBy(query => query.Id)];

    /// <summary>Puts a query on the list; disposing it takes it off.</summary>
    /// <param name="request">What is to run; its progress is the query's.</param>
    /// <param name="clientQueryId">The client's own name for it; null if it gave none.</param>
    /// <param name="asker">Ends when nobody waits for the answer any more.</param>
    public RunningQuery Add(QueryRequest request, string? clientQueryId, CancellationToken asker)
    {
        RunningQuery query = new(Interlocked.Increment(ref _lastId), request, clientQueryId, clock.GetUtcNow(), Remove, asker);
        _running[query.Id] = query;
        return query;
    }

    /// <summary>Stops the query of that number.</summary>
    /// <returns>False if it does not run.</returns>
    public bool TryCancel(long id)
    {
        if (!_running.TryGetValue(id, out RunningQuery? query))
        {
            return false;
        }

        query.Cancel();
        return true;
    }

    /// <summary>Stops the queries that their client gave that name.</summary>
    /// <returns>False if there is none.</returns>
    public bool TryCancel(string clientQueryId)
    {
        RunningQuery[] named = [.. _running.Values.Where(query => string.Equals(query.ClientQueryId, clientQueryId, StringComparison.Ordinal))];
        foreach (RunningQuery query in named)
        {
            query.Cancel();
        }

        return named.Length > 0;
    }

    /// <summary>Stops everything: the process ends.</summary>
    public void CancelAll()
    {
        foreach (RunningQuery query in _running.Values)
        {
            query.Cancel();
        }
    }

    private void Remove(RunningQuery query) => _running.TryRemove(query.Id, out _);
}

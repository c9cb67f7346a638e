using Query.Results;

namespace Query.Operators;

/// <summary>What one running query shares between its workers: deadline, memory budget, counters.</summary>
internal sealed class ExecutionContext(QueryLimits limits, QueryOptions options, QueryProgress? progress, CancellationToken deadline, CancellationToken cancelled)
{
    private long _docsScanned;
    private long _entriesInFilter;
    private long _entriesPostFilter;
    private long _memoryBytes;

    public QueryLimits Limits { get; } = limits;

    public QueryOptions Options { get; } = options;

    public QueryProgress? Progress { get; } = progress;

    public int Workers { get; } = limits.Workers > 0 ? limits.Workers : Environment.ProcessorCount;

    public long DocsScanned => Volatile.Read(ref _docsScanned);

    public long EntriesInFilter => Volatile.Read(ref _entriesInFilter);

    public long EntriesPostFilter => Volatile.Read(ref _entriesPostFilter);

    /// <summary>Set when a group was left out for the number of groups.</summary>
    public bool GroupLimitReached { get; set; }

    /// <summary>Call once per block.</summary>
    /// <exception cref="QueryException">The query was cancelled or its time is over.</exception>
    public void Check()
    {
        if (deadline.IsCancellationRequested)
        {
            Stop();
        }
    }

    /// <summary>Counts what a morsel took.</summary>
    public void Count(long rows, long matched, long filterColumns, long valueColumns)
    {
        Interlocked.Add(ref _docsScanned, matched);
        Interlocked.Add(ref _entriesInFilter, rows * filterColumns);
        Interlocked.Add(ref _entriesPostFilter, matched * valueColumns);
        Progress?.AddRows(rows);
    }

    /// <summary>Tells how the memory of a worker changed.</summary>
    /// <exception cref="QueryException">All workers together hold more than the query may.</exception>
    public void Charge(long bytes)
    {
        if (Interlocked.Add(ref _memoryBytes, bytes) > Limits.MaxMemoryBytes)
        {
            throw new QueryException(
                245,
                $"the query needs more than {Limits.MaxMemoryBytes / (1024 * 1024)} MB for groups, distinct values or sorted rows; filter more rows out, group by fewer values or use an approximate aggregate such as DISTINCTCOUNTHLL");
        }
    }

    /// <summary>Counters as the answer shows them.</summary>
    public QueryStatistics Finish(QueryStatistics statistics) => statistics with
    {
        DocsScanned = DocsScanned,
        EntriesScannedInFilter = EntriesInFilter,
        EntriesScannedPostFilter = EntriesPostFilter,
        GroupLimitReached = GroupLimitReached,
    };

    private void Stop()
    {
        if (cancelled.IsCancellationRequested)
        {
            throw new QueryException(503, "the query was cancelled");
        }

        TimeSpan timeout = Options.Timeout ?? Limits.Timeout;
        throw new QueryException(
            250, $"the query ran into its timeout of {timeout.TotalMilliseconds:F0} ms; filter more rows out or give it more time with SET timeoutMs = …;");
    }
}

namespace Query.Results;

/// <summary>Counters of one query, with Pinot's meanings (query-rest.md §4.3).</summary>
public sealed record QueryStatistics
{
    /// <summary>Raw names of the tables asked.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>Rows that passed the filter and were processed.</summary>
    public long DocsScanned { get; init; }

    /// <summary>Rows in all segments asked.</summary>
    public long TotalDocs { get; init; }

    /// <summary>Values examined by filters.</summary>
    public long EntriesScannedInFilter { get; init; }

    /// <summary>Values read after the filter.</summary>
    public long EntriesScannedPostFilter { get; init; }

    /// <summary>Segments of the table.</summary>
    public int SegmentsQueried { get; init; }

    /// <summary>Segments left after pruning by their bounds.</summary>
    public int SegmentsProcessed { get; init; }

    /// <summary>Segments in which a row matched.</summary>
    public int SegmentsMatched { get; init; }

    /// <summary>Consuming segments among those queried.</summary>
    public int ConsumingSegmentsQueried { get; init; }

    /// <summary>Oldest "last row indexed" among the consuming segments queried, epoch milliseconds; 0 if there is none.</summary>
    public long MinConsumingFreshnessMillis { get; init; }

    /// <summary>True if the number of groups reached its limit.</summary>
    public bool GroupLimitReached { get; init; }

    /// <summary>Wall time from text to answer.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Wall time of merging and sorting partial results.</summary>
    public TimeSpan ReduceTime { get; init; }
}

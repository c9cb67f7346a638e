using Query.Results;

namespace Query;

/// <summary>What a statement would read, known before it runs: the segments that its filter cannot rule out by their bounds.</summary>
public sealed record QueryEstimate
{
    /// <summary>Why it cannot run; null if it can.</summary>
    public QueryError? Error { get; init; }

    /// <summary>Segments to read.</summary>
    public int Segments { get; init; }

    /// <summary>Segments of the table.</summary>
    public int SegmentsTotal { get; init; }

    /// <summary>Rows to read at most; 0 if figures that segments keep answer it.</summary>
    public long Rows { get; init; }

    /// <summary>Rows of the table.</summary>
    public long RowsTotal { get; init; }
}

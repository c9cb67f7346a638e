namespace Query;

/// <summary>How far a running query has come. Written by its workers, read by anybody.</summary>
public sealed class QueryProgress
{
    private long _rowsScanned;
    private int _segmentsDone;

    /// <summary>Segments to read, after pruning; set before the first row is read.</summary>
    public int SegmentsTotal { get; set; }

    /// <summary>Rows read so far.</summary>
    public long RowsScanned => Volatile.Read(ref _rowsScanned);

    /// <summary>Segments read to their end.</summary>
    public int SegmentsDone => Volatile.Read(ref _segmentsDone);

    internal void AddRows(long rows) => Interlocked.Add(ref _rowsScanned, rows);

    internal void FinishSegment() => Interlocked.Increment(ref _segmentsDone);
}

using Segments.Schema;

namespace Segments.Tables;

/// <summary>What one query sees of a table: segments that do not change any more.</summary>
/// <param name="Schema">The schema at the time.</param>
/// <param name="Segments">By partition, then in the order of their offsets.</param>
public sealed record TableSnapshot(TableSchema Schema, IReadOnlyList<ISegment> Segments)
{
    /// <summary>Rows in all segments.</summary>
    public long RowCount => Segments.Sum(segment => (long)segment.RowCount);
}

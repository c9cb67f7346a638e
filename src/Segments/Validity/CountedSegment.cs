using Segments.Columns;
using Segments.Schema;

namespace Segments.Validity;

/// <summary>A segment together with the rows of it that count.</summary>
internal sealed class CountedSegment(ISegment segment, ValidRows validRows) : ISegment
{
    /// <inheritdoc/>
    public string Name => segment.Name;

    /// <inheritdoc/>
    public int Partition => segment.Partition;

    /// <inheritdoc/>
    public bool IsConsuming => segment.IsConsuming;

    /// <inheritdoc/>
    public int RowCount => segment.RowCount;

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt => segment.CreatedAt;

    /// <inheritdoc/>
    public DateTimeOffset? LastIndexedAt => segment.LastIndexedAt;

    /// <inheritdoc/>
    public long? Crc => segment.Crc;

    /// <inheritdoc/>
    public ValidRows? ValidRows => validRows.Count == RowCount ? null : validRows;

    /// <inheritdoc/>
    public ColumnReader Column(ColumnSchema column) => segment.Column(column);
}

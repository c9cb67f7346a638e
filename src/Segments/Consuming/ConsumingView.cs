using Segments.Columns;
using Segments.Schema;
using Segments.Validity;

namespace Segments.Consuming;

/// <summary>The visible rows of a consuming segment at one moment.</summary>
internal sealed class ConsumingView(ConsumingSegment segment, ColumnAppender[] columns, ConsumingProgress progress) : ISegment
{
    private readonly ColumnReader?[] _readers = new ColumnReader?[columns.Length];

    /// <inheritdoc/>
    public string Name => segment.Name;

    /// <inheritdoc/>
    public int Partition => segment.Partition;

    /// <inheritdoc/>
    public bool IsConsuming => true;

    /// <inheritdoc/>
    public int RowCount => progress.RowCount;

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt => segment.CreatedAt;

    /// <inheritdoc/>
    public DateTimeOffset? LastIndexedAt => progress.LastIndexedAt;

    /// <inheritdoc/>
    public long? Crc => null;

    /// <summary>The rows that count in all segments of the partition, as of this view; null if all do.</summary>
    public PartitionValidity? Validity => progress.Validity;

    /// <summary>The segment this is a view of.</summary>
    public ConsumingSegment Segment => segment;

    /// <summary>Offset after the last message these rows came from.</summary>
    public long NextOffset => progress.NextOffset;

    /// <inheritdoc/>
    public ColumnReader Column(ColumnSchema column) =>
        segment.Schema.TryFind(column.Name, out int ordinal)
            ? ColumnMatch.Checked(Column(ordinal), column, Name)
            : new DefaultColumn(column, RowCount);

    /// <summary>The column at an ordinal of the segment's own schema.</summary>
    public ColumnReader Column(int ordinal) => _readers[ordinal] ??= columns[ordinal].Freeze(RowCount);
}

using Segments.Columns;
using Segments.Schema;

namespace Segments.Files;

/// <summary>The last part of a segment file: what the segment is, its columns, and where their sections lie.</summary>
internal sealed record SegmentDirectory
{
    /// <summary>Pinot's name of the segment.</summary>
    public required string Name { get; init; }

    /// <summary>Partition of the topic.</summary>
    public required int Partition { get; init; }

    /// <summary>Number of the segment within the partition.</summary>
    public required int Sequence { get; init; }

    /// <summary>Offset of the first message that may be in it.</summary>
    public required long StartOffset { get; init; }

    /// <summary>Offset after the last message.</summary>
    public required long EndOffset { get; init; }

    /// <summary>Rows.</summary>
    public required int RowCount { get; init; }

    /// <summary>When the segment was opened for its first row, to the millisecond.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was sealed, to the millisecond.</summary>
    public required DateTimeOffset SealedAt { get; init; }

    /// <summary>When its newest row became visible, to the millisecond.</summary>
    public required DateTimeOffset? LastIndexedAt { get; init; }

    /// <summary>Schema at the time.</summary>
    public required TableSchema Schema { get; init; }

    /// <summary>Encoding and bounds of each column of the schema.</summary>
    public required IReadOnlyList<ColumnEntry> Columns { get; init; }

    /// <summary>Sections in the order of the file, without gaps.</summary>
    public required IReadOnlyList<Section> Sections { get; init; }
}

/// <summary>What the directory says of a column besides its schema.</summary>
/// <param name="Encoding">How it is stored.</param>
/// <param name="Statistics">Bounds of its values, if known.</param>
internal sealed record ColumnEntry(ColumnEncoding Encoding, ColumnStatistics? Statistics);

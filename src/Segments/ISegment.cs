using Segments.Columns;
using Segments.Schema;
using Segments.Validity;

namespace Segments;

/// <summary>A set of rows that a query reads: a sealed segment, or the visible rows of a consuming one, frozen.</summary>
public interface ISegment
{
    /// <summary>Pinot's name: table, partition, sequence, creation minute, as in <c>events__0__0__20240211T1334Z</c>.</summary>
    string Name { get; }

    /// <summary>Partition of the topic.</summary>
    int Partition { get; }

    /// <summary>True while the segment still grows; this view of it does not.</summary>
    bool IsConsuming { get; }

    /// <summary>Rows to read.</summary>
    int RowCount { get; }

    /// <summary>When the segment was opened for its first row.</summary>
    DateTimeOffset CreatedAt { get; }

    /// <summary>When the newest row became visible; null while there is none.</summary>
    DateTimeOffset? LastIndexedAt { get; }

    /// <summary>Checksum of a sealed segment's file; null while consuming.</summary>
    long? Crc { get; }

    /// <summary>The rows that count, where the table keeps one row per key; null if all do.</summary>
    ValidRows? ValidRows => null;

    /// <summary>The column of that name; a column of defaults if the segment is older than the column.</summary>
    ColumnReader Column(ColumnSchema column);
}

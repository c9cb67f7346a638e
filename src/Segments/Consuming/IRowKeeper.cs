using Segments.Rows;
using Segments.Validity;

namespace Segments.Consuming;

/// <summary>Decides, for a table with keys, which rows a consuming segment stores, what they become and which of them count.</summary>
/// <remarks>The writer of the partition calls it, and nobody else.</remarks>
internal interface IRowKeeper
{
    /// <summary>True if it failed half-way: the segment must be dropped.</summary>
    bool IsSpoilt { get; }

    /// <summary>Takes note of a new segment, whose rows come next.</summary>
    void Begin(ConsumingSegment segment);

    /// <summary>What keeps a row out; null if nothing does.</summary>
    string? FaultOf(RowBuffer row);

    /// <summary>Stores those of the rows that are to be kept.</summary>
    void Append(ConsumingSegment segment, ReadOnlySpan<RowBuffer> rows);

    /// <summary>The rows that count now, in all segments of the partition.</summary>
    PartitionValidity Freeze();
}

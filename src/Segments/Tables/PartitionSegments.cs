using System.Collections.Immutable;
using Segments.Consuming;
using Segments.Sealed;

namespace Segments.Tables;

/// <summary>All segments of a partition at one moment. Never changed, only replaced: whoever reads one sees every row once.</summary>
/// <param name="Sealed">Segments in files, by offset.</param>
/// <param name="Frozen">Full segments that wait to be written, by offset.</param>
/// <param name="Consuming">The one being filled; starts where the last of the others ends.</param>
/// <param name="Repairs">Segments being filled again in place of damaged files.</param>
/// <param name="Missing">Offsets between sealed segments whose rows are in no file, by offset.</param>
internal sealed record PartitionSegments(
    ImmutableArray<SealedSegment> Sealed,
    ImmutableArray<ConsumingSegment> Frozen,
    ConsumingSegment Consuming,
    ImmutableArray<ConsumingSegment> Repairs,
    ImmutableArray<OffsetRange> Missing)
{
    /// <summary>Adds what a query reads, in the order of offsets.</summary>
    public void AddTo(List<ISegment> segments)
    {
        if (Repairs.IsEmpty)
        {
            segments.AddRange(Sealed);
        }
        else
        {
            segments.AddRange(Sealed.Select(segment => (segment.StartOffset, Segment: (ISegment)segment))
                .Concat(Repairs.Select(segment => (segment.StartOffset, Segment: segment.View())))
                .OrderBy(pair => pair.StartOffset)
                .Select(pair => pair.Segment));
        }

        foreach (ConsumingSegment frozen in Frozen)
        {
            segments.Add(frozen.View());
        }

        segments.Add(Consuming.View());
    }
}

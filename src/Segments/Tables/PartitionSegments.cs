using System.Collections.Immutable;
using Segments.Consuming;
using Segments.Sealed;
using Segments.Validity;

namespace Segments.Tables;

/// <summary>All segments of a partition at one moment. Never changed, only replaced: whoever reads one sees every row once.</summary>
/// <param name="Sealed">Segments in files, by number, which is the order they were read in.</param>
/// <param name="Frozen">Full segments that wait to be written, by number.</param>
/// <param name="Consuming">The one being filled; starts where the last of the others ends.</param>
/// <param name="Repairs">Segments being filled again in place of damaged files.</param>
/// <param name="Missing">Offsets between sealed segments whose rows are in no file and can be read again, by offset.</param>
/// <param name="Runs">Runs of segments, oldest first; the last one is being read.</param>
internal sealed record PartitionSegments(
    ImmutableArray<SealedSegment> Sealed,
    ImmutableArray<ConsumingSegment> Frozen,
    ConsumingSegment Consuming,
    ImmutableArray<ConsumingSegment> Repairs,
    ImmutableArray<OffsetRange> Missing,
    ImmutableArray<OffsetRun> Runs)
{
    /// <summary>Adds what a query reads, in the order it was read from Kafka.</summary>
    public void AddTo(List<ISegment> segments)
    {
        ConsumingView consuming = Consuming.Freeze();
        if (consuming.Validity is { } validity)
        {
            AddTo(segments, consuming, validity);
            return;
        }

        if (Repairs.IsEmpty)
        {
            segments.AddRange(Sealed);
        }
        else
        {
            segments.AddRange(Sealed.Select(segment => (segment.Sequence, segment.StartOffset, Segment: (ISegment)segment))
                .Concat(Repairs.Select(segment => (segment.Sequence, segment.StartOffset, Segment: segment.View())))
                .OrderBy(pair => pair.Sequence)
                .ThenBy(pair => pair.StartOffset)
                .Select(pair => pair.Segment));
        }

        foreach (ConsumingSegment frozen in Frozen)
        {
            segments.Add(frozen.View());
        }

        segments.Add(consuming);
    }

    /// <summary>The same for a table with keys: rows count as of the moment the consuming segment's view is of. Repairs do not yet.</summary>
    private void AddTo(List<ISegment> segments, ConsumingView consuming, PartitionValidity validity)
    {
        segments.AddRange(Sealed.Select(segment => new CountedSegment(segment, validity.Of(segment.Sequence))));
        segments.AddRange(Frozen.Select(segment => new CountedSegment(segment.View(), validity.Of(segment.Sequence))));
        segments.Add(new CountedSegment(consuming, validity.Of(Consuming.Sequence)));
    }
}

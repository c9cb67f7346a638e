using System.Collections.Immutable;

namespace Segments.Tables;

/// <summary>Segments of a partition that were read one after the other. A new run begins where reading was sent to another offset.</summary>
/// <param name="FirstSequence">Number of its first segment; those of the next run are larger than all of this one.</param>
/// <param name="StartOffset">Where its first segment begins.</param>
/// <param name="Deleted">Offsets whose segments were deleted on purpose: they are not missing. By offset, adjacent ones joined.</param>
public sealed record OffsetRun(int FirstSequence, long StartOffset, ImmutableArray<DeletedOffsets> Deleted)
{
    /// <summary>Which topic its offsets are of: a topic that is deleted and created again under the same name is another one. Null until it is known.</summary>
    public string? TopicId { get; init; }

    /// <summary>The same run after one of its segments was deleted.</summary>
    internal OffsetRun WithDeleted(DeletedOffsets deleted)
    {
        List<DeletedOffsets> joined = [];
        foreach (DeletedOffsets next in Deleted.Add(deleted).OrderBy(range => range.Start))
        {
            if (joined is [.., { } last] && next.Start <= last.End)
            {
                joined[^1] = new DeletedOffsets(last.Start, Math.Max(last.End, next.End), Math.Max(last.LastSequence, next.LastSequence));
            }
            else
            {
                joined.Add(next);
            }
        }

        return this with { Deleted = [.. joined] };
    }
}

/// <summary>Offsets of deleted segments.</summary>
/// <param name="Start">First offset.</param>
/// <param name="End">One past the last offset.</param>
/// <param name="LastSequence">Largest number of those segments: numbers are not given twice.</param>
public sealed record DeletedOffsets(long Start, long End, int LastSequence);

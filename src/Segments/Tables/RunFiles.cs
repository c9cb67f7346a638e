using Segments.Sealed;

namespace Segments.Tables;

/// <summary>Sorts the files found of one run: sound ones, those deleted on purpose, those that are refused, and the gaps between them.</summary>
internal sealed class RunFiles(OffsetRun run)
{
    private readonly List<SealedSegment> _kept = [];
    private readonly List<OffsetRange> _missing = [];
    private readonly List<string> _deleted = [];
    private readonly List<(string Path, SegmentFileName Name, string Reason)> _refused = [];

    public OffsetRun Run => run;

    /// <summary>Sound segments by offset, no two of which overlap.</summary>
    public IReadOnlyList<SealedSegment> Kept => _kept;

    /// <summary>Gaps before and between them, by offset.</summary>
    public IReadOnlyList<OffsetRange> Missing => _missing;

    /// <summary>Files that are to go.</summary>
    public IReadOnlyList<string> Deleted => _deleted;

    /// <summary>Files that cannot be served, by number, and why.</summary>
    public IReadOnlyList<(string Path, SegmentFileName Name, string Reason)> Refused => [.. _refused.OrderBy(file => file.Name.Sequence)];

    /// <summary>Where the run goes on.</summary>
    public long NextOffset { get; private set; } = run.StartOffset;

    /// <summary>Takes the files of the run, in any order. A file without segment could not be read, for the reason given.</summary>
    public void Take(IEnumerable<(string Path, SegmentFileName Name, SealedSegment? Segment, string? Reason)> files)
    {
        int deletions = 0;
        foreach ((string path, SegmentFileName name, SealedSegment? segment, string? reason) in files.OrderBy(file => file.Segment?.StartOffset).ThenBy(file => file.Name.Sequence))
        {
            if (segment is null)
            {
                _refused.Add((path, name, reason ?? "it cannot be read"));
                continue;
            }

            OffsetRange range = new(segment.StartOffset, segment.EndOffset);
            if (run.Deleted.Any(deleted => new OffsetRange(deleted.Start, deleted.End).Contains(range)))
            {
                _deleted.Add(path);
                continue;
            }

            PassDeletions(ref deletions, range.Start);
            if (_kept.Count > 0 && range.Start < NextOffset)
            {
                // Serving both would show rows twice.
                _refused.Add((path, name, $"its offsets {range} overlap those of {_kept[^1].Name}"));
                continue;
            }

            Reach(range.Start);
            _kept.Add(segment);
            NextOffset = range.End;
        }

        PassDeletions(ref deletions, long.MaxValue);
    }

    private void PassDeletions(ref int next, long before)
    {
        while (next < run.Deleted.Length && run.Deleted[next].Start < before)
        {
            DeletedOffsets deleted = run.Deleted[next++];
            Reach(deleted.Start);
            NextOffset = Math.Max(NextOffset, deleted.End);
        }
    }

    private void Reach(long offset)
    {
        if (NextOffset < offset)
        {
            _missing.Add(new OffsetRange(NextOffset, offset));
        }
    }
}

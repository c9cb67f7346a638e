using System.Collections.Concurrent;
using System.Collections.Immutable;
using Segments.Files;
using Segments.Sealed;

namespace Segments.Tables;

/// <summary>What the segment files of one partition amount to.</summary>
/// <param name="Sealed">Sound segments by number; no two of a run overlap.</param>
/// <param name="Missing">Gaps before and between them that can be read again, by offset.</param>
/// <param name="NextOffset">Where consuming goes on.</param>
/// <param name="NextSequence">Number of the segment that does.</param>
/// <param name="Runs">Its runs, oldest first.</param>
internal sealed record PartitionInventory(
    ImmutableArray<SealedSegment> Sealed, ImmutableArray<OffsetRange> Missing, long NextOffset, int NextSequence, ImmutableArray<OffsetRun> Runs);

/// <summary>Takes stock of a table's segment folder at start: opens what is sound, moves aside what is not, and finds the gaps.</summary>
internal sealed class PartitionFiles
{
    private const string DamagedExtension = ".damaged";

    private readonly string _directory;
    private readonly string _table;
    private readonly List<DamagedFile> _damaged = [];
    private readonly Dictionary<int, PartitionInventory> _partitions = [];

    private PartitionFiles(string directory, string table) => (_directory, _table) = (directory, table);

    public IReadOnlyList<DamagedFile> Damaged => _damaged;

    /// <summary>By number: every partition that has a file or a start offset.</summary>
    public IReadOnlyDictionary<int, PartitionInventory> Partitions => _partitions;

    /// <exception cref="IOException">The folder cannot be read, or a damaged file cannot be moved aside.</exception>
    public static PartitionFiles Open(TableDefinition definition, string directory)
    {
        PartitionFiles files = new(directory, definition.Config.Name);
        Directory.CreateDirectory(directory);
        foreach (string leftover in Directory.EnumerateFiles(directory, "*.tmp"))
        {
            File.Delete(leftover); // never renamed, so never committed: its rows are read again
        }

        ILookup<int, Found> found = files.OpenAll().ToLookup(file => file.Name.Partition);
        foreach (int partition in found.Select(group => group.Key).Union(definition.StartOffsets.Keys).Union(definition.Runs.Keys))
        {
            Found[] all = [.. found[partition]];
            ImmutableArray<OffsetRun> runs = definition.Runs.TryGetValue(partition, out ImmutableArray<OffsetRun> known)
                ? known
                : [definition.FirstRun(partition, definition.StartOffsets.TryGetValue(partition, out long start) ? start : FirstOffset(all))];
            files._partitions[partition] = files.TakeStock(partition, all, runs);
        }

        if (files._damaged.Count > 0)
        {
            Libc.FlushDirectory(directory);
        }

        return files;
    }

    private ConcurrentBag<Found> OpenAll()
    {
        ConcurrentBag<Found> found = [];
        List<string> paths = [];
        foreach (string path in Directory.EnumerateFiles(_directory, "*" + SegmentFileName.Extension))
        {
            if (SegmentFileName.TryParse(path, _table, out _))
            {
                paths.Add(path);
            }
            else
            {
                MoveAside(path, $"its name is not that of a segment of table {_table}");
            }
        }

        // Every byte is checked once per start: whatever happened to the disk meanwhile, no wrong row is ever served.
        Parallel.ForEach(paths, path =>
        {
            _ = SegmentFileName.TryParse(path, _table, out SegmentFileName name);
            found.Add(OpenOne(path, name));
        });
        return found;
    }

    private static Found OpenOne(string path, SegmentFileName name)
    {
        try
        {
            SealedSegment segment = SealedSegment.Open(path, ChecksumMode.Everything);
            return segment.Partition == name.Partition && segment.Sequence == name.Sequence
                ? new Found(path, name, segment, null)
                : new Found(path, name, null, $"it holds partition {segment.Partition}, sequence {segment.Sequence}: it was renamed");
        }
        catch (SegmentFormatException exception)
        {
            return new Found(path, name, null, exception.Message);
        }
    }

    // A partition that was not there when the table was created begins wherever its first segment does.
    private static long FirstOffset(Found[] files) => files.Min(file => file.Segment?.StartOffset) ?? 0;

    private PartitionInventory TakeStock(int partition, Found[] files, ImmutableArray<OffsetRun> runs)
    {
        List<SealedSegment> kept = [];
        List<OffsetRange> missing = [];
        long next = 0;
        for (int i = 0; i < runs.Length; i++)
        {
            int end = i + 1 < runs.Length ? runs[i + 1].FirstSequence : int.MaxValue;
            RunFiles run = new(runs[i]);
            run.Take(files.Where(file => file.Name.Sequence >= runs[i].FirstSequence && file.Name.Sequence < end).Select(file => (file.Path, file.Name, file.Segment, file.Reason)));
            next = run.NextOffset;
            kept.AddRange(run.Kept);

            // What a later run read anew, perhaps from another topic, is not read again.
            long left = runs.Skip(i + 1).Select(later => later.StartOffset).DefaultIfEmpty(long.MaxValue).Min();
            missing.AddRange(OffsetRange.Before(left, run.Missing));
            SetAside(partition, run);
        }

        int lastDeleted = runs.SelectMany(run => run.Deleted).Select(range => range.LastSequence).DefaultIfEmpty(-1).Max();
        int nextSequence = Math.Max(Math.Max(kept.Select(segment => segment.Sequence + 1).DefaultIfEmpty(0).Max(), runs[^1].FirstSequence), lastDeleted + 1);
        return new PartitionInventory([.. kept], [.. missing], next, nextSequence, runs);
    }

    private void SetAside(int partition, RunFiles run)
    {
        foreach (string path in run.Deleted)
        {
            File.Delete(path); // the process died between noting the deletion and doing it
        }

        foreach ((string path, SegmentFileName name, string reason) in run.Refused)
        {
            MoveAside(path, reason, new DamagedFile(path, string.Empty)
            {
                Partition = partition,
                From = run.Kept.LastOrDefault(segment => segment.Sequence < name.Sequence)?.EndOffset ?? run.Run.StartOffset,
                To = run.Kept.FirstOrDefault(segment => segment.Sequence > name.Sequence)?.StartOffset,
            });
        }
    }

    private void MoveAside(string path, string reason, DamagedFile? known = null)
    {
        string target = path + DamagedExtension;
        File.Move(path, target, overwrite: true);
        _damaged.Add((known ?? new DamagedFile(path, reason)) with { Path = target, Reason = reason });
    }

    private sealed record Found(string Path, SegmentFileName Name, SealedSegment? Segment, string? Reason);
}

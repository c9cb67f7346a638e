using System.Collections.Concurrent;
using System.Collections.Immutable;
using Segments.Files;
using Segments.Sealed;

namespace Segments.Tables;

/// <summary>What the segment files of one partition amount to.</summary>
/// <param name="Sealed">Sound segments by offset, no two of which overlap.</param>
/// <param name="Missing">Gaps before and between them.</param>
/// <param name="NextOffset">Where consuming goes on.</param>
/// <param name="NextSequence">Number of the segment that does.</param>
internal sealed record PartitionInventory(
    ImmutableArray<SealedSegment> Sealed, ImmutableArray<OffsetRange> Missing, long NextOffset, int NextSequence);

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
        foreach (int partition in found.Select(group => group.Key).Union(definition.StartOffsets.Keys))
        {
            long? start = definition.StartOffsets.TryGetValue(partition, out long offset) ? offset : null;
            files._partitions[partition] = files.TakeStock(partition, [.. found[partition]], start);
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

    private PartitionInventory TakeStock(int partition, Found[] files, long? start)
    {
        List<SealedSegment> kept = [];
        List<OffsetRange> missing = [];
        List<Found> refused = [.. files.Where(file => file.Segment is null)];
        long? covered = start;
        foreach (Found file in files.Where(file => file.Segment is not null).OrderBy(file => file.Segment!.StartOffset).ThenBy(file => file.Name.Sequence))
        {
            SealedSegment segment = file.Segment!;
            if (kept.Count > 0 && segment.StartOffset < covered)
            {
                // Serving both would show rows twice.
                refused.Add(file with { Reason = $"its offsets {new OffsetRange(segment.StartOffset, segment.EndOffset)} overlap those of {kept[^1].Name}" });
                continue;
            }

            if (covered < segment.StartOffset)
            {
                missing.Add(new OffsetRange(covered.Value, segment.StartOffset));
            }

            kept.Add(segment);
            covered = segment.EndOffset;
        }

        foreach (Found file in refused.OrderBy(file => file.Name.Sequence))
        {
            MoveAside(file.Path, file.Reason ?? "it cannot be read", new DamagedFile(file.Path, string.Empty)
            {
                Partition = partition,
                From = kept.LastOrDefault(segment => segment.Sequence < file.Name.Sequence)?.EndOffset ?? start,
                To = kept.FirstOrDefault(segment => segment.Sequence > file.Name.Sequence)?.StartOffset,
            });
        }

        return new PartitionInventory([.. kept], [.. missing], covered ?? 0, kept.Count == 0 ? 0 : kept.Max(segment => segment.Sequence) + 1);
    }

    private void MoveAside(string path, string reason, DamagedFile? known = null)
    {
        string target = path + DamagedExtension;
        File.Move(path, target, overwrite: true);
        _damaged.Add((known ?? new DamagedFile(path, reason)) with { Path = target, Reason = reason });
    }

    private sealed record Found(string Path, SegmentFileName Name, SealedSegment? Segment, string? Reason);
}

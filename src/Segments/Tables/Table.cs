using System.Collections.Immutable;

namespace Segments.Tables;

/// <summary>A table: its definition and the segments of its partitions. Readers never wait.</summary>
public sealed class Table
{
    private const int MostGaps = 1000;

    private readonly TimeProvider _clock;
    private readonly Lock _opening = new();
    private TableDefinition _definition;
    private TablePartition[] _partitions = [];

    internal Table(TableDefinition definition, string segmentsDirectory, TimeProvider clock)
    {
        _definition = definition;
        _clock = clock;
        SegmentsDirectory = segmentsDirectory;
        foreach ((int id, long startOffset) in definition.StartOffsets)
        {
            OpenPartition(id, startOffset);
        }
    }

    private Table(TableDefinition definition, PartitionFiles files, string segmentsDirectory, TimeProvider clock)
    {
        _definition = definition;
        _clock = clock;
        SegmentsDirectory = segmentsDirectory;
        Damaged = files.Damaged;
        DateTimeOffset now = clock.GetUtcNow();
        _partitions =
        [
            // Partitions with many keys take a while to learn them.
            .. files.Partitions.OrderBy(pair => pair.Key).AsParallel().AsOrdered().Select(pair => new TablePartition(this, pair.Key, pair.Value, now)),
        ];
    }

    /// <summary>Raw name, without type suffix.</summary>
    public string Name => Definition.Config.Name;

    /// <summary>Schema, config and the rest of what is written down; replaced as a whole when it changes.</summary>
    public TableDefinition Definition => Volatile.Read(ref _definition);

    /// <summary>Folder of the segment files.</summary>
    public string SegmentsDirectory { get; }

    /// <summary>Files that were refused when the table was opened.</summary>
    public IReadOnlyList<DamagedFile> Damaged { get; } = [];

    /// <summary>The partitions known so far, by number.</summary>
    public IReadOnlyList<TablePartition> Partitions => Volatile.Read(ref _partitions);

    /// <summary>What a query sees: every row published before the call, once.</summary>
    public TableSnapshot Snapshot()
    {
        List<ISegment> segments = [];
        foreach (TablePartition partition in Volatile.Read(ref _partitions))
        {
            partition.State.AddTo(segments);
        }

        return new TableSnapshot(Definition.Schema, segments);
    }

    /// <summary>The partition of that number; opened if the topic has grown.</summary>
    /// <param name="id">Partition of the topic.</param>
    /// <param name="startOffset">Where a partition that was not known starts; ignored if it is known.</param>
    public TablePartition OpenPartition(int id, long startOffset)
    {
        lock (_opening)
        {
            TablePartition? known = Array.Find(_partitions, partition => partition.Id == id);
            if (known is not null)
            {
                return known;
            }

            TablePartition opened = new(this, id, new PartitionInventory([], [], startOffset, NextSequence: 0, [Definition.FirstRun(id, startOffset)]), _clock.GetUtcNow());
            Volatile.Write(ref _partitions, [.. _partitions.Append(opened).OrderBy(partition => partition.Id)]);
            return opened;
        }
    }

    internal static Table Load(TableDefinition definition, string segmentsDirectory, TimeProvider clock) =>
        new(definition, PartitionFiles.Open(definition, segmentsDirectory), segmentsDirectory, clock);

    /// <summary>Writes a changed definition down; set by the catalog, which owns the files.</summary>
    internal Action<Func<TableDefinition, TableDefinition>>? WriteDown { get; set; }

    /// <summary>Remembers a partition's runs, on the disk before it returns.</summary>
    internal void Keep(int partition, ImmutableArray<OffsetRun> runs)
    {
        Func<TableDefinition, TableDefinition> change = definition => definition with { Runs = definition.Runs.SetItem(partition, runs) };
        (WriteDown ?? (apply => Replace(apply(Definition))))(change);
    }

    /// <summary>Remembers a gap, on the disk before it returns; the oldest of very many goes.</summary>
    internal void Keep(OffsetGap gap)
    {
        if (!Definition.Gaps.Any(known => known.IsSame(gap)))
        {
            Func<TableDefinition, TableDefinition> change = definition => definition with { Gaps = [.. definition.Gaps.TakeLast(MostGaps - 1), gap] };
            (WriteDown ?? (apply => Replace(apply(Definition))))(change);
        }
    }

    internal void Replace(TableDefinition definition) => Volatile.Write(ref _definition, definition);
}

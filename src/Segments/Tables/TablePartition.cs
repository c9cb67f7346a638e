using System.Collections.Immutable;
using Segments.Consuming;
using Segments.Files;
using Segments.Keys;
using Segments.Rows;
using Segments.Sealed;
using Segments.Sealing;

namespace Segments.Tables;

/// <summary>The segments of one partition of a table.</summary>
/// <remarks>
/// Threads: one writer fills <see cref="Consuming"/> and calls <see cref="Roll"/> and <see cref="Restart"/>; one sealing worker calls
/// <see cref="Seal"/>; one repairer, which may be either of them, does the repairs. Readers need no lock and never wait: every change
/// replaces the whole state in one volatile write, so a snapshot holds each row exactly once, also between a roll and its seal.
/// </remarks>
public sealed class TablePartition
{
    private readonly Table _table;
    private readonly Lock _changing = new();
    private KeyedRows? _keys;
    private TableDefinition? _definitionOfKeys;
    private PartitionSegments _state;

    /// <param name="table">The table; its definition is known.</param>
    /// <param name="id">Partition of the topic.</param>
    /// <param name="files">What its files amount to.</param>
    /// <param name="now">Creation time of the consuming segment.</param>
    internal TablePartition(Table table, int id, PartitionInventory files, DateTimeOffset now)
    {
        _table = table;
        Id = id;
        _state = new PartitionSegments(files.Sealed, [], Open(files.Sealed, [], files.NextSequence, files.NextOffset, now), [], files.Missing, files.Runs);
    }

    /// <summary>Partition of the topic.</summary>
    public int Id { get; }

    /// <summary>The segment being filled. After a start it begins at the end offset of the last sealed one.</summary>
    public ConsumingSegment Consuming => State.Consuming;

    /// <summary>Full segments that wait for <see cref="Seal"/>, oldest first; queries read them all the while.</summary>
    public IReadOnlyList<ConsumingSegment> Frozen => State.Frozen;

    /// <summary>Segments in files, by number: the order they were read in.</summary>
    public IReadOnlyList<SealedSegment> Sealed => State.Sealed;

    /// <summary>
    /// Offsets before <see cref="Consuming"/> whose rows are in no file, because the file was damaged or lost; by offset. To be read again
    /// through <see cref="OpenRepair"/>; what Kafka no longer has stays listed.
    /// </summary>
    public IReadOnlyList<OffsetRange> Missing => State.Missing;

    /// <summary>Segments opened by <see cref="OpenRepair"/> and not sealed yet.</summary>
    public IReadOnlyList<ConsumingSegment> Repairs => State.Repairs;

    /// <summary>Keys of a table with upsert or dedup, or of the consuming segment of one that rolls up; null without any of them.</summary>
    public int? KeyCount => Volatile.Read(ref _keys)?.KeyCount;

    /// <summary>Bytes of memory that the keys take.</summary>
    public long KeyBytes => Volatile.Read(ref _keys)?.HeapBytes ?? 0;

    /// <summary>Rows that were dropped since the last start: duplicates, or rows that came too late.</summary>
    public long DroppedRows => Volatile.Read(ref _keys)?.Dropped ?? 0;

    internal PartitionSegments State => Volatile.Read(ref _state);

    /// <summary>Freezes the consuming segment and opens the next one, which starts where the frozen one ends and has the table's present schema.</summary>
    /// <param name="now">Creation time of the next segment.</param>
    /// <returns>
    /// The frozen segment, to be handed to <see cref="Seal"/>. Null if nothing was read into it: then there is nothing to seal, and the
    /// next segment takes its place under the same number.
    /// </returns>
    /// <exception cref="InvalidOperationException">Rows were appended and not published.</exception>
    public ConsumingSegment? Roll(DateTimeOffset now)
    {
        lock (_changing)
        {
            ConsumingSegment full = _state.Consuming;
            CheckPublished(full);
            if (full.NextOffset == full.StartOffset)
            {
                Replace(_state with { Consuming = Open(_state.Sealed, _state.Frozen, full.Sequence, full.StartOffset, now) });
                return null;
            }

            full = Compacted(full, now) ?? full;
            ImmutableArray<ConsumingSegment> frozen = _state.Frozen.Add(full);
            Replace(_state with { Frozen = frozen, Consuming = Open(_state.Sealed, frozen, full.Sequence + 1, full.NextOffset, now) });
            return full;
        }
    }

    /// <summary>Takes out of the consuming segment the rows that were rolled up into others.</summary>
    /// <param name="now">Only for a segment without rows.</param>
    /// <returns>True if <see cref="Consuming"/> is another one now, with fewer rows.</returns>
    /// <exception cref="InvalidOperationException">Rows were appended and not published.</exception>
    public bool Compact(DateTimeOffset now)
    {
        lock (_changing)
        {
            CheckPublished(_state.Consuming);
            if (Compacted(_state.Consuming, now) is not { } compacted)
            {
                return false;
            }

            Replace(_state with { Consuming = compacted });
            return true;
        }
    }

    /// <summary>Puts a segment with the table's present schema in the place of a consuming one without rows; its position stays.</summary>
    /// <param name="now">Creation time of that segment.</param>
    /// <exception cref="InvalidOperationException">The consuming segment holds rows.</exception>
    public ConsumingSegment Renew(DateTimeOffset now)
    {
        lock (_changing)
        {
            ConsumingSegment empty = _state.Consuming;
            if (empty.AppendedRowCount > 0)
            {
                throw new InvalidOperationException($"segment {empty.Name} holds rows; roll it");
            }

            ConsumingSegment next = Open(_state.Sealed, _state.Frozen, empty.Sequence, empty.StartOffset, now);
            next.Publish(empty.NextOffset, now);
            Replace(_state with { Consuming = next });
            return next;
        }
    }

    /// <summary>Puts the next segment in the place of a consuming one without rows, which gets no file. On the disk before it returns.</summary>
    /// <param name="now">Creation time of the next segment.</param>
    /// <exception cref="InvalidOperationException">The consuming segment holds rows.</exception>
    /// <exception cref="IOException">The disk refused; the segment stays.</exception>
    public ConsumingSegment PassEmpty(DateTimeOffset now)
    {
        lock (_changing)
        {
            ConsumingSegment empty = _state.Consuming;
            if (empty.AppendedRowCount > 0)
            {
                throw new InvalidOperationException($"segment {empty.Name} holds rows; roll it");
            }

            // As if it had been deleted: its number is not given again, its offsets are not missing.
            OffsetRun run = _state.Runs[^1];
            ImmutableArray<OffsetRun> runs = _state.Runs.SetItem(_state.Runs.Length - 1, run.WithDeleted(new DeletedOffsets(empty.StartOffset, empty.NextOffset, empty.Sequence)));
            _table.Keep(Id, runs);
            ConsumingSegment next = Open(_state.Sealed, _state.Frozen, empty.Sequence + 1, empty.NextOffset, now);
            Replace(_state with { Runs = runs, Consuming = next });
            return next;
        }
    }

    /// <summary>Drops the rows of the consuming segment: a fresh one starts at the same offset. For a writer whose append failed.</summary>
    /// <param name="now">Creation time of the fresh segment.</param>
    public ConsumingSegment Restart(DateTimeOffset now)
    {
        lock (_changing)
        {
            ConsumingSegment fresh = Reopen(_state.Consuming, now);
            Replace(_state with { Consuming = fresh });
            return fresh;
        }
    }

    /// <summary>Writes the oldest frozen segment to its file and puts the file in its place. The rename of the file commits rows and offsets.</summary>
    /// <param name="frozen">What <see cref="Roll"/> returned, in that order.</param>
    /// <param name="now">Becomes <see cref="SealedSegment.SealedAt"/>.</param>
    /// <exception cref="IOException">The file could not be written: the segment stays frozen and readable, and sealing it may be tried again.</exception>
    /// <exception cref="InvalidOperationException">It is not the oldest frozen segment.</exception>
    public SealedSegment Seal(ConsumingSegment frozen, DateTimeOffset now)
    {
        if (State.Frozen.IsEmpty || State.Frozen[0] != frozen)
        {
            throw new InvalidOperationException($"segment {frozen.Name} is not the oldest frozen one of partition {Id}; files are renamed in the order of offsets");
        }

        SealedSegment written = SegmentSealer.Seal(frozen, _table.SegmentsDirectory, now);
        lock (_changing)
        {
            Replace(_state with { Sealed = Insert(_state.Sealed, written), Frozen = _state.Frozen.RemoveAt(0) });
            _keys?.Replace(written.Sequence, written);
        }

        return written;
    }

    /// <summary>Opens a segment for rows that are missing. Queries see its rows as they are published.</summary>
    /// <param name="range">A missing range, or the part of one that Kafka still has.</param>
    /// <param name="now">Creation time of the segment.</param>
    /// <exception cref="ArgumentException">The range is not missing, or is being repaired already.</exception>
    public ConsumingSegment OpenRepair(OffsetRange range, DateTimeOffset now)
    {
        lock (_changing)
        {
            if (range.Length <= 0 || !_state.Missing.Any(missing => missing.Contains(range)))
            {
                throw new ArgumentException($"offsets {range} of partition {Id} are not missing", nameof(range));
            }

            if (_state.Repairs.Any(repair => repair.StartOffset == range.Start))
            {
                throw new ArgumentException($"offsets {range} of partition {Id} are being repaired already", nameof(range));
            }

            ConsumingSegment repair = new(_table.Definition.Schema, _table.Name, Id, SequenceOfRepair(range), range.Start, now);
            Replace(_state with { Repairs = _state.Repairs.Add(repair) });
            return repair;
        }
    }

    /// <summary>Writes a repaired range to its file. It must be published up to the end of the range exactly.</summary>
    /// <param name="repair">What <see cref="OpenRepair"/> returned.</param>
    /// <param name="now">Becomes <see cref="SealedSegment.SealedAt"/>.</param>
    /// <exception cref="IOException">The file could not be written; it may be tried again.</exception>
    /// <exception cref="InvalidOperationException">It is no open repair, or reaches beyond what is missing.</exception>
    public SealedSegment SealRepair(ConsumingSegment repair, DateTimeOffset now)
    {
        OffsetRange range = new(repair.StartOffset, repair.NextOffset);
        int missing = State.Missing.ToList().FindIndex(whole => whole.Contains(range));
        if (!State.Repairs.Contains(repair) || missing < 0 || range.Length <= 0)
        {
            throw new InvalidOperationException($"segment {repair.Name} with offsets {range} is no open repair of partition {Id}");
        }

        SealedSegment written = SegmentSealer.Seal(repair, _table.SegmentsDirectory, now);
        lock (_changing)
        {
            Replace(_state with
            {
                Sealed = Insert(_state.Sealed, written),
                Repairs = _state.Repairs.Remove(repair),
                Missing = Without(_state.Missing, missing, range),
            });
            if (_keys is not null)
            {
                // Rows of the repaired segment come between others: which ones count is found out anew.
                KeyedRows keys = Replayed(_state.Sealed, _state.Frozen, _table.Definition);
                keys.Replay(Consuming.Sequence, Consuming.View(), Consuming);
                Volatile.Write(ref _keys, keys);
                Consuming.Hand(keys, now);
            }
        }

        return written;
    }

    /// <summary>Gives a repair up: its rows go away, its range stays missing.</summary>
    /// <param name="repair">What <see cref="OpenRepair"/> returned.</param>
    public void DropRepair(ConsumingSegment repair)
    {
        lock (_changing)
        {
            Replace(_state with { Repairs = _state.Repairs.Remove(repair) });
        }
    }

    /// <summary>Which topic is being read; null until <see cref="Follow"/> or <see cref="Jump"/> has told.</summary>
    public string? TopicId => State.Runs[^1].TopicId;

    /// <summary>Offsets that never came, oldest first. They survive restarts.</summary>
    public IReadOnlyList<OffsetGap> Gaps => [.. _table.Definition.Gaps.Where(gap => gap.Partition == Id)];

    /// <summary>Remembers which topic is being read, on the disk before it returns.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public void Follow(string topicId)
    {
        lock (_changing)
        {
            ImmutableArray<OffsetRun> runs = _state.Runs.SetItem(_state.Runs.Length - 1, _state.Runs[^1] with { TopicId = topicId });
            _table.Keep(Id, runs);
            Replace(_state with { Runs = runs });
        }
    }

    /// <summary>Remembers a gap, on the disk before it returns; one that is known already is not added again.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public void Add(OffsetGap gap) => _table.Keep(gap);

    /// <summary>Sends reading to another offset: rows before it are passed over, or come again. On the disk before it returns.</summary>
    /// <param name="offset">Where the next segment begins.</param>
    /// <param name="now">Creation time of that segment.</param>
    /// <param name="topicId">Which topic the offset is of; null if it stays the same.</param>
    /// <returns>The segment.</returns>
    /// <exception cref="InvalidOperationException">Rows are not sealed yet; a crash would lose them.</exception>
    /// <exception cref="IOException">The disk refused; reading goes on where it was.</exception>
    public ConsumingSegment Jump(long offset, DateTimeOffset now, string? topicId = null)
    {
        lock (_changing)
        {
            if (!_state.Frozen.IsEmpty || _state.Consuming.AppendedRowCount > 0)
            {
                throw new InvalidOperationException($"partition {Id} holds rows that are not sealed; seal them before reading elsewhere");
            }

            int sequence = _state.Consuming.Sequence;
            ImmutableArray<OffsetRun> runs = [.. _state.Runs.Where(run => run.FirstSequence < sequence), new OffsetRun(sequence, offset, []) { TopicId = topicId ?? _state.Runs[^1].TopicId }];
            _table.Keep(Id, runs);
            ConsumingSegment next = Open(_state.Sealed, [], sequence, offset, now);
            Replace(_state with { Runs = runs, Consuming = next, Missing = [.. OffsetRange.Before(offset, _state.Missing)] });
            return next;
        }
    }

    /// <summary>Deletes sealed segments with their files. Queries that run keep what they see; a crash at any point leaves all of it done or nothing.</summary>
    /// <param name="segments">Segments to delete; those that are not of this partition, or gone already, are ignored.</param>
    /// <returns>How many were deleted.</returns>
    /// <exception cref="IOException">The disk refused. If the rows are gone all the same, the next start removes the files.</exception>
    public int Delete(IReadOnlyCollection<SealedSegment> segments)
    {
        SealedSegment[] doomed;
        lock (_changing)
        {
            doomed = [.. _state.Sealed.Where(segments.Contains)];
            if (doomed.Length == 0)
            {
                return 0;
            }

            ImmutableArray<OffsetRun> runs = _state.Runs;
            foreach (SealedSegment segment in doomed)
            {
                OffsetRun run = runs.Last(run => run.FirstSequence <= segment.Sequence);
                runs = runs.Replace(run, run.WithDeleted(new DeletedOffsets(segment.StartOffset, segment.EndOffset, segment.Sequence)));
            }

            // Written down first: without it the next start would find the offsets missing and read them again.
            _table.Keep(Id, runs);
            Replace(_state with { Runs = runs, Sealed = _state.Sealed.RemoveAll(doomed.Contains) });
            foreach (SealedSegment segment in doomed)
            {
                _keys?.Drop(segment.Sequence);
            }
        }

        foreach (SealedSegment segment in doomed)
        {
            File.Delete(segment.Path);
        }

        Libc.FlushDirectory(_table.SegmentsDirectory);
        return doomed.Length;
    }

    private static void CheckPublished(ConsumingSegment segment)
    {
        if (segment.IsUnpublished)
        {
            throw new InvalidOperationException($"segment {segment.Name} holds unpublished rows; publish them before rolling");
        }
    }

    private static ImmutableArray<SealedSegment> Insert(ImmutableArray<SealedSegment> segments, SealedSegment added)
    {
        int place = segments.Length;
        while (place > 0 && segments[place - 1].Sequence > added.Sequence)
        {
            place--;
        }

        return segments.Insert(place, added);
    }

    private static ImmutableArray<OffsetRange> Without(ImmutableArray<OffsetRange> ranges, int index, OffsetRange filled)
    {
        OffsetRange whole = ranges[index];
        OffsetRange[] rest = [new OffsetRange(whole.Start, filled.Start), new OffsetRange(filled.End, whole.End)];
        return ranges.RemoveAt(index).InsertRange(index, rest.Where(range => range.Length > 0));
    }

    // The number after those of all segments before it, deleted ones included.
    private int SequenceOfRepair(OffsetRange range)
    {
        OffsetRun run = _state.Runs.Last(run => run.StartOffset <= range.Start);
        int sealedBefore = _state.Sealed.LastOrDefault(segment => segment.Sequence >= run.FirstSequence && segment.EndOffset <= range.Start)?.Sequence ?? -1;
        int deletedBefore = run.Deleted.LastOrDefault(deleted => deleted.End <= range.Start)?.LastSequence ?? -1;
        return Math.Max(run.FirstSequence, Math.Max(sealedBefore, deletedBefore) + 1);
    }

    /// <summary>The next consuming segment, with the keys of the segments before it.</summary>
    private ConsumingSegment Open(ImmutableArray<SealedSegment> sealedOnes, ImmutableArray<ConsumingSegment> frozen, int sequence, long startOffset, DateTimeOffset now)
    {
        TableDefinition definition = _table.Definition;
        if (_definitionOfKeys?.Schema != definition.Schema || _definitionOfKeys?.Config != definition.Config)
        {
            Volatile.Write(ref _keys, KeyConfig.Read(definition.Config, definition.Schema) is null ? null : Replayed(sealedOnes, frozen, definition));
            _definitionOfKeys = definition;
        }

        return new ConsumingSegment(definition.Schema, _table.Name, Id, sequence, startOffset, now, _keys);
    }

    /// <summary>A fresh segment in place of one whose rows are dropped, and with them what the keys know of it.</summary>
    private ConsumingSegment Reopen(ConsumingSegment dropped, DateTimeOffset now)
    {
        _definitionOfKeys = null;
        return Open(_state.Sealed, _state.Frozen, dropped.Sequence, dropped.StartOffset, now);
    }

    private static KeyedRows Replayed(ImmutableArray<SealedSegment> sealedOnes, ImmutableArray<ConsumingSegment> frozen, TableDefinition definition)
    {
        KeyedRows keys = KeyedRows.Create(KeyConfig.Read(definition.Config, definition.Schema)!, definition.Schema);
        // In the order they were read, which a jump back makes another one than that of offsets.
        foreach (SealedSegment segment in sealedOnes.OrderBy(segment => segment.Sequence))
        {
            keys.Replay(segment.Sequence, segment, appended: null);
        }

        foreach (ConsumingSegment segment in frozen)
        {
            keys.Replay(segment.Sequence, segment.View(), segment);
        }

        return keys;
    }

    /// <summary>The rows of a consuming segment that count, where rows are rolled up; null if all do.</summary>
    private ConsumingSegment? Compacted(ConsumingSegment full, DateTimeOffset now)
    {
        ConsumingView view = full.Freeze();
        if (_keys is not RollUpRows || view.Validity is not { } validity || validity.Of(full.Sequence) is not { } valid || valid.Count == view.RowCount)
        {
            return null;
        }

        ConsumingSegment compacted = new(full.Schema, _table.Name, Id, full.Sequence, full.StartOffset, full.CreatedAt);
        RowBuffer row = new(full.Schema);
        for (int number = 0; number < view.RowCount; number++)
        {
            if (valid.Contains(number))
            {
                full.Read(number, row);
                compacted.Store([row]);
            }
        }

        compacted.Publish(full.NextOffset, view.LastIndexedAt ?? now);
        _keys.Exchange(compacted);
        compacted.Hand(_keys, now);
        return compacted;
    }

    // The one place where readers' view changes.
    private void Replace(PartitionSegments state) => Volatile.Write(ref _state, state);
}

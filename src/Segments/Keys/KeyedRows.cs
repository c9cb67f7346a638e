using Segments.Columns;
using Segments.Consuming;
using Segments.Rows;
using Segments.Schema;
using Segments.Validity;

namespace Segments.Keys;

/// <summary>The keys of a partition: where each one's row is, and which rows of its segments count.</summary>
/// <remarks>
/// Threads: the writer of the partition appends, freezes and replays; <see cref="Replace"/> and <see cref="Drop"/> may come from others.
/// Failure: after an exception it is spoilt; a new one replays the segments.
/// </remarks>
internal abstract class KeyedRows : IRowKeeper
{
    private const int GroupRows = 32;

    private readonly KeyColumns _keys;
    private readonly RowBuffer[] _kept = new RowBuffer[GroupRows];
    private readonly Lock _slotting = new();
    private KeySlot[] _slots = [];
    private PartitionValidity? _frozen;

    protected KeyedRows(KeySettings settings, TableSchema schema)
    {
        Schema = schema;
        _keys = new KeyColumns(schema, Ordinals(settings.KeyColumns));
    }

    /// <inheritdoc/>
    public bool IsSpoilt { get; private set; }

    /// <summary>Rows that were not stored: duplicates, or rows that came too late.</summary>
    public long Dropped { get; private set; }

    /// <summary>Number of keys.</summary>
    public int KeyCount => Map.Count;

    /// <summary>Bytes of the keys.</summary>
    public long HeapBytes => Map.HeapBytes;

    /// <summary>The schema of the rows that are appended.</summary>
    protected TableSchema Schema { get; }

    /// <summary>The keys.</summary>
    protected KeyMap Map { get; set; } = new();

    /// <summary>The segments; a <see cref="KeyEntry.Slot"/> is an index here.</summary>
    protected KeySlot[] Slots => Volatile.Read(ref _slots);

    /// <summary>Index of the segment that rows are appended to, or replayed from.</summary>
    protected int Slot { get; private set; }

    /// <summary>The keys of a table without any rows yet.</summary>
    public static KeyedRows Create(KeySettings settings, TableSchema schema) => settings.Mode switch
    {
        KeyMode.Dedup => new DedupRows(settings, schema),
        KeyMode.RollUp => new RollUpRows(settings, schema),
        _ => new UpsertRows(settings, schema),
    };

    /// <inheritdoc/>
    public void Begin(ConsumingSegment segment)
    {
        Add(new KeySlot(segment.Sequence, null, segment));
        StartSegment();
    }

    /// <inheritdoc/>
    public virtual string? FaultOf(RowBuffer row) => null;

    /// <inheritdoc/>
    public void Append(ConsumingSegment segment, ReadOnlySpan<RowBuffer> rows)
    {
        IsSpoilt = true; // until it is done
        while (rows.Length > GroupRows)
        {
            AppendGroup(segment, rows[..GroupRows]);
            rows = rows[GroupRows..];
        }

        AppendGroup(segment, rows);
        IsSpoilt = false;
    }

    /// <inheritdoc/>
    public PartitionValidity Freeze()
    {
        KeySlot[] slots = Slots;
        if (_frozen is null || Array.Exists(slots, slot => slot.Valid.IsChanged))
        {
            _frozen = new PartitionValidity([.. slots.Select(slot => slot.Sequence)], [.. slots.Select(slot => slot.Valid.Freeze())]);
        }

        return _frozen;
    }

    /// <summary>Takes in the rows of a stored segment; segments come in the order of their numbers.</summary>
    /// <param name="sequence">Names the segment.</param>
    /// <param name="rows">All its rows.</param>
    /// <param name="appended">The segment, if it is in memory.</param>
    public void Replay(int sequence, ISegment rows, ConsumingSegment? appended)
    {
        // A frozen segment of an older schema is read by column names.
        appended = appended?.Schema == Schema ? appended : null;
        Add(new KeySlot(sequence, appended is null ? rows : null, appended));
        StartSegment();
        ReplayBlocks(rows);
    }

    /// <summary>Takes in a segment that holds, of the newest segment, the rows that count.</summary>
    public void Exchange(ConsumingSegment compacted)
    {
        lock (_slotting)
        {
            Slot = _slots.Length - 1;
            Volatile.Write(ref _slots, [.. _slots[..Slot], new KeySlot(compacted.Sequence, null, compacted)]);
            _frozen = null;
        }

        StartSegment();
        ReplayBlocks(compacted.View());
    }

    /// <summary>Tells that a segment has a file now, which holds the same rows.</summary>
    public void Replace(int sequence, ISegment rows) => Array.Find(Slots, slot => slot.Sequence == sequence)?.Replace(rows);

    /// <summary>Tells that a segment was deleted.</summary>
    public void Drop(int sequence) => Array.Find(Slots, slot => slot.Sequence == sequence)?.Drop();

    /// <summary>Ordinals of columns that the config names.</summary>
    protected int[] Ordinals(IEnumerable<string> columns) => [.. columns.Select(Ordinal)];

    /// <summary>Ordinal of a column that the config names.</summary>
    protected int Ordinal(string column) =>
        Schema.TryFind(column, out int ordinal) ? ordinal : throw new ArgumentException($"schema '{Schema.Name}' has no column '{column}', which the table's config names", nameof(column));

    /// <summary>The rows of the group that are kept so far; the first has number <see cref="ConsumingSegment.AppendedRowCount"/>.</summary>
    protected RowBuffer Pending(int index) => _kept[index];

    /// <summary>A segment begins.</summary>
    protected virtual void StartSegment()
    {
    }

    /// <summary>Prepares for the rows of a group.</summary>
    protected virtual void StartGroup(ReadOnlySpan<RowBuffer> rows)
    {
    }

    /// <summary>Decides about a row.</summary>
    /// <param name="segment">It will be appended to.</param>
    /// <param name="row">May be changed.</param>
    /// <param name="index">Place in the group.</param>
    /// <param name="hash">Its key.</param>
    /// <param name="number">Its number in the segment if it is kept.</param>
    /// <returns>False if it is not stored.</returns>
    protected abstract bool Keep(ConsumingSegment segment, RowBuffer row, int index, in KeyHash hash, int number);

    /// <summary>Takes in the rows of a stored block.</summary>
    protected abstract void Replay(ISegment rows, int block, ReadOnlySpan<KeyHash> hashes);

    private void AppendGroup(ConsumingSegment segment, ReadOnlySpan<RowBuffer> rows)
    {
        Span<KeyHash> hashes = stackalloc KeyHash[GroupRows];
        hashes = hashes[..rows.Length];
        _keys.Hash(rows, hashes);

        // The table does not fit the processor's caches; asked for together, its entries are waited for at the same time.
        foreach (ref readonly KeyHash hash in hashes)
        {
            Map.Prefetch(hash);
        }

        StartGroup(rows);
        int kept = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            if (Keep(segment, rows[i], i, hashes[i], segment.AppendedRowCount + kept))
            {
                _kept[kept++] = rows[i];
            }
        }

        segment.Store(_kept.AsSpan(0, kept));
        Dropped += rows.Length - kept;
    }

    private void ReplayBlocks(ISegment rows)
    {
        KeyHash[] hashes = new KeyHash[ColumnReader.BlockRows];
        for (int first = 0; first < rows.RowCount; first += ColumnReader.BlockRows)
        {
            Span<KeyHash> block = hashes.AsSpan(0, Math.Min(ColumnReader.BlockRows, rows.RowCount - first));
            _keys.Hash(rows, first / ColumnReader.BlockRows, block);
            Replay(rows, first / ColumnReader.BlockRows, block);
        }
    }

    private void Add(KeySlot slot)
    {
        lock (_slotting)
        {
            // An empty segment may have been opened anew.
            KeySlot[] before = _slots is [.. { } rest, { } last] && last.Sequence == slot.Sequence ? rest : _slots;
            Slot = before.Length;
            Volatile.Write(ref _slots, [.. before, slot]);
            _frozen = null;
        }
    }
}

using System.Text;
using Segments.Columns;
using Segments.Consuming;
using Segments.Rows;
using Segments.Schema;

namespace Segments.Keys;

/// <summary>Of each key the latest row counts: largest comparison value, then largest offset.</summary>
/// <remarks>
/// A key that has aged is forgotten where a segment begins: its row stays, and a later one of the same key counts beside it. The segments are
/// replayed in the same order, so a restart forgets the same keys.
/// </remarks>
internal sealed class UpsertRows : KeyedRows
{
    private readonly RowOrder _order;
    private readonly RowMerger? _merger;
    private readonly int _deleteColumn = -1;
    private readonly BlockCells? _deleteCells;
    private readonly int _outOfOrderColumn = -1;
    private readonly bool _dropsOutOfOrder;
    private readonly double _timeToLive;
    private readonly double _deletedTimeToLive;
    private double _latest = double.MinValue;
    private long[] _places = new long[ColumnReader.BlockRows];

    public UpsertRows(KeySettings settings, TableSchema schema)
        : base(settings, schema)
    {
        _order = RowOrder.Create(schema, Ordinals(settings.ComparisonColumns));
        _merger = settings.Mode == KeyMode.PartialUpsert ? new RowMerger(settings, schema) : null;
        _dropsOutOfOrder = settings.DropsOutOfOrder;
        (_timeToLive, _deletedTimeToLive) = (settings.TimeToLive, settings.DeletedTimeToLive);
        if (settings.DeleteColumn is { } delete)
        {
            _deleteColumn = Ordinal(delete);
            _deleteCells = new BlockCells(schema.Columns[_deleteColumn]);
        }

        if (settings.OutOfOrderColumn is { } outOfOrder)
        {
            _outOfOrderColumn = Ordinal(outOfOrder);
        }
    }

    /// <inheritdoc/>
    public override string? FaultOf(RowBuffer row) => _order.FaultOf(row);

    private bool AgesKeys => _timeToLive > 0 || _deletedTimeToLive > 0;

    /// <inheritdoc/>
    protected override void StartSegment()
    {
        if (AgesKeys)
        {
            Map.RemoveWhere(IsAged);
        }
    }

    /// <inheritdoc/>
    protected override void StartGroup(ReadOnlySpan<RowBuffer> rows)
    {
        _order.Read(rows, _places);
        Note(_places.AsSpan(0, rows.Length));
    }

    /// <inheritdoc/>
    protected override bool Keep(ConsumingSegment segment, RowBuffer row, int index, in KeyHash hash, int number)
    {
        ref KeyEntry entry = ref Map.Find(hash);
        bool isOutOfOrder = IsKnown(entry) && !_order.Supersedes(_places[index], entry.Comparison);
        if (_outOfOrderColumn >= 0)
        {
            row.SetLong(_outOfOrderColumn, isOutOfOrder ? 1 : 0);
        }

        if (isOutOfOrder)
        {
            _order.Forget(_places[index]);
            return !_dropsOutOfOrder;
        }

        bool isDeleted = _deleteColumn >= 0 && IsDelete(row);
        if (_merger is not null && IsKnown(entry) && !entry.IsDeleted)
        {
            Merge(segment, row, entry, _merger);
        }

        Point(ref entry, number, _places[index], isDeleted);
        return true;
    }

    /// <inheritdoc/>
    protected override void Replay(ISegment rows, int block, ReadOnlySpan<KeyHash> hashes)
    {
        _order.Read(rows, block, _places.AsSpan(0, hashes.Length));
        Note(_places.AsSpan(0, hashes.Length));
        _deleteCells?.Seek(rows, block);
        for (int row = 0; row < hashes.Length; row++)
        {
            if (row + 8 < hashes.Length)
            {
                Map.Prefetch(hashes[row + 8]);
            }

            ref KeyEntry entry = ref Map.Find(hashes[row]);
            if (IsKnown(entry) && !_order.Supersedes(_places[row], entry.Comparison))
            {
                _order.Forget(_places[row]);
                continue;
            }

            Point(ref entry, (block * ColumnReader.BlockRows) + row, _places[row], _deleteCells is not null && IsDelete(_deleteCells, row));
        }
    }

    private static bool IsDelete(BlockCells cells, int row) => cells.Schema.Physical == PhysicalType.Bytes
        ? IsTrue(cells.Bytes(row))
        : IsTrue(cells.Bits(row), cells.Schema);

    private static bool IsTrue(ReadOnlySpan<byte> text) => text.Length < 8 && Encoding.ASCII.GetString(text).ToUpperInvariant() is "TRUE" or "1";

    // A number that is missing shows its default, which deletes nothing.
    private static bool IsTrue(long bits, ColumnSchema column) =>
        (column.Physical == PhysicalType.Double ? BitConverter.Int64BitsToDouble(bits) != 0 : bits != 0)
        && (column.Type == DataType.Boolean || bits != Cells.DefaultBits(column));

    private void Note(ReadOnlySpan<long> places)
    {
        if (AgesKeys)
        {
            foreach (long place in places)
            {
                _latest = Math.Max(_latest, _order.NumberOf(place) ?? double.MinValue);
            }
        }
    }

    private bool IsAged(KeyEntry entry) =>
        _order.NumberOf(entry.Comparison) is { } number
        && ((_timeToLive > 0 && number < _latest - _timeToLive) || (entry.IsDeleted && _deletedTimeToLive > 0 && number < _latest - _deletedTimeToLive));

    private bool IsKnown(in KeyEntry entry) => !entry.IsFree && !Slots[entry.Slot].IsDropped;

    private bool IsDelete(RowBuffer row)
    {
        ColumnSchema column = Schema.Columns[_deleteColumn];
        return column.Physical == PhysicalType.Bytes ? IsTrue(Cells.Bytes(row, _deleteColumn, column)) : IsTrue(Cells.Bits(row, _deleteColumn, column), column);
    }

    /// <summary>Makes a row the one of its key.</summary>
    private void Point(ref KeyEntry entry, int number, long place, bool isDeleted)
    {
        if (IsKnown(entry))
        {
            _order.Forget(entry.Comparison);
            if (!entry.IsDeleted)
            {
                Slots[entry.Slot].Valid.Remove(entry.Row);
            }
        }

        entry.Set(Slot, number, place, isDeleted);
        if (!isDeleted)
        {
            Slots[Slot].Valid.Add(number);
        }
    }

    private void Merge(ConsumingSegment segment, RowBuffer row, in KeyEntry entry, RowMerger merger)
    {
        int appended = segment.AppendedRowCount;
        if (entry.Slot == Slot && entry.Row >= appended)
        {
            merger.Merge(row, Pending(entry.Row - appended));
        }
        else
        {
            merger.Merge(row, Slots[entry.Slot], entry.Row);
        }
    }
}

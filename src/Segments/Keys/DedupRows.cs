using Segments.Columns;
using Segments.Consuming;
using Segments.Rows;
using Segments.Schema;

namespace Segments.Keys;

/// <summary>Of each key the first row is kept, until the key has aged.</summary>
internal sealed class DedupRows : KeyedRows
{
    private readonly int _timeColumn = -1;
    private readonly BlockCells? _timeCells;
    private readonly double _timeToLive;
    private double _latest = double.MinValue;

    public DedupRows(KeySettings settings, TableSchema schema)
        : base(settings, schema)
    {
        _timeToLive = settings.TimeToLive;
        if (_timeToLive > 0 && settings.TimeColumn is { } time)
        {
            _timeColumn = Ordinal(time);
            _timeCells = new BlockCells(schema.Columns[_timeColumn]);
        }
    }

    /// <inheritdoc/>
    protected override void StartSegment()
    {
        if (_timeColumn >= 0)
        {
            Map.RemoveWhere(entry => IsAged(entry) || Slots[entry.Slot].IsDropped);
        }
    }

    /// <inheritdoc/>
    protected override bool Keep(ConsumingSegment segment, RowBuffer row, int index, in KeyHash hash, int number) =>
        TryAdd(hash, _timeColumn < 0 ? 0 : Number(Cells.Bits(row, _timeColumn, Schema.Columns[_timeColumn])), number);

    /// <inheritdoc/>
    protected override void Replay(ISegment rows, int block, ReadOnlySpan<KeyHash> hashes)
    {
        _timeCells?.Seek(rows, block);
        for (int row = 0; row < hashes.Length; row++)
        {
            TryAdd(hashes[row], _timeCells is null ? 0 : Number(_timeCells.Bits(row)), (block * ColumnReader.BlockRows) + row);
        }
    }

    private bool TryAdd(in KeyHash hash, double time, int number)
    {
        _latest = Math.Max(_latest, time);
        ref KeyEntry entry = ref Map.Find(hash);
        if (!entry.IsFree && !Slots[entry.Slot].IsDropped && !IsAged(entry))
        {
            return false;
        }

        entry.Set(Slot, number, BitConverter.DoubleToInt64Bits(time), isDeleted: false);
        Slots[Slot].Valid.Add(number);
        return true;
    }

    private bool IsAged(in KeyEntry entry) => _timeColumn >= 0 && BitConverter.Int64BitsToDouble(entry.Comparison) < _latest - _timeToLive;

    private double Number(long bits) => Schema.Columns[_timeColumn].Physical == PhysicalType.Double ? BitConverter.Int64BitsToDouble(bits) : bits;
}

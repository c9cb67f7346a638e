using Segments.Columns;
using Segments.Consuming;
using Segments.Rows;
using Segments.Schema;

namespace Segments.Keys;

/// <summary>Within a consuming segment, rows of equal dimensions and times become one: each takes the place of the one before.</summary>
/// <remarks>A row that readers may see is never changed, so that nobody reads one metric with the new row in it and another without.</remarks>
internal sealed class RollUpRows(KeySettings settings, TableSchema schema) : KeyedRows(settings, schema)
{
    private readonly RowMerger _merger = new(settings, schema);
    private readonly RowBuffer _previous = new(schema);

    /// <inheritdoc/>
    protected override void StartSegment() => Map = new KeyMap();

    /// <inheritdoc/>
    protected override bool Keep(ConsumingSegment segment, RowBuffer row, int index, in KeyHash hash, int number)
    {
        ref KeyEntry entry = ref Map.Find(hash);
        if (!entry.IsFree)
        {
            int pending = entry.Row - segment.AppendedRowCount;
            if (pending < 0)
            {
                segment.Read(entry.Row, _previous);
            }

            _merger.Merge(row, pending < 0 ? _previous : Pending(pending));
        }

        Point(ref entry, number);
        return true;
    }

    /// <inheritdoc/>
    protected override void Replay(ISegment rows, int block, ReadOnlySpan<KeyHash> hashes)
    {
        for (int row = 0; row < hashes.Length; row++)
        {
            int number = (block * ColumnReader.BlockRows) + row;
            if (rows.IsConsuming)
            {
                Point(ref Map.Find(hashes[row]), number);
            }
            else
            {
                Slots[Slot].Valid.Add(number); // rows of a file were rolled up before it was written
            }
        }
    }

    private void Point(ref KeyEntry entry, int number)
    {
        if (!entry.IsFree)
        {
            Slots[Slot].Valid.Remove(entry.Row);
        }

        entry.Set(Slot, number, comparison: 0, isDeleted: false);
        Slots[Slot].Valid.Add(number);
    }
}

using Segments.Rows;
using Segments.Schema;

namespace Segments.Keys;

/// <summary>Which of two rows of a key is the later one. A row's place in the order is a number, whose meaning is the order's own.</summary>
internal abstract class RowOrder
{
    /// <summary>What keeps a row from having a place; null if nothing does.</summary>
    public virtual string? FaultOf(RowBuffer row) => null;

    /// <summary>Places of rows that are about to be stored.</summary>
    public abstract void Read(ReadOnlySpan<RowBuffer> rows, Span<long> places);

    /// <summary>Places of the rows of a block.</summary>
    public abstract void Read(ISegment segment, int block, Span<long> places);

    /// <summary>True if a row that came after another one also counts instead of it: its place is the same or a later one.</summary>
    public abstract bool Supersedes(long incoming, long current);

    /// <summary>Tells that a place is not needed any more.</summary>
    public virtual void Forget(long place)
    {
    }

    /// <summary>The number that a place stands for, where places age; null where it stands for something else.</summary>
    public virtual double? NumberOf(long place) => null;

    /// <summary>The order of comparison columns.</summary>
    public static RowOrder Create(TableSchema schema, IReadOnlyList<int> ordinals) =>
        ordinals.Count == 1 && schema.Columns[ordinals[0]] is { IsMultiValue: false, Physical: not PhysicalType.Bytes }
            ? new NumberOrder(schema, ordinals[0])
            : new ValueOrder(schema, ordinals);
}

/// <summary>The order of one column of numbers: the place is the number itself.</summary>
internal sealed class NumberOrder(TableSchema schema, int ordinal) : RowOrder
{
    private readonly ColumnSchema _column = schema.Columns[ordinal];
    private readonly BlockCells _cells = new(schema.Columns[ordinal]);

    /// <inheritdoc/>
    public override void Read(ReadOnlySpan<RowBuffer> rows, Span<long> places)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            places[i] = Place(Cells.Bits(rows[i], ordinal, _column));
        }
    }

    /// <inheritdoc/>
    public override void Read(ISegment segment, int block, Span<long> places)
    {
        _cells.Seek(segment, block);
        for (int row = 0; row < places.Length; row++)
        {
            places[row] = Place(_cells.Bits(row));
        }
    }

    /// <inheritdoc/>
    public override bool Supersedes(long incoming, long current) => incoming >= current;

    /// <inheritdoc/>
    public override double? NumberOf(long place) =>
        _column.Physical == PhysicalType.Double ? BitConverter.Int64BitsToDouble(place < 0 ? long.MinValue - place : place) : place;

    // The bits of negative doubles fall while the numbers rise.
    private long Place(long bits) => _column.Physical == PhysicalType.Double && bits < 0 ? long.MinValue - bits : bits;
}

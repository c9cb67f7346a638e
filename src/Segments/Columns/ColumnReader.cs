using Segments.Schema;

namespace Segments.Columns;

/// <summary>One column of a segment, read block by block. Safe for any number of threads.</summary>
/// <remarks>
/// A block is <see cref="BlockRows"/> rows, the last one fewer. Each read method hands out either the column's own memory or
/// <c>scratch</c>, filled; never more than one of the physical forms exists for a column, the others throw
/// <see cref="NotSupportedException"/>. For a multi-value column the values of a block are all entries of its rows in row order,
/// and <see cref="Offsets"/> tells which belong to which row.
/// </remarks>
public abstract class ColumnReader(ColumnSchema schema, int rowCount)
{
    /// <summary>Rows in a block; every block but the last is full.</summary>
    public const int BlockRows = 4096;

    /// <summary>The column's schema.</summary>
    public ColumnSchema Schema { get; } = schema;

    /// <summary>Rows in the frozen segment.</summary>
    public int RowCount { get; } = rowCount;

    /// <summary>Bounds of the values, or null where they are not known.</summary>
    public virtual ColumnStatistics? Statistics => null;

    /// <summary>The dictionary, if every value of this column is an id into it; null otherwise. Text columns only.</summary>
    public virtual TextDictionary? Dictionary => null;

    /// <summary>True if some row may be null.</summary>
    public virtual bool HasNulls => false;

    /// <summary>Values in a block: its rows, or its entries if the column is multi-value.</summary>
    public virtual int ValueCount(int block) => Math.Min(BlockRows, RowCount - (block * BlockRows));

    /// <summary>Values of a <see cref="PhysicalType.Long"/> column.</summary>
    /// <param name="block">From 0.</param>
    /// <param name="scratch">At least <see cref="ValueCount"/> long.</param>
    public virtual ReadOnlySpan<long> Longs(int block, Span<long> scratch) => throw Wrong(nameof(Longs));

    /// <summary>Values of a <see cref="PhysicalType.Double"/> column.</summary>
    public virtual ReadOnlySpan<double> Doubles(int block, Span<double> scratch) => throw Wrong(nameof(Doubles));

    /// <summary>Dictionary ids; only where <see cref="Dictionary"/> is not null.</summary>
    public virtual ReadOnlySpan<int> Ids(int block, Span<int> scratch) => throw Wrong(nameof(Ids));

    /// <summary>Values of a <see cref="PhysicalType.Bytes"/> column, with or without dictionary.</summary>
    /// <param name="block">From 0.</param>
    /// <param name="scratch">At least <see cref="ValueCount"/> long.</param>
    /// <param name="decoded">Receives bytes of values that are stored packed; slices into it live until its next use.</param>
    public virtual ReadOnlySpan<Utf8Slice> Texts(int block, Span<Utf8Slice> scratch, ByteArena decoded) => throw Wrong(nameof(Texts));

    /// <summary>For multi-value columns: row r of the block owns the values from offset[r] to offset[r + 1].</summary>
    /// <param name="block">From 0.</param>
    /// <param name="scratch">At least rows + 1 long.</param>
    public virtual ReadOnlySpan<int> Offsets(int block, Span<int> scratch) => throw Wrong(nameof(Offsets));

    /// <summary>Sets bit r of <paramref name="mask"/> for each null row r of the block and clears the others.</summary>
    /// <param name="block">From 0.</param>
    /// <param name="mask">BlockRows / 64 words.</param>
    /// <returns>False if no row of the block is null; the mask is then all zero.</returns>
    public virtual bool Nulls(int block, Span<ulong> mask)
    {
        mask.Clear();
        return false;
    }

    /// <summary>Bounds of one block of a <see cref="PhysicalType.Long"/> column; a superset of its values.</summary>
    /// <returns>False where they are not known.</returns>
    public virtual bool TryBlockRange(int block, out long min, out long max)
    {
        (min, max) = (long.MinValue, long.MaxValue);
        return false;
    }

    private NotSupportedException Wrong(string form) =>
        new($"column '{Schema.Name}' ({Schema.Type.PinotName()}) has no {form}");
}

using Segments.Columns;

namespace Segments.Consuming;

/// <summary>What the frozen columns of a consuming segment have in common: entries of multi-value rows, and nulls.</summary>
internal abstract class ConsumingColumn : ColumnReader
{
    private readonly int[][]? _ends;
    private readonly ulong[]?[]? _nulls;

    protected ConsumingColumn(ColumnAppender column, int rowCount)
        : base(column.Schema, rowCount)
    {
        _ends = column.Ends?.Pages;
        _nulls = column.Nulls?.Pages;
        EntryCount = _ends is null ? rowCount : End(rowCount - 1);
        int blockCount = (rowCount + BlockRows - 1) / BlockRows;
        HasNulls = _nulls is not null && _nulls.Take(blockCount).Any(page => page is not null);
    }

    /// <inheritdoc/>
    public override bool HasNulls { get; }

    /// <summary>Values of all rows: the rows, or the entries of a multi-value column.</summary>
    protected int EntryCount { get; }

    /// <inheritdoc/>
    public override int ValueCount(int block) => _ends is null ? base.ValueCount(block) : End(LastRow(block)) - FirstValue(block);

    /// <inheritdoc/>
    public override ReadOnlySpan<int> Offsets(int block, Span<int> scratch)
    {
        if (_ends is null)
        {
            return base.Offsets(block, scratch);
        }

        int first = FirstValue(block);
        ReadOnlySpan<int> ends = _ends[block].AsSpan(0, base.ValueCount(block));
        scratch[0] = 0;
        for (int row = 0; row < ends.Length; row++)
        {
            scratch[row + 1] = ends[row] - first;
        }

        return scratch[..(ends.Length + 1)];
    }

    /// <inheritdoc/>
    public override bool Nulls(int block, Span<ulong> mask)
    {
        mask.Clear();
        if (_nulls is null || block >= _nulls.Length || _nulls[block] is not { } words)
        {
            return false;
        }

        // Bits of rows that are not visible may be set already: the last block ends inside a word.
        int rows = base.ValueCount(block);
        words.AsSpan(0, (rows + 63) / 64).CopyTo(mask);
        if (rows % 64 != 0)
        {
            mask[rows / 64] &= (1UL << (rows % 64)) - 1;
        }

        return mask.IndexOfAnyExcept(0UL) >= 0;
    }

    /// <summary>Index of the block's first value among all values of the column.</summary>
    protected int FirstValue(int block) => _ends is null ? block * BlockRows : End((block * BlockRows) - 1);

    private int LastRow(int block) => Math.Min((block + 1) * BlockRows, RowCount) - 1;

    private int End(int row) => row < 0 ? 0 : _ends![row / BlockRows][row % BlockRows];
}

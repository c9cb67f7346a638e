using Segments.Columns;

namespace Segments.Validity;

/// <summary>Which rows of a segment count, where a table keeps one row per key. Never changed.</summary>
public sealed class ValidRows
{
    private readonly ulong[]?[]? _pages;

    internal ValidRows(ulong[]?[]? pages, int count) => (_pages, Count) = (pages, count);

    /// <summary>No row counts.</summary>
    internal static ValidRows None { get; } = new([], 0);

    /// <summary>Rows that count. If the segment has no more than these, every row does.</summary>
    public int Count { get; }

    /// <summary>Every row of a segment counts.</summary>
    internal static ValidRows All(int rowCount) => new(null, rowCount);

    /// <summary>Takes the rows that do not count out of a set of rows.</summary>
    /// <param name="block">From 0.</param>
    /// <param name="rows">Bit r % 64 of word r / 64 stands for row r of the block.</param>
    /// <returns>False if no row is left.</returns>
    public bool Narrow(int block, Span<ulong> rows)
    {
        if (_pages is null)
        {
            return rows.IndexOfAnyExcept(0UL) >= 0;
        }

        if (block >= _pages.Length || _pages[block] is not { } page)
        {
            rows.Clear();
            return false;
        }

        ulong any = 0;
        for (int word = 0; word < rows.Length; word++)
        {
            rows[word] &= page[word];
            any |= rows[word];
        }

        return any != 0;
    }

    /// <summary>True if a row counts.</summary>
    public bool Contains(int row)
    {
        if (_pages is null)
        {
            return row < Count;
        }

        int block = row / ColumnReader.BlockRows;
        return block < _pages.Length && _pages[block] is { } page && ((page[row % ColumnReader.BlockRows / 64] >> row) & 1) != 0;
    }
}

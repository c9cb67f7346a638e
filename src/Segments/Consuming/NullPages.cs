using Segments.Columns;

namespace Segments.Consuming;

/// <summary>Which rows of a growing column are null: a bitmap per block, made when the block gets its first null.</summary>
/// <remarks>Threads as <see cref="ValuePages{T}"/>: bits of rows that are not published may be set while a reader looks.</remarks>
internal sealed class NullPages
{
    private const int PageWords = ColumnReader.BlockRows / 64;

    private ulong[]?[] _pages = new ulong[]?[4];
    private int _pageCount;

    /// <summary>Bytes of all bitmaps.</summary>
    public long HeapBytes => (long)_pageCount * PageWords * sizeof(ulong);

    /// <summary>The directory; null, or too short, where a block has no nulls.</summary>
    public ulong[]?[] Pages => Volatile.Read(ref _pages);

    /// <summary>True if a row is marked. For the writer.</summary>
    public bool Contains(int row)
    {
        int page = row / ColumnReader.BlockRows;
        return page < _pages.Length && _pages[page] is { } words && ((words[row % ColumnReader.BlockRows / 64] >> row) & 1) != 0;
    }

    /// <summary>Marks a row.</summary>
    public void Set(int row)
    {
        int page = row / ColumnReader.BlockRows;
        ulong[]?[] pages = _pages;
        if (page >= pages.Length)
        {
            Array.Resize(ref pages, Math.Max(pages.Length * 2, page + 1));
        }

        ulong[]? words = pages[page];
        if (words is null)
        {
            words = new ulong[PageWords];
            pages[page] = words;
            _pageCount++;
        }

        words[row % ColumnReader.BlockRows / 64] |= 1UL << (row % 64);
        Volatile.Write(ref _pages, pages);
    }
}

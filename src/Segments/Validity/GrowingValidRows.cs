using Segments.Columns;

namespace Segments.Validity;

/// <summary>The rows of a segment that count, while the writer changes them: a bitmap per block, copied before its first change after a freeze.</summary>
/// <remarks>Threads: one writer. What <see cref="Freeze"/> returned is shared and never changes.</remarks>
internal sealed class GrowingValidRows
{
    private const int PageWords = ColumnReader.BlockRows / 64;

    private readonly List<int> _ownedPages = [];
    private ulong[]?[] _pages = new ulong[]?[4];
    private bool[] _isOwned = new bool[4];
    private int _pageCount;
    private int _count;
    private ValidRows? _frozen = ValidRows.None;

    /// <summary>True if rows came or went since the last freeze.</summary>
    public bool IsChanged => _frozen is null;

    /// <summary>Makes a row count.</summary>
    public void Add(int row)
    {
        Page(row / ColumnReader.BlockRows)[row % ColumnReader.BlockRows / 64] |= 1UL << row;
        _count++;
    }

    /// <summary>Makes a row that counts count no more.</summary>
    public void Remove(int row)
    {
        Page(row / ColumnReader.BlockRows)[row % ColumnReader.BlockRows / 64] &= ~(1UL << row);
        _count--;
    }

    /// <summary>The rows that count now.</summary>
    public ValidRows Freeze()
    {
        if (_frozen is not null)
        {
            return _frozen;
        }

        foreach (int page in _ownedPages)
        {
            _isOwned[page] = false;

            // Blocks without a row that counts are most of an old segment's.
            if (_pages[page].AsSpan().IndexOfAnyExcept(0UL) < 0)
            {
                _pages[page] = null;
            }
        }

        _ownedPages.Clear();
        return _frozen = new ValidRows(_pages[.._pageCount], _count);
    }

    private ulong[] Page(int page)
    {
        if (page < _pageCount && _isOwned[page])
        {
            return _pages[page]!;
        }

        return Own(page);
    }

    private ulong[] Own(int page)
    {
        if (page >= _pages.Length)
        {
            int length = Math.Max(page + 1, _pages.Length * 2);
            Array.Resize(ref _pages, length);
            Array.Resize(ref _isOwned, length);
        }

        ulong[] owned = new ulong[PageWords];
        _pages[page]?.CopyTo(owned, 0);
        _pages[page] = owned;
        _isOwned[page] = true;
        _ownedPages.Add(page);
        _pageCount = Math.Max(_pageCount, page + 1);
        _frozen = null;
        return owned;
    }
}

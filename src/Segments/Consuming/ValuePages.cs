using Segments.Columns;

namespace Segments.Consuming;

/// <summary>A growing list in pinned pages of one block each, which never move once they hold a value.</summary>
/// <remarks>
/// Threads: one writer appends. A reader first reads a published count, then takes <see cref="Pages"/>: what it finds below
/// that count does not change any more. The directory of pages grows by copy, so that a reader keeps the one it took.
/// </remarks>
internal sealed class ValuePages<T>
    where T : unmanaged
{
    /// <summary>Values in a page.</summary>
    public const int PageValues = ColumnReader.BlockRows;

    private T[][] _pages = new T[4][];
    private T[] _page = [];
    private int _pageCount;
    private int _used = PageValues;

    /// <summary>Values appended, published or not. For the writer.</summary>
    public int Count => _pageCount == 0 ? 0 : ((_pageCount - 1) * PageValues) + _used;

    /// <summary>Bytes of all pages.</summary>
    public unsafe long HeapBytes => (long)_pageCount * PageValues * sizeof(T);

    /// <summary>True if the next value opens a page.</summary>
    public bool IsPageFull => _used == PageValues;

    /// <summary>The values of the newest page. For the writer.</summary>
    public ReadOnlySpan<T> NewestPage => _page.AsSpan(0, _used);

    /// <summary>The directory: page p holds the values from p × <see cref="PageValues"/>.</summary>
    public T[][] Pages => Volatile.Read(ref _pages);

    /// <summary>One value. For the writer, and for readers below a published count.</summary>
    public T this[int index] => Volatile.Read(ref _pages)[index / PageValues][index % PageValues];

    /// <summary>Adds a value at the end.</summary>
    public void Append(T value)
    {
        if (_used == PageValues)
        {
            OpenPage();
        }

        _page[_used++] = value;
    }

    /// <summary>The values from <paramref name="first"/>: the page's own memory if they lie in one page, else copied to <paramref name="scratch"/>.</summary>
    public static ReadOnlySpan<T> Read(T[][] pages, int first, int count, Span<T> scratch)
    {
        int start = first % PageValues;
        if (count <= PageValues - start)
        {
            return count == 0 ? default : pages[first / PageValues].AsSpan(start, count);
        }

        for (int copied = 0; copied < count;)
        {
            int position = first + copied;
            int length = Math.Min(count - copied, PageValues - (position % PageValues));
            pages[position / PageValues].AsSpan(position % PageValues, length).CopyTo(scratch[copied..]);
            copied += length;
        }

        return scratch[..count];
    }

    private void OpenPage()
    {
        T[] page = GC.AllocateUninitializedArray<T>(PageValues, pinned: true);
        T[][] pages = _pages;
        if (_pageCount == pages.Length)
        {
            Array.Resize(ref pages, _pageCount * 2);
        }

        FreshMemory.Populate(page);
        pages[_pageCount] = page;
        Volatile.Write(ref _pages, pages);
        (_page, _used) = (page, 0);
        _pageCount++;
    }
}

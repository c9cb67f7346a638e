using Segments.Columns;
using Segments.Encodings;
using Segments.Rows;
using Segments.Schema;

namespace Segments.Consuming;

/// <summary>A growing column of texts: ids into a dictionary while that pays, references to the bytes from then on.</summary>
/// <remarks>
/// The choice is made at the end of a page and never taken back: a first page of almost only new texts (a uuid, a session)
/// ends the dictionary, later pages end it if their share of new texts does not fall (20,000 skewed product names begin
/// with 83, 65, 51, 41 %).
/// </remarks>
internal sealed class TextAppender : ColumnAppender
{
    private const int LookAhead = 16;

    private readonly TextHeap _heap = new();
    private readonly ValuePages<int> _ids = new();
    private readonly ValuePages<ulong> _references = new();
    private readonly ReadOnlyMemory<byte> _default;
    private int[] _distinctAfterPage = new int[4];
    private int _firstReference = int.MaxValue;

    public TextAppender(ColumnSchema schema, int ordinal)
        : base(schema, ordinal)
    {
        _default = schema.Default.Bytes;
        Dictionary = new ConsumingDictionary(_heap);
    }

    /// <summary>Ids of the values before <see cref="FirstReference"/>.</summary>
    public ValuePages<int> Ids => _ids;

    /// <summary>References of the values from <see cref="FirstReference"/>.</summary>
    public ValuePages<ulong> References => _references;

    /// <summary>The dictionary of the ids.</summary>
    public ConsumingDictionary Dictionary { get; }

    /// <summary>The first value that has no id, at the start of a page; <see cref="int.MaxValue"/> while all have one.</summary>
    public int FirstReference => Volatile.Read(ref _firstReference);

    /// <summary>Number of ids at the end of each full page of ids.</summary>
    public int[] DistinctAfterPage => Volatile.Read(ref _distinctAfterPage);

    /// <inheritdoc/>
    protected override long ValueBytes =>
        _heap.HeapBytes + _ids.HeapBytes + _references.HeapBytes + Dictionary.HeapBytes;

    /// <inheritdoc/>
    public override ColumnReader Freeze(int rowCount) => new TextColumn(this, rowCount);

    /// <inheritdoc/>
    protected override void AppendValues(ReadOnlySpan<RowBuffer> rows, int column)
    {
        while (rows.Length > LookAhead)
        {
            AppendGroup(rows[..LookAhead], column);
            rows = rows[LookAhead..];
        }

        AppendGroup(rows, column);
    }

    /// <inheritdoc/>
    protected override void ReadValue(int value, RowBuffer target, int column)
    {
        ulong reference = value < _firstReference ? Dictionary.Texts[_ids[value]] : _references[value - _firstReference];
        target.SetBytes(column, TextHeap.Slice(reference).Span);
    }

    /// <inheritdoc/>
    protected override void AppendDefault() => Add(_default.Span);

    /// <inheritdoc/>
    protected override int AppendEntries(RowBuffer row, int column)
    {
        ReadOnlySpan<long> entries = row.Entries(column);
        foreach (long entry in entries)
        {
            Add(row.EntryBytes(entry));
        }

        return entries.Length;
    }

    // A large dictionary does not fit the processor's caches. Asked for one text after the other, each waits for memory three times; asked
    // for together, they wait at the same time (benchmarks: ConsumingSegmentBenchmarks.AppendManyTexts).
    private void AppendGroup(ReadOnlySpan<RowBuffer> rows, int column)
    {
        if (_firstReference != int.MaxValue)
        {
            foreach (RowBuffer row in rows)
            {
                _references.Append(_heap.Add(Text(row, column)));
            }

            return;
        }

        Span<ulong> hashes = stackalloc ulong[LookAhead];
        for (int i = 0; i < rows.Length; i++)
        {
            hashes[i] = TextHash.Of(Text(rows[i], column));
        }

        Dictionary.Prefetch(hashes[..rows.Length]);
        for (int i = 0; i < rows.Length; i++)
        {
            Add(Text(rows[i], column), hashes[i]);
        }
    }

    private ReadOnlySpan<byte> Text(RowBuffer row, int column) => row.IsNull(column) ? _default.Span : row.Bytes(column);

    private void Add(ReadOnlySpan<byte> text) => Add(text, TextHash.Of(text));

    private void Add(ReadOnlySpan<byte> text, ulong hash)
    {
        if (_firstReference != int.MaxValue)
        {
            _references.Append(_heap.Add(text));
            return;
        }

        _ids.Append(Dictionary.Intern(text, hash));
        if (_ids.IsPageFull)
        {
            EndPageOfIds();
        }
    }

    private void EndPageOfIds()
    {
        int page = (_ids.Count / ColumnReader.BlockRows) - 1;
        int[] distinct = _distinctAfterPage;
        if (page == distinct.Length)
        {
            Array.Resize(ref distinct, page * 2);
        }

        distinct[page] = Dictionary.Count;
        Volatile.Write(ref _distinctAfterPage, distinct);

        int newInPage = Dictionary.Count - (page == 0 ? 0 : distinct[page - 1]);
        int mostNewPercent = page switch { 0 => 90, < 8 => 70, _ => 50 };
        if (newInPage > ColumnReader.BlockRows * mostNewPercent / 100)
        {
            Volatile.Write(ref _firstReference, _ids.Count);
        }
    }
}

using Segments.Columns;
using Segments.Encodings;

namespace Segments.Consuming;

/// <summary>A frozen column of texts, with ids for a first part of its values or for all.</summary>
internal sealed class TextColumn : ConsumingColumn
{
    private readonly TextAppender _column; // keeps the bytes alive
    private readonly int[][] _ids;
    private readonly ulong[][] _references;
    private readonly ulong[][] _texts;
    private readonly int _firstReference;

    public TextColumn(TextAppender column, int rowCount)
        : base(column, rowCount)
    {
        _column = column;
        _firstReference = column.FirstReference;
        _ids = column.Ids.Pages;
        _references = column.References.Pages;
        _texts = column.Dictionary.Texts.Pages;
        Dictionary = EntryCount <= _firstReference ? new ConsumingDictionaryView(column.Dictionary, DistinctCount()) : null;
    }

    /// <inheritdoc/>
    public override TextDictionary? Dictionary { get; }

    /// <inheritdoc/>
    public override ReadOnlySpan<int> Ids(int block, Span<int> scratch) =>
        Dictionary is null
            ? base.Ids(block, scratch)
            : ValuePages<int>.Read(_ids, FirstValue(block), ValueCount(block), scratch);

    /// <inheritdoc/>
    public override ReadOnlySpan<Utf8Slice> Texts(int block, Span<Utf8Slice> scratch, ByteArena decoded)
    {
        int first = FirstValue(block);
        int count = ValueCount(block);
        for (int done = 0; done < count;)
        {
            int position = first + done;
            int start = position % BlockRows;
            int length = Math.Min(count - done, BlockRows - start);
            Span<Utf8Slice> target = scratch.Slice(done, length);
            if (position < _firstReference)
            {
                Resolve(_ids[position / BlockRows].AsSpan(start, length), target);
            }
            else
            {
                Resolve(_references[(position - _firstReference) / BlockRows].AsSpan(start, length), target);
            }

            done += length;
        }

        return scratch[..count];
    }

    private static void Resolve(ReadOnlySpan<ulong> references, Span<Utf8Slice> slices)
    {
        for (int i = 0; i < references.Length; i++)
        {
            slices[i] = TextHeap.Slice(references[i]);
        }
    }

    private void Resolve(ReadOnlySpan<int> ids, Span<Utf8Slice> slices)
    {
        ulong[][] texts = _texts;
        for (int i = 0; i < ids.Length; i++)
        {
            int id = ids[i];
            slices[i] = TextHeap.Slice(texts[id / BlockRows][id % BlockRows]);
        }
    }

    /// <summary>Ids that visible rows use: they are given in order, so the largest one tells.</summary>
    private int DistinctCount()
    {
        int page = EntryCount / BlockRows;
        int count = page == 0 ? 0 : _column.DistinctAfterPage[page - 1];
        ReadOnlySpan<int> rest = EntryCount % BlockRows == 0 ? default : _ids[page].AsSpan(0, EntryCount % BlockRows);
        return rest.IsEmpty ? count : Math.Max(count, ValueRange.Of(rest).Max + 1);
    }
}

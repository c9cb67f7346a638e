using Segments.Columns;
using Segments.Rows;
using Segments.Schema;

namespace Segments.Consuming;

/// <summary>One column of a consuming segment: filled row by row, read as frozen columns.</summary>
/// <remarks>
/// Threads: one writer calls <see cref="Append"/>; any number of readers call <see cref="Freeze"/> with a row count that
/// was published after the rows were appended. Failure: if <see cref="Append"/> throws, the owner drops the whole segment.
/// </remarks>
internal abstract class ColumnAppender(ColumnSchema schema, int ordinal)
{
    private readonly NullPages? _nulls = schema.KeepsNulls ? new NullPages() : null;
    private readonly ValuePages<int>? _ends = schema.IsMultiValue ? new ValuePages<int>() : null;
    private int _entryCount;

    /// <summary>The column's schema.</summary>
    public ColumnSchema Schema { get; } = schema;

    /// <summary>Bytes of all pages.</summary>
    public long HeapBytes => ValueBytes + (_nulls?.HeapBytes ?? 0) + (_ends?.HeapBytes ?? 0);

    /// <summary>Where the entries of each row end, if the column is multi-value.</summary>
    public ValuePages<int>? Ends => _ends;

    /// <summary>Null rows, if the column keeps them.</summary>
    public NullPages? Nulls => _nulls;

    /// <summary>Bytes of the values alone.</summary>
    protected abstract long ValueBytes { get; }

    /// <summary>Adds each row's value, or the default and a null bit.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="firstRow">Number of the first of them in the segment.</param>
    public void Append(ReadOnlySpan<RowBuffer> rows, int firstRow)
    {
        if (_ends is null)
        {
            AppendValues(rows, ordinal);
        }
        else
        {
            AppendLists(rows, _ends);
        }

        if (_nulls is not null)
        {
            NoteNulls(rows, firstRow, _nulls);
        }
    }

    /// <summary>Reads an appended row into its slot. For the writer.</summary>
    public void Read(int row, RowBuffer target)
    {
        if (_nulls is not null && _nulls.Contains(row))
        {
            return;
        }

        if (_ends is null)
        {
            ReadValue(row, target, ordinal);
            return;
        }

        target.BeginArray(ordinal);
        for (int value = row == 0 ? 0 : _ends[row - 1]; value < _ends[row]; value++)
        {
            ReadValue(value, target, ordinal);
        }

        target.EndArray();
    }

    /// <summary>A reader of the first <paramref name="rowCount"/> rows.</summary>
    public abstract ColumnReader Freeze(int rowCount);

    /// <summary>Adds the value of each row's slot, or the default where it is not set.</summary>
    protected abstract void AppendValues(ReadOnlySpan<RowBuffer> rows, int column);

    /// <summary>Reads an appended value into a slot, or adds it to the slot's open list.</summary>
    protected abstract void ReadValue(int value, RowBuffer target, int column);

    /// <summary>Adds the column's default.</summary>
    protected abstract void AppendDefault();

    /// <summary>Adds the entries of a multi-value slot that is set.</summary>
    /// <returns>How many.</returns>
    protected abstract int AppendEntries(RowBuffer row, int column);

    private void AppendLists(ReadOnlySpan<RowBuffer> rows, ValuePages<int> ends)
    {
        foreach (RowBuffer row in rows)
        {
            if (row.IsNull(ordinal))
            {
                AppendDefault();
                _entryCount++;
            }
            else
            {
                _entryCount = checked(_entryCount + AppendEntries(row, ordinal));
            }

            ends.Append(_entryCount);
        }
    }

    private void NoteNulls(ReadOnlySpan<RowBuffer> rows, int firstRow, NullPages nulls)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i].IsNull(ordinal))
            {
                nulls.Set(firstRow + i);
            }
        }
    }
}

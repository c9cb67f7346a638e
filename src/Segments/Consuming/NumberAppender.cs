using System.Numerics;
using Segments.Columns;
using Segments.Encodings;
using Segments.Rows;
using Segments.Schema;

namespace Segments.Consuming;

/// <summary>A growing column of numbers at their stored width.</summary>
internal sealed class NumberAppender<T>(ColumnSchema schema, int ordinal) : ColumnAppender(schema, ordinal)
    where T : unmanaged, INumber<T>
{
    private readonly ValuePages<T> _values = new();
    private readonly T _default = FromBits(Bits(schema.Default));
    private (T Min, T Max)[] _ranges = new (T, T)[4];

    /// <summary>True if values are read as doubles.</summary>
    public static bool IsFloating => typeof(T) == typeof(double) || typeof(T) == typeof(float);

    /// <summary>The values.</summary>
    public ValuePages<T> Values => _values;

    /// <summary>Range of each full page; only integers have one.</summary>
    public (T Min, T Max)[] Ranges => Volatile.Read(ref _ranges);

    /// <inheritdoc/>
    protected override long ValueBytes => _values.HeapBytes;

    /// <inheritdoc/>
    public override ColumnReader Freeze(int rowCount) => new NumberColumn<T>(this, rowCount);

    /// <inheritdoc/>
    protected override void AppendValues(ReadOnlySpan<RowBuffer> rows, int column)
    {
        foreach (RowBuffer row in rows)
        {
            Add(row.IsNull(column) ? _default : FromBits(row.Long(column)));
        }
    }

    /// <inheritdoc/>
    protected override void ReadValue(int value, RowBuffer target, int column)
    {
        if (IsFloating)
        {
            target.SetDouble(column, double.CreateTruncating(_values[value]));
        }
        else
        {
            target.SetLong(column, long.CreateTruncating(_values[value]));
        }
    }

    /// <inheritdoc/>
    protected override void AppendDefault() => Add(_default);

    /// <inheritdoc/>
    protected override int AppendEntries(RowBuffer row, int column)
    {
        ReadOnlySpan<long> entries = row.Entries(column);
        foreach (long entry in entries)
        {
            Add(FromBits(entry));
        }

        return entries.Length;
    }

    private static long Bits(ColumnValue value) => IsFloating ? BitConverter.DoubleToInt64Bits(value.Double) : value.Long;

    private static T FromBits(long bits) =>
        IsFloating ? T.CreateTruncating(BitConverter.Int64BitsToDouble(bits)) : T.CreateTruncating(bits);

    private void Add(T value)
    {
        _values.Append(value);
        if (_values.IsPageFull && !IsFloating)
        {
            NoteRange();
        }
    }

    private void NoteRange()
    {
        int page = (_values.Count / ValuePages<T>.PageValues) - 1;
        (T, T)[] ranges = _ranges;
        if (page == ranges.Length)
        {
            Array.Resize(ref ranges, page * 2);
        }

        ranges[page] = ValueRange.Of(_values.NewestPage);
        Volatile.Write(ref _ranges, ranges);
    }
}

using System.Numerics;
using System.Runtime.InteropServices;
using Segments.Columns;
using Segments.Encodings;
using Segments.Schema;

namespace Segments.Consuming;

/// <summary>A frozen column of numbers: pages as they are where the stored type is the physical one, widened otherwise.</summary>
internal sealed class NumberColumn<T>(NumberAppender<T> column, int rowCount) : ConsumingColumn(column, rowCount)
    where T : unmanaged, INumber<T>
{
    private readonly T[][] _pages = column.Values.Pages;
    private readonly (T Min, T Max)[] _ranges = column.Ranges;

    /// <inheritdoc/>
    public override ColumnStatistics? Statistics
    {
        get
        {
            if (NumberAppender<T>.IsFloating || EntryCount == 0)
            {
                return null;
            }

            (T min, T max) = RangeOf(EntryCount - 1);
            for (int page = 0; page < (EntryCount - 1) / BlockRows; page++)
            {
                min = T.Min(min, _ranges[page].Min);
                max = T.Max(max, _ranges[page].Max);
            }

            return new ColumnStatistics(Value(min), Value(max), IsExact: true, Sum: null);
        }
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<long> Longs(int block, Span<long> scratch) =>
        NumberAppender<T>.IsFloating ? base.Longs(block, scratch) : Read(block, scratch);

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Doubles(int block, Span<double> scratch) =>
        NumberAppender<T>.IsFloating ? Read(block, scratch) : base.Doubles(block, scratch);

    /// <inheritdoc/>
    public override bool TryBlockRange(int block, out long min, out long max)
    {
        if (NumberAppender<T>.IsFloating || Schema.IsMultiValue)
        {
            return base.TryBlockRange(block, out min, out max);
        }

        (T smallest, T largest) = RangeOf(Math.Min((block + 1) * BlockRows, RowCount) - 1);
        (min, max) = (long.CreateTruncating(smallest), long.CreateTruncating(largest));
        return true;
    }

    /// <summary>Range of the values in the page of <paramref name="last"/>, up to it.</summary>
    private (T Min, T Max) RangeOf(int last)
    {
        int count = (last % BlockRows) + 1;

        // A page that is only partly visible is short enough to look at.
        return count == BlockRows ? _ranges[last / BlockRows] : ValueRange.Of<T>(_pages[last / BlockRows].AsSpan(0, count));
    }

    private ReadOnlySpan<TWide> Read<TWide>(int block, Span<TWide> scratch)
        where TWide : unmanaged, INumber<TWide>
    {
        int first = FirstValue(block);
        int count = ValueCount(block);
        if (typeof(T) == typeof(TWide))
        {
            Span<T> same = MemoryMarshal.Cast<TWide, T>(scratch);
            return MemoryMarshal.Cast<T, TWide>(ValuePages<T>.Read(_pages, first, count, same));
        }

        for (int done = 0; done < count;)
        {
            int position = first + done;
            int length = Math.Min(count - done, BlockRows - (position % BlockRows));
            Widening.Widen<T, TWide>(_pages[position / BlockRows].AsSpan(position % BlockRows, length), scratch[done..]);
            done += length;
        }

        return scratch[..count];
    }

    private static ColumnValue Value(T value) => ColumnValue.Of(long.CreateTruncating(value));
}

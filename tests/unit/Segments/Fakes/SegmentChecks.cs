using Segments;
using Segments.Columns;
using Segments.Consuming;
using Segments.Rows;
using Segments.Schema;

namespace UnitTests.Segments.Fakes;

/// <summary>Compares every way to read a segment with the plain rows it was made of.</summary>
internal static class SegmentChecks
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A consuming segment that holds the rows, all of them visible; message offsets start at 100.</summary>
    public static ConsumingSegment Consume(this PlainRows plain)
    {
        ConsumingSegment segment = new(plain.Schema, "rows", partition: 3, sequence: 7, startOffset: 100, Noon);
        RowBuffer buffer = new(plain.Schema);
        for (int row = 0; row < plain.Rows.Count; row++)
        {
            plain.Fill(buffer, row);
            segment.Append(buffer);
        }

        segment.Publish(100 + plain.Rows.Count, Noon);
        return segment;
    }

    /// <param name="segment">The segment.</param>
    /// <param name="plain">Its rows, or more.</param>
    /// <param name="rowCount">How many of them.</param>
    public static void Equal(PlainRows plain, ISegment segment, int rowCount)
    {
        Assert.Equal(rowCount, segment.RowCount);
        for (int column = 0; column < plain.Schema.Columns.Count; column++)
        {
            ColumnReader reader = segment.Column(plain.Schema.Columns[column]);
            Assert.Equal(rowCount, reader.RowCount);
            Equal(plain, reader, column);
            EqualStatistics(plain, reader, column);
        }
    }

    private static void Equal(PlainRows plain, ColumnReader reader, int column)
    {
        for (int block = 0; block * ColumnReader.BlockRows < reader.RowCount; block++)
        {
            int firstRow = block * ColumnReader.BlockRows;
            int rows = Math.Min(ColumnReader.BlockRows, reader.RowCount - firstRow);
            object[][] expected = [.. Enumerable.Range(firstRow, rows).Select(row => plain.Expected(row, column))];
            object[] values = [.. expected.SelectMany(entries => entries)];

            Assert.Equal(values.Length, reader.ValueCount(block));
            EqualValues(values, reader, block);
            EqualNulls(plain, reader, block, column);
            if (reader.Schema.IsMultiValue)
            {
                int[] ends = [.. expected.Select(entries => entries.Length)];
                ReadOnlySpan<int> offsets = reader.Offsets(block, new int[rows + 1]);
                Assert.Equal(ends, offsets[1..].ToArray().Zip(offsets[..^1].ToArray(), (end, start) => end - start));
                Assert.Equal(0, offsets[0]);
            }
        }
    }

    private static void EqualValues(object[] values, ColumnReader reader, int block)
    {
        switch (reader.Schema.Physical)
        {
            case PhysicalType.Long:
                long[] longs = reader.Longs(block, new long[values.Length]).ToArray();
                Assert.Equal(values.Cast<long>(), longs);
                Assert.Throws<NotSupportedException>(() => reader.Doubles(block, new double[values.Length]).Length);
                if (reader.TryBlockRange(block, out long min, out long max))
                {
                    Assert.True(min <= longs.Min() && max >= longs.Max());
                }

                break;
            case PhysicalType.Double:
                // Bit by bit: -0.0 is not 0.0, and one NaN is not another.
                Assert.Equal(values.Cast<double>().Select(BitConverter.DoubleToInt64Bits), reader.Doubles(block, new double[values.Length]).ToArray().Select(BitConverter.DoubleToInt64Bits));
                Assert.Throws<NotSupportedException>(() => reader.Longs(block, new long[values.Length]).Length);
                break;
            default:
                EqualTexts(values, reader, block);
                break;
        }
    }

    private static void EqualTexts(object[] values, ColumnReader reader, int block)
    {
        ByteArena arena = new();
        ReadOnlySpan<Utf8Slice> texts = reader.Texts(block, new Utf8Slice[values.Length], arena);
        Assert.Equal(values.Length, texts.Length);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.True(texts[i].Span.SequenceEqual((byte[])values[i]), $"value {i} of block {block}");
        }

        GC.KeepAlive(arena);
        if (reader.Dictionary is not { } dictionary)
        {
            return;
        }

        ReadOnlySpan<int> ids = reader.Ids(block, new int[values.Length]);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.True(dictionary[ids[i]].Span.SequenceEqual((byte[])values[i]), $"id {i} of block {block}");
            Assert.True(dictionary.TryFind((byte[])values[i], out int id));
            Assert.Equal(ids[i], id);
        }
    }

    private static void EqualNulls(PlainRows plain, ColumnReader reader, int block, int column)
    {
        ulong[] mask = [.. Enumerable.Repeat(ulong.MaxValue, ColumnReader.BlockRows / 64)];
        bool any = reader.Nulls(block, mask);
        int firstRow = block * ColumnReader.BlockRows;
        bool[] expected = [.. Enumerable.Range(0, ColumnReader.BlockRows)
            .Select(row => firstRow + row < reader.RowCount && reader.Schema.KeepsNulls && plain.IsNull(firstRow + row, column))];

        Assert.Equal(expected, Enumerable.Range(0, ColumnReader.BlockRows).Select(row => (mask[row / 64] >> (row % 64) & 1) != 0));
        Assert.Equal(expected.Contains(true), any);
        Assert.True(reader.HasNulls || !any);
    }

    private static void EqualStatistics(PlainRows plain, ColumnReader reader, int column)
    {
        object[] all = [.. Enumerable.Range(0, reader.RowCount).SelectMany(row => plain.Expected(row, column))];
        if (reader.Dictionary is { } dictionary)
        {
            Assert.Equal(all.Select(value => Convert.ToHexString((byte[])value)).Distinct().Count(), dictionary.Count);
            Assert.False(dictionary.TryFind("never written"u8, out _));
            Assert.True(!dictionary.IsSorted || Enumerable.Range(1, Math.Max(dictionary.Count - 1, 0)).All(id => dictionary[id - 1].Span.SequenceCompareTo(dictionary[id].Span) < 0));
        }

        if (reader.Statistics is not { } statistics)
        {
            return;
        }

        Assert.True(statistics.IsExact);
        Comparer<object> order = Comparer<object>.Create(Compare);
        Assert.Equal(all.Min(order), PlainRows.Unwrap(statistics.Min));
        Assert.Equal(all.Max(order), PlainRows.Unwrap(statistics.Max));
        if (statistics.Sum is { } sum)
        {
            Assert.Equal(all.Sum(value => value is long number ? number : (double)value), sum);
        }
    }

    private static int Compare(object? left, object? right) =>
        left is byte[] bytes ? bytes.AsSpan().SequenceCompareTo((byte[])right!) : Comparer<object>.Default.Compare(left, right);
}

using Segments;
using Segments.Columns;
using Segments.Consuming;
using Segments.Rows;
using Segments.Schema;
using UnitTests.Segments.Fakes;

namespace UnitTests.Segments.Consuming;

public sealed class ConsumingSegmentTests
{
    private static readonly TableSchema Events = new("events",
        [PlainRows.Column("name", DataType.String), PlainRows.Column("count", DataType.Long)]);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 4095)]
    [InlineData(4, 4096)]
    [InlineData(5, 4097)]
    [InlineData(6, 9000)]
    public void A_view_reads_what_was_appended(int seed, int rowCount)
    {
        PlainRows plain = PlainRows.Random(new Random(seed), rowCount);

        SegmentChecks.Equal(plain, plain.Consume().View(), rowCount);
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void Rows_appended_together_read_as_rows_appended_one_by_one(int seed)
    {
        Random random = new(seed);
        TableSchema schema = new("clicks",
            [PlainRows.Column("url", DataType.String), PlainRows.Column("session", DataType.String, keepsNulls: true), PlainRows.Column("tags", DataType.String, isMultiValue: true), PlainRows.Column("price", DataType.Double, keepsNulls: true)]);
        PlainRows plain = new(schema, [.. Enumerable.Range(0, 20_000).Select(row => new object?[]
        {
            random.Next(9) == 0 ? null : PlainRows.Utf8($"https://example.org/{random.Next(5000)}/details of a length that takes more than one cache line"),
            random.Next(9) == 0 ? null : PlainRows.Utf8($"{row}-{random.Next()}"),
            random.Next(9) == 0 ? null : new object[] { PlainRows.Utf8($"tag{random.Next(50)}"), PlainRows.Utf8("tag") },
            random.Next(9) == 0 ? null : random.NextDouble(),
        })]);
        ConsumingSegment segment = new(schema, "clicks", 0, 0, 0, SegmentChecks.Noon);
        RowBuffer[] buffers = [.. Enumerable.Range(0, 40).Select(_ => new RowBuffer(schema))];
        for (int row = 0; row < plain.Rows.Count;)
        {
            int count = Math.Min(random.Next(buffers.Length + 1), plain.Rows.Count - row);
            for (int i = 0; i < count; i++)
            {
                plain.Fill(buffers[i], row + i);
            }

            segment.AppendAll(buffers.AsSpan(0, count));
            row += count;
        }

        segment.Publish(plain.Rows.Count, SegmentChecks.Noon);

        Assert.NotNull(segment.View().Column(schema.Columns[0]).Dictionary);
        SegmentChecks.Equal(plain, segment.View(), plain.Rows.Count);
    }

    [Fact]
    public void A_view_does_not_see_rows_appended_or_published_after_it()
    {
        PlainRows plain = PlainRows.Random(new Random(11), 5000);
        ConsumingSegment segment = new(plain.Schema, "rows", 0, 0, 0, SegmentChecks.Noon);
        RowBuffer buffer = new(plain.Schema);
        List<ISegment> views = [];
        for (int row = 0; row < plain.Rows.Count; row++)
        {
            plain.Fill(buffer, row);
            segment.Append(buffer);
            if (row % 700 == 0)
            {
                segment.Publish(row + 1, SegmentChecks.Noon);
                views.Add(segment.View());
            }
        }

        for (int i = 0; i < views.Count; i++)
        {
            SegmentChecks.Equal(plain, views[i], (i * 700) + 1);
        }
    }

    [Fact]
    public void Appended_rows_and_their_position_appear_together_at_Publish()
    {
        ConsumingSegment segment = new(Events, "events", partition: 0, sequence: 0, startOffset: 40, SegmentChecks.Noon);
        segment.Append(new RowBuffer(Events));
        Assert.Equal((0, 40L), (segment.RowCount, segment.NextOffset));
        Assert.Null(segment.View().LastIndexedAt);

        segment.Publish(nextOffset: 45, SegmentChecks.Noon);
        segment.Publish(nextOffset: 46, SegmentChecks.Noon.AddHours(1));

        Assert.Equal((1, 46L), (segment.RowCount, segment.NextOffset));
        Assert.Equal(SegmentChecks.Noon, segment.View().LastIndexedAt);
    }

    [Fact]
    public void The_name_tells_table_partition_sequence_and_minute() =>
        Assert.Equal("events__2__5__20260203T0405Z", new ConsumingSegment(Events, "events", 2, 5, 0, new DateTimeOffset(2026, 2, 3, 4, 5, 59, TimeSpan.Zero)).Name);

    [Fact]
    public void Texts_that_are_all_different_get_no_dictionary_beyond_the_first_block()
    {
        TableSchema schema = new("guide", [PlainRows.Column("uuid", DataType.String)]);
        PlainRows plain = new(schema, [.. Enumerable.Range(0, 40_000).Select(row => new object?[] { PlainRows.Utf8(Guid.NewGuid().ToString()) })]);

        ConsumingSegment segment = plain.Consume();

        Assert.Null(segment.View().Column(schema.Columns[0]).Dictionary);
        Assert.InRange(segment.HeapBytes, 40_000 * 44, 40_000 * 65);
        SegmentChecks.Equal(plain, segment.View(), 40_000);
    }

    [Fact]
    public void Texts_that_come_again_keep_their_dictionary_though_the_first_block_is_mostly_new()
    {
        Random random = new(3);
        TableSchema schema = new("clicks", [PlainRows.Column("url", DataType.String)]);
        PlainRows plain = new(schema, [.. Enumerable.Range(0, 40_000).Select(row => new object?[] { PlainRows.Utf8("product" + (int)(Math.Pow(random.NextDouble(), 2) * 20_000)) })]);

        Assert.NotNull(plain.Consume().View().Column(schema.Columns[0]).Dictionary);
    }

    [Fact]
    public void A_row_of_the_benchmark_takes_at_most_32_bytes()
    {
        Random random = new(4);
        TableSchema schema = new("events", [PlainRows.Column("name", DataType.String), PlainRows.Column("count", DataType.Long), PlainRows.Column("ts", DataType.Timestamp)]);
        PlainRows plain = new(schema, [.. Enumerable.Range(0, 40_000).Select(row => new object?[] { PlainRows.Utf8("user" + random.Next(1000)), 5L, (long)row })]);

        Assert.InRange(plain.Consume().HeapBytes, 1, 32 * 40_000);
    }

    [Fact]
    public void A_column_the_segment_does_not_have_is_all_default_and_null()
    {
        PlainRows plain = PlainRows.Random(new Random(5), 4100);
        ColumnSchema later = PlainRows.Column("later", DataType.String, isMultiValue: true, keepsNulls: true);
        PlainRows expected = new(new TableSchema("rows", [later]), [.. Enumerable.Repeat(new object?[] { null }, 4100)]);

        SegmentChecks.Equal(expected, plain.Consume().View(), 4100);
    }

    [Fact]
    public void A_column_whose_type_has_changed_is_refused_with_both_types()
    {
        ISegment view = new ConsumingSegment(Events, "events", 0, 0, 0, SegmentChecks.Noon).View();

        ColumnMismatchException error = Assert.Throws<ColumnMismatchException>(() => view.Column(PlainRows.Column("count", DataType.String)));

        Assert.Contains("'count' is STRING in the table's schema but LONG in segment 'events__0__0__20261125T1200Z'", error.Message, StringComparison.Ordinal);
    }
}

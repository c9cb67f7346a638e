using Segments.Consuming;
using Segments.Files;
using Segments.Rows;
using Segments.Schema;
using Segments.Sealed;
using Segments.Sealing;
using UnitTests.Segments.Fakes;

namespace UnitTests.Segments.Sealing;

public sealed class SegmentSealerTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 4095)]
    [InlineData(4, 4096)]
    [InlineData(5, 4097)]
    [InlineData(6, 9000)]
    [InlineData(7, 300)]
    [InlineData(8, 300)]
    [InlineData(9, 300)]
    [InlineData(10, 5000)]
    [InlineData(11, 5000)]
    [InlineData(12, 5000)]
    public void A_sealed_segment_reads_as_the_rows_and_as_the_consuming_one(int seed, int rowCount)
    {
        PlainRows plain = PlainRows.Random(new Random(seed), rowCount);
        ConsumingSegment consuming = plain.Consume();

        SealedSegment written = SegmentSealer.Seal(consuming, _directory.Path, SegmentChecks.Noon.AddMinutes(1));
        SealedSegment reopened = SealedSegment.Open(written.Path, ChecksumMode.Everything);

        SegmentChecks.Equal(plain, consuming.View(), rowCount);
        SegmentChecks.Equal(plain, written, rowCount);
        SegmentChecks.Equal(plain, reopened, rowCount);
    }

    [Fact]
    public void The_file_keeps_what_the_segment_is()
    {
        PlainRows plain = PlainRows.Random(new Random(20), 10);

        SealedSegment segment = SegmentSealer.Seal(plain.Consume(), _directory.Path, SegmentChecks.Noon.AddMinutes(1));

        Assert.Equal(Path.Combine(_directory.Path, "rows__3__7__20261125T1200Z.seg"), segment.Path);
        Assert.Equal([segment.Path], Directory.GetFiles(_directory.Path));
        Assert.Equal(("rows__3__7__20261125T1200Z", 3, 7, 100L, 110L), (segment.Name, segment.Partition, segment.Sequence, segment.StartOffset, segment.EndOffset));
        Assert.Equal((SegmentChecks.Noon, SegmentChecks.Noon, SegmentChecks.Noon.AddMinutes(1)), (segment.CreatedAt, segment.LastIndexedAt, segment.SealedAt));
        Assert.Equal(new FileInfo(segment.Path).Length, segment.FileBytes);
        Assert.Equal("rows", segment.Schema.Name);
        Assert.Equal(plain.Schema.Columns.Select(column => column.Name), segment.Schema.Columns.Select(column => column.Name));
    }

    [Fact]
    public void A_column_keeps_its_whole_schema()
    {
        ColumnSchema column = new()
        {
            Name = "ts",
            Type = DataType.Timestamp,
            Role = FieldRole.DateTime,
            KeepsNulls = true,
            Default = ColumnValue.Of(7L),
            MaxLength = 99,
            LongText = LengthStrategy.Error,
            Format = "1:MILLISECONDS:EPOCH",
            Granularity = "1:MILLISECONDS",
        };
        PlainRows plain = new(new TableSchema("t", [column]), [[null], [5L]]);

        SealedSegment segment = SegmentSealer.Seal(plain.Consume(), _directory.Path, SegmentChecks.Noon);

        Assert.Equal(column, segment.Schema.Columns[0]);
    }

    [Fact]
    public void Rows_that_were_appended_but_not_published_are_not_sealed()
    {
        PlainRows plain = PlainRows.Random(new Random(21), 10);
        ConsumingSegment consuming = plain.Consume();
        consuming.Append(new RowBuffer(plain.Schema));

        SegmentChecks.Equal(plain, SegmentSealer.Seal(consuming, _directory.Path, SegmentChecks.Noon), 10);
    }

    [Fact]
    public void Columns_are_found_by_name_whatever_their_order_is_today()
    {
        PlainRows plain = PlainRows.Random(new Random(22), 50);
        SealedSegment segment = SegmentSealer.Seal(plain.Consume(), _directory.Path, SegmentChecks.Noon);
        PlainRows reversed = new(
            new TableSchema("rows", [.. plain.Schema.Columns.Reverse()]), [.. plain.Rows.Select(row => row.Reverse().ToArray())]);

        SegmentChecks.Equal(reversed, segment, 50);
    }

    [Fact]
    public void A_sum_is_known_only_if_doubles_add_up_to_it_in_any_order()
    {
        ColumnSchema small = PlainRows.Column("small", DataType.Long);
        ColumnSchema large = PlainRows.Column("large", DataType.Long);
        PlainRows plain = new(new TableSchema("t", [small, large]), [[1L, 1L], [-4L, 1L << 53]]);

        SealedSegment segment = SegmentSealer.Seal(plain.Consume(), _directory.Path, SegmentChecks.Noon);

        Assert.Equal(-3.0, segment.Column(small).Statistics!.Sum);
        Assert.Null(segment.Column(large).Statistics!.Sum);
    }

    [Theory]
    [InlineData("user", 1000, 4)]
    [InlineData("uuid", int.MaxValue, 16)]
    public void Texts_take_the_room_of_their_information(string kind, int distinct, double mostBytesPerRow)
    {
        Random random = new(23);
        const int Rows = 50_000;
        ColumnSchema column = PlainRows.Column("text", DataType.String);
        PlainRows plain = new(new TableSchema("t", [column]),
            [.. Enumerable.Range(0, Rows).Select(_ => new object?[] { PlainRows.Utf8(kind == "uuid" ? Guid.NewGuid().ToString() : kind + random.Next(distinct)) })]);

        SealedSegment segment = SegmentSealer.Seal(plain.Consume(), _directory.Path, SegmentChecks.Noon);

        Assert.InRange(segment.FileBytes, 1, (long)(Rows * mostBytesPerRow) + 8192);
        SegmentChecks.Equal(plain, segment, Rows);
    }

    [Fact]
    public void When_the_disk_refuses_the_file_nothing_is_left_and_sealing_can_be_repeated()
    {
        PlainRows plain = PlainRows.Random(new Random(24), 100);
        ConsumingSegment consuming = plain.Consume();
        string obstacle = Path.Combine(_directory.Path, consuming.Name + ".seg");
        Directory.CreateDirectory(Path.Combine(obstacle, "not a file"));

        Assert.ThrowsAny<Exception>(() => SegmentSealer.Seal(consuming, _directory.Path, SegmentChecks.Noon));
        Assert.Empty(Directory.GetFiles(_directory.Path));

        Directory.Delete(obstacle, recursive: true);
        SegmentChecks.Equal(plain, SegmentSealer.Seal(consuming, _directory.Path, SegmentChecks.Noon), 100);
    }
}

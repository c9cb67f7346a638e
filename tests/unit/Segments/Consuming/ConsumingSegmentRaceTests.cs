using Segments;
using Segments.Columns;
using Segments.Consuming;
using Segments.Rows;
using Segments.Schema;
using UnitTests.Segments.Fakes;

namespace UnitTests.Segments.Consuming;

/// <summary>One writer, readers beside it: a view must always be a whole prefix of what the writer appends.</summary>
public sealed class ConsumingSegmentRaceTests
{
    private const int RowCount = 300_000;
    private static readonly ColumnSchema Number = PlainRows.Column("number", DataType.Long);
    private static readonly ColumnSchema Name = PlainRows.Column("name", DataType.String);
    private static readonly ColumnSchema Unique = PlainRows.Column("unique", DataType.String);
    private static readonly ColumnSchema List = PlainRows.Column("list", DataType.Int, isMultiValue: true, keepsNulls: true);
    private static readonly TableSchema Schema = new("race", [Number, Name, Unique, List]);

    [Fact]
    public async Task Readers_beside_a_writer_see_only_whole_published_rows()
    {
        ConsumingSegment segment = new(Schema, "race", 0, 0, 0, SegmentChecks.Noon);

        Assert.Equal([], await ReadWhileWriting(segment, () => Faults(segment.View(), CheckBlock), TestContext.Current.CancellationToken));
        Assert.Equal([], Faults(segment.View(), CheckBlock));
    }

    [Fact]
    public async Task The_check_finds_a_planted_race()
    {
        // Planted: views that claim rows which may not be there yet, as a count written too early would. Numbers only: a
        // reference to a text that is not there points anywhere.
        // On a busy machine a writer may be done before a reader gets its turn: then once more.
        List<string> faults = [];
        for (int attempt = 0; attempt < 50 && faults.Count == 0; attempt++)
        {
            ConsumingSegment segment = new(Schema, "race", 0, 0, 0, SegmentChecks.Noon);
            faults = await ReadWhileWriting(segment, () => Faults(TooManyRows(segment), CheckNumbers), TestContext.Current.CancellationToken);
        }

        Assert.NotEmpty(faults);
    }

    private static async Task<List<string>> ReadWhileWriting(ConsumingSegment segment, Func<List<string>> check, CancellationToken cancellation)
    {
        using CancellationTokenSource written = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task<List<string>>[] readers = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(
            () =>
            {
                List<string> faults = [];
                while (!written.IsCancellationRequested && faults.Count == 0)
                {
                    faults.AddRange(check());
                }

                return faults;
            },
            CancellationToken.None))];
        await Task.Run(() => Write(segment), cancellation);
        await written.CancelAsync();
        return [.. (await Task.WhenAll(readers)).SelectMany(faults => faults)];
    }

    private static void Write(ConsumingSegment segment)
    {
        RowBuffer row = new(Schema);
        for (int number = 0; number < RowCount; number++)
        {
            row.Clear();
            row.SetLong(0, number);
            row.SetBytes(1, PlainRows.Utf8($"n{number % 700}"));
            row.SetBytes(2, PlainRows.Utf8($"unique {number}"));
            row.BeginArray(3);
            for (int entry = 0; entry < number % 3; entry++)
            {
                row.SetLong(3, number);
            }

            row.EndArray();
            segment.Append(row);
            if (number % 37 == 0 || number == RowCount - 1)
            {
                segment.Publish(number + 1, SegmentChecks.Noon);
            }
        }
    }

    /// <summary>Looks at the last two blocks, where a race would show.</summary>
    private static List<string> Faults(ISegment segment, Action<ISegment, int, List<string>> check)
    {
        List<string> faults = [];
        int blockCount = (segment.RowCount + ColumnReader.BlockRows - 1) / ColumnReader.BlockRows;
        for (int block = Math.Max(blockCount - 2, 0); block < blockCount && faults.Count == 0; block++)
        {
            check(segment, block, faults);
        }

        return faults;
    }

    private static void CheckNumbers(ISegment segment, int block, List<string> faults)
    {
        int first = block * ColumnReader.BlockRows;
        ReadOnlySpan<long> numbers = segment.Column(Number).Longs(block, new long[ColumnReader.BlockRows]);
        for (int i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] != first + i)
            {
                faults.Add($"row {first + i} of {segment.RowCount}: number {numbers[i]}");
                return;
            }
        }
    }

    private static void CheckBlock(ISegment segment, int block, List<string> faults)
    {
        int first = block * ColumnReader.BlockRows;
        int rows = Math.Min(ColumnReader.BlockRows, segment.RowCount - first);
        ReadOnlySpan<long> numbers = segment.Column(Number).Longs(block, new long[rows]);
        ReadOnlySpan<Utf8Slice> names = segment.Column(Name).Texts(block, new Utf8Slice[rows], new ByteArena());
        ReadOnlySpan<int> ids = segment.Column(Name).Ids(block, new int[rows]);
        ReadOnlySpan<Utf8Slice> uniques = segment.Column(Unique).Texts(block, new Utf8Slice[rows], new ByteArena());
        ColumnReader list = segment.Column(List);
        ReadOnlySpan<int> offsets = list.Offsets(block, new int[rows + 1]);
        ReadOnlySpan<long> entries = list.Longs(block, new long[list.ValueCount(block)]);
        ulong[] nulls = new ulong[ColumnReader.BlockRows / 64];
        list.Nulls(block, nulls);
        for (int i = 0; i < rows; i++)
        {
            int row = first + i;
            bool isNull = (nulls[i / 64] >> (i % 64) & 1) != 0;
            bool isWhole = numbers[i] == row
                && names[i].Span.SequenceEqual(PlainRows.Utf8($"n{row % 700}"))
                && ids[i] < segment.Column(Name).Dictionary!.Count
                && uniques[i].Span.SequenceEqual(PlainRows.Utf8($"unique {row}"))
                && offsets[i + 1] - offsets[i] == Math.Max(row % 3, 1)
                && entries[offsets[i]] == (row % 3 == 0 ? int.MinValue : row)
                && isNull == (row % 3 == 0);
            if (!isWhole)
            {
                faults.Add($"row {row} of {segment.RowCount}: number {numbers[i]}");
                return;
            }
        }
    }

    /// <summary>A view with forty rows more than were published, more than the writer appends between two publications, if their page is there.</summary>
    private static ConsumingView TooManyRows(ConsumingSegment segment)
    {
        int rows = segment.RowCount;
        return segment.Freeze(new ConsumingProgress(rows % ColumnReader.BlockRows is 0 or > 4050 ? rows : rows + 40, rows, SegmentChecks.Noon, null));
    }
}

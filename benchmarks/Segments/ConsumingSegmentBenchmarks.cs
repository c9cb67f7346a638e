using System.Text;
using BenchmarkDotNet.Attributes;
using Segments.Columns;
using Segments.Consuming;
using Segments.Rows;
using Segments.Schema;

namespace Benchmarks.Segments;

/// <summary>Appending the rows of <c>events</c> to a consuming segment, and reading a column of it back; both per row.</summary>
[MemoryDiagnoser]
public class ConsumingSegmentBenchmarks
{
    private const int Rows = 1_000_000;

    private static readonly TableSchema Events = new(
        "events",
        [
            new ColumnSchema { Name = "name", Type = DataType.String, Default = ColumnValue.Of("null") },
            new ColumnSchema { Name = "count", Type = DataType.Long, Default = ColumnValue.Of(0) },
            new ColumnSchema { Name = "ts", Type = DataType.Timestamp, Default = ColumnValue.Of(0) },
        ]);

    private static readonly TableSchema Urls = new("urls", [new ColumnSchema { Name = "url", Type = DataType.String, Default = ColumnValue.Of("null") }]);

    private readonly RowBuffer[] _urls = NewUrls(new Random(1));
    private readonly RowBuffer[] _rows = [.. Enumerable.Range(0, 4096).Select(NewRow)];
    private readonly long[] _scratch = new long[ColumnReader.BlockRows];
    private ColumnReader? _count;

    [GlobalSetup]
    public void Fill() => _count = Append().View().Column(Events.Columns[1]);

    [Benchmark(OperationsPerInvoke = Rows)]
    public ConsumingSegment Append()
    {
        ConsumingSegment segment = new(Events, "events", partition: 0, sequence: 0, startOffset: 0, DateTimeOffset.UnixEpoch);
        for (int row = 0; row < Rows; row++)
        {
            segment.Append(_rows[row & 4095]);
        }

        segment.Publish(Rows, DateTimeOffset.UnixEpoch);
        return segment;
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    [Arguments(1)]
    [Arguments(32)]
    public ConsumingSegment AppendManyTexts(int rowsAtOnce)
    {
        ConsumingSegment segment = new(Urls, "urls", partition: 0, sequence: 0, startOffset: 0, DateTimeOffset.UnixEpoch);
        for (int row = 0; row < Rows; row += rowsAtOnce)
        {
            segment.AppendAll(_urls.AsSpan(row % _urls.Length, rowsAtOnce));
        }

        segment.Publish(Rows, DateTimeOffset.UnixEpoch);
        return segment;
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public long ReadAndAdd()
    {
        long sum = 0;
        for (int block = 0; block * ColumnReader.BlockRows < Rows; block++)
        {
            foreach (long value in _count!.Longs(block, _scratch))
            {
                sum += value;
            }
        }

        return sum;
    }

    // 20,000 different ones of about 85 bytes, the frequent ones first.
    private static RowBuffer[] NewUrls(Random random)
    {
        RowBuffer[] rows = new RowBuffer[1 << 17];
        for (int i = 0; i < rows.Length; i++)
        {
            double chance = random.NextDouble();
            int page = (int)(chance * chance * 20_000);
            rows[i] = new RowBuffer(Urls);
            rows[i].SetBytes(0, Encoding.UTF8.GetBytes($"https://shop.example.com/catalogue/section{page % 97}/product{page}/details?view=full&item={page * 7919}"));
        }

        return rows;
    }

    private static RowBuffer NewRow(int index)
    {
        RowBuffer row = new(Events);
        row.SetBytes(0, Encoding.UTF8.GetBytes($"user{index % 1000}"));
        row.SetLong(1, index % 1000);
        row.SetLong(2, 1767225600000 + index);
        return row;
    }
}

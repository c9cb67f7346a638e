using System.Diagnostics;
using Benchmarks.Generation;
using Benchmarks.Hosting;
using Benchmarks.Measuring;
using Benchmarks.Reporting;
using Ingestion.Decoding;
using Ingestion.Sources;
using Segments.Columns;
using Segments.Consuming;
using Segments.Schema;
using Segments.Tables;

namespace Benchmarks.Loading;

/// <summary>The benchmark tables in this process: rows go from the generator through decoder and segment, without Kafka and server.</summary>
internal sealed class EngineTables : IDisposable
{
    // A live partition publishes about as often.
    private const int RowsPerPublish = 1_000;
    private const int RowsPerAppend = 32;

    private readonly ByteArena _messages = new();
    private readonly TableCatalog _catalog;

    /// <param name="dataDirectory">Is made; what an earlier run left there is removed.</param>
    public EngineTables(string dataDirectory)
    {
        if (Directory.Exists(dataDirectory))
        {
            Directory.Delete(dataDirectory, recursive: true);
        }

        _catalog = TableCatalog.Open(dataDirectory, TimeProvider.System);
    }

    /// <summary>What a query sees of a table; null if there is none of that name.</summary>
    public TableSnapshot? Snapshot(string name) => _catalog.TryFind(name, out Table? table) ? table.Snapshot() : null;

    /// <summary>Creates a table and fills its consuming segment, on this thread.</summary>
    /// <param name="kind">What rows.</param>
    /// <param name="rows">How many.</param>
    /// <param name="byRecords">True: by way of records; false: straight into rows.</param>
    public EngineLoad Load(RowKind kind, long rows, bool byRecords)
    {
        ConsumingSegment segment = Create(kind).OpenPartition(0, 0).Consuming;
        IRowDecoder decoder = byRecords ? new RecordRowDecoder(segment.Schema, _ => new JsonRecordReader()) : new JsonRowDecoder(segment.Schema);
        RowBatch batch = new(segment.Schema);
        Message[] messages = Messages(kind, rows);
        CpuStopwatch clock = new();
        for (int i = 0; i < messages.Length; i++)
        {
            if (decoder.Decode(messages[i], null!, batch) is { } fault)
            {
                throw new BenchException($"row {i} of {kind} is refused: {fault}");
            }

            bool isDue = (i + 1) % RowsPerPublish == 0 || i == messages.Length - 1;
            if (batch.Count >= RowsPerAppend || isDue)
            {
                segment.AppendAll(batch.Rows);
                batch.Truncate(0);
            }

            if (isDue)
            {
                segment.Publish(i + 1, DateTimeOffset.UtcNow);
            }
        }

        (TimeSpan elapsed, TimeSpan cpu) = (clock.Elapsed, clock.Cpu);
        Progress.Say($"engine: {rows:N0} {TableFiles.Name(kind)} in {elapsed.TotalSeconds:F2} s on one core");
        return new EngineLoad(rows / elapsed.TotalSeconds, cpu.TotalSeconds / rows * 1e6, segment.HeapBytes / (double)rows);
    }

    /// <summary>Seals what a table's consuming segment holds.</summary>
    public EngineSeal Seal(RowKind kind)
    {
        TablePartition partition = Find(kind).Partitions.Single();
        long started = Stopwatch.GetTimestamp();
        ConsumingSegment frozen = partition.Roll(DateTimeOffset.UtcNow)!;
        long bytes = partition.Seal(frozen, DateTimeOffset.UtcNow).FileBytes;
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        Progress.Say($"engine: {TableFiles.Name(kind)} sealed in {elapsed.TotalSeconds:F2} s");
        return new EngineSeal(elapsed, bytes / (double)frozen.RowCount);
    }

    public void Dispose() => _catalog.Dispose();

    private Table Find(RowKind kind) => _catalog.TryFind(TableFiles.Name(kind), out Table? table)
        ? table
        : throw new BenchException($"table {TableFiles.Name(kind)} is not loaded");

    private Table Create(RowKind kind)
    {
        TableConfig config = TableConfig.Parse(TableFiles.Table(Workload.Of(kind), "localhost:9092", TableFiles.Name(kind)));
        SchemaDocument schema = SchemaJson.Parse(TableFiles.Schema(Workload.Of(kind)), config.NullVectors);
        return _catalog.Create(new TableDefinition(schema.Schema, schema.Json, config, DateTimeOffset.UtcNow, new Dictionary<int, long> { [0] = 0 }));
    }

    // Made beforehand, so that the time is that of decoding and appending alone.
    private unsafe Message[] Messages(RowKind kind, long rows)
    {
        RowGenerator generator = new(kind);
        byte[] buffer = new byte[RowGenerator.MaxRowBytes];
        Message[] messages = new Message[rows];
        for (int i = 0; i < messages.Length; i++)
        {
            Utf8Slice message = _messages.Add(buffer.AsSpan(0, generator.Next(buffer)));
            messages[i] = new Message(message.Data, message.Length, i);
        }

        return messages;
    }
}

/// <summary>How a table was filled.</summary>
/// <param name="RowsPerSecond">Decoding and appending, one core.</param>
/// <param name="CpuSecondsPerMillionRows">CPU time of this process meanwhile, garbage collection included.</param>
/// <param name="BytesPerRow">Heap bytes of the consuming segment.</param>
internal sealed record EngineLoad(double RowsPerSecond, double CpuSecondsPerMillionRows, double BytesPerRow);

/// <summary>How a table was sealed.</summary>
/// <param name="Elapsed">Wall time.</param>
/// <param name="BytesPerRow">Bytes of the file.</param>
internal sealed record EngineSeal(TimeSpan Elapsed, double BytesPerRow);

using System.Globalization;
using System.Text.Json.Nodes;
using Ingestion;
using Ingestion.Decoding;
using Ingestion.Kafka;
using Ingestion.Sealing;
using Ingestion.Settings;
using Ingestion.Status;
using Microsoft.Extensions.Logging.Abstractions;
using Segments;
using Segments.Columns;
using Segments.Schema;
using Segments.Tables;

namespace UnitTests.Ingestion;

/// <summary>A table with one partition in a temporary folder, and a consumer that reads a list into it.</summary>
internal sealed class ConsumerFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim _slots = new(1);
    private readonly string _directory;
    private TableCatalog _catalog;

    public ConsumerFixture(long segmentRows = 1000, long startOffset = 0, IMessageFormat? format = null, OffsetAutoReset? autoReset = null)
    {
        AutoReset = autoReset;
        Format = format ?? new JsonFormat(isFramed: false);
        _directory = Directory.CreateTempSubdirectory("millrace-ingestion-").FullName;
        _catalog = TableCatalog.Open(_directory, TimeProvider.System);
        SegmentRows = segmentRows;
        Table = _catalog.Create(Definition(startOffset));
        Open();
    }

    public long SegmentRows { get; }

    /// <summary>How far it may fall behind; null if no message is ever passed over.</summary>
    public OffsetAutoReset? AutoReset { get; }

    /// <summary>What its messages are written in.</summary>
    public IMessageFormat Format { get; }

    public ListSource Source { get; private set; } = new();

    public Table Table { get; private set; }

    public TablePartition Partition => Table.Partitions[0];

    public PartitionConsumer Consumer { get; private set; } = null!;

    public RejectLog Rejects { get; } = new(1000);

    public static string Message(long number) => $$"""{"id":{{number.ToString(CultureInfo.InvariantCulture)}}}""";

    public void Add(long from, long to)
    {
        for (long offset = from; offset < to; offset++)
        {
            Source.Add(offset, Message(offset));
        }
    }

    /// <summary>The ids of all rows that a query sees, in order of partitions and offsets.</summary>
    public long[] Ids()
    {
        List<long> ids = [];
        foreach (ISegment segment in Table.Snapshot().Segments)
        {
            ColumnReader reader = segment.Column(Table.Definition.Schema.Columns[0]);
            long[] scratch = new long[ColumnReader.BlockRows];
            for (int block = 0; block * ColumnReader.BlockRows < segment.RowCount; block++)
            {
                ids.AddRange(reader.Longs(block, scratch)[..reader.ValueCount(block)]);
            }
        }

        return [.. ids];
    }

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(20));
        while (!holds())
        {
            await Task.Delay(5, timeout.Token);
        }
    }

    /// <summary>Ends the process without warning, as far as the files can tell, and starts it again over an empty topic.</summary>
    /// <param name="meanwhile">Done to the files in between.</param>
    public async Task RestartAsync(Action? meanwhile = null)
    {
        await Consumer.DisposeAsync();
        _catalog.Dispose();
        meanwhile?.Invoke();
        _catalog = TableCatalog.Open(_directory, TimeProvider.System);
        Assert.True(_catalog.TryFind("events", out Table? table));
        Table = table;
        Source = new ListSource();
        Open();
    }

    public async ValueTask DisposeAsync()
    {
        await Consumer.DisposeAsync();
        _catalog.Dispose();
        _slots.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private void Open()
    {
        FlushThresholds flush = new(null, SegmentRows, null, 100_000, TimeSpan.FromHours(1));
        IngestionOptions options = new() { RetryBackoff = TimeSpan.FromMilliseconds(20) };
        TableContext context = new("events", null, flush, new SegmentSizeTuner(flush), Rejects, options, TimeProvider.System, NullLogger.Instance) { Format = Format, AutoReset = AutoReset };
        Consumer = new PartitionConsumer(context, Partition, Source, _slots, isPaused: false);
    }

    private static TableDefinition Definition(long startOffset)
    {
        TableConfig config = TableConfig.Parse(JsonNode.Parse("""
            {
              "tableName": "events", "tableType": "REALTIME", "segmentsConfig": { "replication": "1" }, "tenants": {},
              "tableIndexConfig": { "streamConfigs": { "streamType": "kafka" } }
            }
            """)!.AsObject());
        JsonObject schema = JsonNode.Parse("""{ "schemaName": "events", "dimensionFieldSpecs": [ { "name": "id", "dataType": "LONG" } ] }""")!.AsObject();
        return new TableDefinition(SchemaJson.Parse(schema).Schema, schema, config, DateTimeOffset.UtcNow, new Dictionary<int, long> { [0] = startOffset });
    }
}

using System.Text.Json.Nodes;
using Confluent.Kafka;
using Ingestion;
using Ingestion.Kafka;
using Ingestion.Settings;
using Ingestion.Sources;
using Ingestion.Status;
using Microsoft.Extensions.Logging.Abstractions;
using Segments.Schema;
using Segments.Tables;
using Web.Queries;
using PartitionState = Ingestion.Status.PartitionState;

namespace UnitTests.Ingestion;

/// <summary>Tables over several topics, read from librdkafka's broker in memory.</summary>
public sealed class SeveralTopicsTests : IAsyncDisposable
{
    private const string Json = """ "stream.kafka.decoder.class.name": "org.apache.pinot.plugin.inputformat.json.JSONMessageDecoder" """;

    private const string Csv = """
        "stream.kafka.decoder.class.name": "org.apache.pinot.plugin.inputformat.csv.CSVMessageDecoder",
        "stream.kafka.decoder.prop.header": "name;id", "stream.kafka.decoder.prop.delimiter": ";"
        """;

    private readonly MockCluster _kafka = new(brokers: 1);
    private readonly string _directory = Directory.CreateTempSubdirectory("millrace-topics-").FullName;
    private IngestionEngine _engine = NewEngine();
    private TableCatalog _catalog;

    public SeveralTopicsTests()
    {
        _catalog = TableCatalog.Open(_directory, TimeProvider.System);
        _kafka.CreateTopic("orders", 2);
        _kafka.CreateTopic("refunds", 1);
    }

    [Fact]
    public async Task Each_topic_is_read_with_its_own_decoder_and_start_under_numbers_of_its_own()
    {
        Produce("orders", 0, Numbers(0, 5).Select(id => $$"""{"id":{{id}}}"""));
        Produce("orders", 1, Numbers(5, 8).Select(id => $$"""{"id":{{id}}}"""));
        Produce("refunds", 0, ["early;100"]);
        Table table = await CreateAsync(Stream("orders", Json), Stream("refunds", Csv, reset: "largest"));
        Produce("refunds", 0, ["a;200", "no number;x"]);

        _engine.Start(table);
        await ConsumerFixture.UntilAsync(() => table.Snapshot().RowCount == 9 && _engine.Status("events")!.Partitions.All(partition => partition.Lag == 0));

        TableStatus status = _engine.Status("events")!;
        Assert.Equal([(0, "orders", 0), (1, "orders", 1), (10_000, "refunds", 0)], status.Partitions.Select(one => (one.Partition, one.Topic, one.TopicPartition)));
        Assert.Equal(("orders, refunds", true), (status.Topic, status.HasSeveralTopics));
        Assert.Equal((1L, 3L), (status.Partitions[2].Start, status.Partitions[2].Position));
        Assert.Equal((10_000, 2L), _engine.Rejected("events").Select(message => (message.Partition, message.Offset)).Single());
    }

    [Fact]
    public async Task After_a_restart_each_topic_is_read_on_where_its_files_end()
    {
        Produce("orders", 0, ["""{"id":1}"""]);
        Produce("refunds", 0, ["a;2"]);
        Table table = await CreateAsync(Stream("orders", Json), Stream("refunds", Csv));
        _engine.Start(table);
        await ConsumerFixture.UntilAsync(() => table.Snapshot().RowCount == 2);
        ForceCommitJob job = _engine.ForceCommit("events");
        await ConsumerFixture.UntilAsync(() => _engine.FindForceCommit(job.Id)!.Pending.Count == 0);

        table = await RestartAsync();
        Produce("refunds", 0, ["b;3"]);
        await ConsumerFixture.UntilAsync(() => table.Snapshot().RowCount == 3);

        Assert.Equal([0, 1, 10_000], table.Partitions.Select(partition => partition.Id));
        Assert.Equal((1L, 2L), (table.Partitions[2].Consuming.StartOffset, table.Partitions[2].Consuming.NextOffset));
    }

    [Fact]
    public async Task A_topic_that_is_added_to_a_table_is_read_from_its_first_message()
    {
        Produce("orders", 0, ["""{"id":1}"""]);
        Produce("refunds", 0, ["a;2", "b;3"]);
        Table table = await CreateAsync(Stream("orders", Json));
        _engine.Start(table);
        await ConsumerFixture.UntilAsync(() => table.Snapshot().RowCount == 1);

        _catalog.Update("events", old => old with { Config = Config(Stream("orders", Json), Stream("refunds", Csv, reset: "largest")) });
        await _engine.StopAsync("events");
        _engine.Start(table);

        await ConsumerFixture.UntilAsync(() => table.Snapshot().RowCount == 3);
        Assert.Equal([0, 1, 10_000], table.Partitions.Select(partition => partition.Id));
    }

    [Fact]
    public async Task A_topic_that_is_paused_waits_while_the_others_are_read_also_after_a_restart()
    {
        Produce("orders", 0, ["""{"id":1}"""]);
        Produce("refunds", 0, ["a;2"]);
        Table table = await CreateAsync(Stream("orders", Json), Stream("refunds", Csv));
        _engine.Start(table);
        await ConsumerFixture.UntilAsync(() => table.Snapshot().RowCount == 2);

        _catalog.Update("events", old => old with { InactiveTopics = [1] });
        _engine.PauseTopics("events", [1]);
        await ConsumerFixture.UntilAsync(() => _engine.Status("events")!.Partitions[2].State == PartitionState.Paused);
        Assert.Equal(1, Assert.Single(table.Partitions[2].Sealed).RowCount);
        table = await RestartAsync();
        Produce("refunds", 0, ["b;3"]);
        Produce("orders", 1, ["""{"id":4}"""]);
        await ConsumerFixture.UntilAsync(() => table.Snapshot().RowCount == 3 && _engine.Status("events")!.Partitions.Count == 3);
        Assert.Equal(PartitionState.Paused, _engine.Status("events")!.Partitions[2].State);

        await _engine.ResumeTopicsAsync("events", [1]);

        await ConsumerFixture.UntilAsync(() => table.Snapshot().RowCount == 4);
    }

    [Fact]
    public async Task A_topic_that_is_missing_does_not_keep_the_others_from_being_read()
    {
        Produce("orders", 0, ["""{"id":1}"""]);
        Table table = await CreateAsync(Stream("orders", Json));
        _catalog.Update("events", old => old with { Config = Config(Stream("orders", Json), Stream("nowhere", Csv)) });

        _engine.Start(table);

        await ConsumerFixture.UntilAsync(() => table.Snapshot().RowCount == 1 && _engine.Status("events")!.Error is not null);
        Assert.StartsWith("nowhere: Topic does not exist: nowhere", _engine.Status("events")!.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_partitions_that_are_asked_for_are_read_and_one_that_is_left_out_later_keeps_its_rows()
    {
        Produce("orders", 0, ["""{"id":1}"""]);
        Produce("orders", 1, ["""{"id":2}""", """{"id":3}"""]);
        Table table = await CreateAsync(Stream("orders", Json, more: """, "stream.kafka.partition.ids": "1" """));
        _engine.Start(table);
        await ConsumerFixture.UntilAsync(() => table.Snapshot().RowCount == 2 && _engine.Status("events") is { Partitions: [{ Lag: 0 }] });
        Assert.Equal([1], table.Partitions.Select(partition => partition.Id));

        _catalog.Update("events", old => old with { Config = Config(Stream("orders", Json, more: """, "stream.kafka.partition.ids": "0" """)) });
        await _engine.StopAsync("events");
        _engine.Start(table);
        await ConsumerFixture.UntilAsync(() => table.Snapshot().RowCount == 3 && _engine.Status("events")!.Partitions is [_, { State: PartitionState.Paused }]);
        await _engine.PauseAsync("events");
        await _engine.ResumeAsync("events");
        Produce("orders", 1, ["""{"id":4}"""]);
        Produce("orders", 0, ["""{"id":5}"""]);
        await ConsumerFixture.UntilAsync(() => table.Snapshot().RowCount == 4 && _engine.Status("events")!.Partitions is [{ Lag: 0 }, { Lag: 1 }]);

        Assert.Equal("stream.kafka.partition.ids leaves it out", _engine.Status("events")!.Partitions[1].Detail);
        Assert.Equal(2, Assert.Single(table.Partitions[1].Sealed).RowCount);
    }

    [Fact]
    public async Task Partitions_that_the_topic_has_not_are_refused()
    {
        TableConfig config = Config(Stream("orders", Json, more: """, "stream.kafka.partition.ids": "0,7" """));

        IngestionException exception = await Assert.ThrowsAsync<IngestionException>(() => _engine.ResolveAsync(config, TestContext.Current.CancellationToken));

        Assert.StartsWith("Invalid partition ids [7] for table stream config. Available partitions on topic orders are: [0, 1]", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Partitions_share_the_rate_of_their_topic()
    {
        Produce("orders", 0, Numbers(0, 50).Select(id => $$"""{"id":{{id}}}"""));
        Produce("orders", 1, Numbers(50, 100).Select(id => $$"""{"id":{{id}}}"""));
        Table table = await CreateAsync(Stream("orders", Json, more: """, "topic.consumption.rate.limit": "100" """));
        long started = TimeProvider.System.GetTimestamp();

        _engine.Start(table);
        await ConsumerFixture.UntilAsync(() => _engine.Status("events")!.Partitions is [{ Detail: not null, Lag: > 0 }, _]);
        Assert.Equal("read at 50 messages/s at most, by its rate limit", _engine.Status("events")!.Partitions[0].Detail);
        await ConsumerFixture.UntilAsync(() => table.Snapshot().RowCount == 100);

        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0.9, 20);
    }

    public static TheoryData<string, string> Misfits => new()
    {
        { Stream("orders", Csv), "Duplicate topic names found in streamConfigs: orders" },
        { Stream("refunds", Csv, more: """, "realtime.segment.flush.threshold.rows": "7" """), "'realtime.segment.flush' keys of streamConfigMaps[1] (refunds)" },
        { Stream("refunds", """ "stream.kafka.decoder.class.name": "" """), "streamConfigMaps[1]: Must specify decoder class name" },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void Streams_that_do_not_go_together_are_refused(string second, string reason)
    {
        TableConfig config = Config(Stream("orders", Json), second);

        IngestionException exception = Assert.Throws<IngestionException>(() => IngestionEngine.Validate(config, Schema().Schema, RecordExpressions.Instance));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _catalog.Dispose();
        _kafka.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static IngestionEngine NewEngine() => new(
        new IngestionOptions { DiscoveryInterval = TimeSpan.FromMilliseconds(200), EndOffsetInterval = TimeSpan.FromMilliseconds(100), SampleInterval = TimeSpan.FromMilliseconds(50), ConnectTimeout = TimeSpan.FromSeconds(3) },
        RecordExpressions.Instance,
        TimeProvider.System,
        NullLoggerFactory.Instance);

    private static IEnumerable<int> Numbers(int from, int to) => Enumerable.Range(from, to - from);

    private async Task<Table> RestartAsync()
    {
        await _engine.DisposeAsync();
        _catalog.Dispose();
        _catalog = TableCatalog.Open(_directory, TimeProvider.System);
        _engine = NewEngine();
        Table table = Assert.Single(_catalog.Tables);
        _engine.Start(table);
        return table;
    }

    private async Task<Table> CreateAsync(params string[] streams)
    {
        TableConfig config = Config(streams);
        TableStart start = await _engine.ResolveAsync(config, TestContext.Current.CancellationToken);
        SchemaDocument schema = Schema();
        return _catalog.Create(new TableDefinition(schema.Schema, schema.Json, config, DateTimeOffset.UtcNow, start.StartOffsets) { TopicIds = [.. start.TopicIds] });
    }

    private static SchemaDocument Schema() =>
        SchemaJson.Parse(JsonNode.Parse("""{ "schemaName": "events", "dimensionFieldSpecs": [ { "name": "id", "dataType": "LONG" } ] }""")!.AsObject());

    private static string Stream(string topic, string decoder, string reset = "smallest", string more = "") => $$"""
        { "streamType": "kafka", "stream.kafka.topic.name": "{{topic}}", "stream.kafka.broker.list": "BROKERS", {{decoder}},
          "stream.kafka.consumer.prop.auto.offset.reset": "{{reset}}", "fetch.max.wait.ms": "10"{{more}} }
        """;

    private TableConfig Config(params string[] streams) => TableConfig.Parse(JsonNode.Parse($$"""
        {
          "tableName": "events", "tableType": "REALTIME", "segmentsConfig": { "replication": "1" }, "tenants": {}, "tableIndexConfig": {},
          "ingestionConfig": { "streamIngestionConfig": { "streamConfigMaps": [ {{string.Join(", ", streams).Replace("BROKERS", _kafka.Bootstrap, StringComparison.Ordinal)}} ] } }
        }
        """)!.AsObject());

    private void Produce(string topic, int partition, IEnumerable<string> messages)
    {
        using IProducer<Null, string> producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = _kafka.Bootstrap, LingerMs = 1 }).Build();
        foreach (string message in messages)
        {
            producer.Produce(new TopicPartition(topic, partition), new Message<Null, string> { Value = message });
        }

        producer.Flush(TestContext.Current.CancellationToken);
    }
}

using System.Text.Json.Nodes;
using Confluent.Kafka;
using Ingestion;
using Ingestion.Demo;
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

/// <summary>The engine over librdkafka's broker in memory.</summary>
public sealed class IngestionEngineTests : IAsyncDisposable
{
    private readonly MockCluster _kafka = new(brokers: 1);
    private readonly string _directory = Directory.CreateTempSubdirectory("millrace-engine-").FullName;
    private readonly IngestionEngine _engine = new(
        new IngestionOptions { DiscoveryInterval = TimeSpan.FromMilliseconds(200), EndOffsetInterval = TimeSpan.FromMilliseconds(100), SampleInterval = TimeSpan.FromMilliseconds(50), ConnectTimeout = TimeSpan.FromSeconds(3) },
        RecordExpressions.Instance,
        TimeProvider.System,
        NullLoggerFactory.Instance);

    private readonly TableCatalog _catalog;

    public IngestionEngineTests() => _catalog = TableCatalog.Open(_directory, TimeProvider.System);

    [Fact]
    public async Task Messages_of_all_partitions_become_rows()
    {
        _kafka.CreateTopic("events", 2);
        Produce("events", 0, 0, 300);
        Produce("events", 1, 300, 400);
        Table table = await CreateAsync(Config("smallest"));

        _engine.Start(table);
        await ConsumerFixture.UntilAsync(() => table.Snapshot().RowCount == 400);
        Produce("events", 1, 400, 410);
        await ConsumerFixture.UntilAsync(() => _engine.Status("events") is { Rows: 410 } sampled && sampled.Partitions.All(p => p.Lag == 0));

        TableStatus status = _engine.Status("events")!;
        Assert.Equal(PartitionState.Live, status.State);
        Assert.Equal((410, 0L, 1d), (status.Rows, status.Lag, status.Progress));
        Assert.Equal([300L, 110], status.Partitions.Select(p => p.Position));
    }

    [Fact]
    public async Task Largest_starts_behind_what_is_there()
    {
        _kafka.CreateTopic("events", 1);
        Produce("events", 0, 0, 10);

        TableStart start = await _engine.ResolveAsync(Config("largest"), TestContext.Current.CancellationToken);

        Assert.Equal((10L, 10L), (start.StartOffsets[0], start.EndOffsets[0]));
    }

    [Fact]
    public async Task A_table_over_a_topic_that_does_not_exist_is_refused_with_its_name_and_the_brokers()
    {
        IngestionException exception = await Assert.ThrowsAsync<IngestionException>(() => _engine.ResolveAsync(Config("smallest", "nowhere"), TestContext.Current.CancellationToken));

        Assert.StartsWith($"Topic does not exist: nowhere (brokers {_kafka.Bootstrap}, which advertise 127.0.0.1:", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_over_brokers_that_do_not_answer_is_refused_with_the_reason()
    {
        IngestionException exception = await Assert.ThrowsAsync<IngestionException>(() => _engine.ResolveAsync(Config("smallest", brokers: "127.0.0.1:1"), TestContext.Current.CancellationToken));

        Assert.StartsWith("cannot reach Kafka at 127.0.0.1:1 (stream.kafka.broker.list) within 3 s: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Connection refused", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reading_goes_on_when_the_broker_comes_back()
    {
        _kafka.CreateTopic("events", 1);
        Produce("events", 0, 0, 10);
        Table table = await CreateAsync(Config("smallest"));
        _engine.Start(table);
        await ConsumerFixture.UntilAsync(() => table.Snapshot().RowCount == 10);

        _kafka.TakeDown(1);
        await ConsumerFixture.UntilAsync(() => _engine.Status("events")!.State == PartitionState.Retrying);
        Assert.NotNull(_engine.Status("events")!.Partitions[0].Detail);
        _kafka.BringUp(1);
        Produce("events", 0, 10, 20);

        await ConsumerFixture.UntilAsync(() => table.Snapshot().RowCount == 20 && _engine.Status("events")!.State == PartitionState.Live);
    }

    [Fact]
    public async Task ForceCommit_tells_when_its_segments_are_on_disk()
    {
        _kafka.CreateTopic("events", 1);
        Produce("events", 0, 0, 10);
        Table table = await CreateAsync(Config("smallest"));
        _engine.Start(table);
        await ConsumerFixture.UntilAsync(() => table.Snapshot().RowCount == 10);

        ForceCommitJob job = _engine.ForceCommit("events");
        await ConsumerFixture.UntilAsync(() => _engine.FindForceCommit(job.Id)!.Pending.Count == 0);

        Assert.Equal(Assert.Single(job.Segments), Assert.Single(table.Partitions[0].Sealed).Name);
    }

    [Fact]
    public async Task StopAsync_ends_within_two_seconds()
    {
        _kafka.CreateTopic("events", 2);
        Table table = await CreateAsync(Config("smallest"));
        _engine.Start(table);
        await ConsumerFixture.UntilAsync(() => _engine.Status("events")!.Partitions.All(p => p.End is not null));
        long started = TimeProvider.System.GetTimestamp();

        await _engine.StopAsync("events");

        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0, 2);
        Assert.Null(_engine.Status("events"));
    }

    [Fact]
    public async Task Start_refuses_a_table_that_is_being_read()
    {
        _kafka.CreateTopic("events", 1);
        Table table = await CreateAsync(Config("smallest"));
        _engine.Start(table);

        Assert.Throws<IngestionException>(() => _engine.Start(table));

        await _engine.StopAsync("events");
        _engine.Start(table);
    }

    [Fact]
    public async Task The_demo_source_fills_both_partitions_with_rows_of_both_forms_of_time()
    {
        await using DemoSource demo = new(TimeProvider.System);
        TableConfig config = Config("smallest", DemoSource.Topic, demo.Bootstrap);
        TableStart start = await _engine.ResolveAsync(config, TestContext.Current.CancellationToken);
        Table table = _catalog.Create(new TableDefinition(TestSchemas.Guide, [], config, DateTimeOffset.UtcNow, start.StartOffsets));

        _engine.Start(table);
        await ConsumerFixture.UntilAsync(() => table.Partitions.All(partition => partition.Consuming.RowCount >= 6));

        Assert.Empty(_engine.Rejected("events"));
    }

    [Theory]
    [InlineData("""{"transformConfigs":[{"columnName":"id","transformFunction":"Groovy({a + 1}, a)"}]}""", "ingestionConfig.transformConfigs")]
    [InlineData("""{"enrichmentConfigs":[{"enricherType":"clpEnricher"}]}""", "ingestionConfig.enrichmentConfigs")]
    [InlineData("""{"complexTypeConfig":{"collectionNotUnnestedToJson":"SOME"}}""", "complexTypeConfig.collectionNotUnnestedToJson")]
    [InlineData("""{"continueOnError":"perhaps"}""", "ingestionConfig.continueOnError")]
    public void Validate_refuses_what_would_give_wrong_rows(string ingestion, string key)
    {
        TableConfig config = Config("smallest", ingestion: ingestion);

        IngestionException exception = Assert.Throws<IngestionException>(() => IngestionEngine.Validate(config, Schema().Schema, RecordExpressions.Instance));

        Assert.Contains($"'{key}'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_takes_configs_that_name_features_and_ask_for_none() =>
        IngestionEngine.Validate(Config("smallest", ingestion: """{"transformConfigs":[],"continueOnError":false,"filterConfig":null}"""), Schema().Schema, RecordExpressions.Instance);

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _catalog.Dispose();
        _kafka.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<Table> CreateAsync(TableConfig config)
    {
        TableStart start = await _engine.ResolveAsync(config, TestContext.Current.CancellationToken);
        SchemaDocument schema = Schema();
        return _catalog.Create(new TableDefinition(schema.Schema, schema.Json, config, DateTimeOffset.UtcNow, start.StartOffsets));
    }

    private static SchemaDocument Schema() =>
        SchemaJson.Parse(JsonNode.Parse("""{ "schemaName": "events", "dimensionFieldSpecs": [ { "name": "id", "dataType": "LONG" } ] }""")!.AsObject());

    private TableConfig Config(string reset, string topic = "events", string? brokers = null, string ingestion = "{}") => TableConfig.Parse(JsonNode.Parse($$"""
        {
          "tableName": "events", "tableType": "REALTIME", "segmentsConfig": { "replication": "1" }, "tenants": {}, "ingestionConfig": {{ingestion}},
          "tableIndexConfig": { "streamConfigs": {
            "streamType": "kafka", "stream.kafka.topic.name": "{{topic}}", "stream.kafka.broker.list": "{{brokers ?? _kafka.Bootstrap}}",
            "stream.kafka.decoder.class.name": "org.apache.pinot.plugin.inputformat.json.JSONMessageDecoder",
            "stream.kafka.consumer.prop.auto.offset.reset": "{{reset}}", "fetch.max.wait.ms": "10" } }
        }
        """)!.AsObject());

    private void Produce(string topic, int partition, int from, int to)
    {
        using IProducer<Null, string> producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = _kafka.Bootstrap, LingerMs = 1 }).Build();
        for (int id = from; id < to; id++)
        {
            producer.Produce(new TopicPartition(topic, partition), new Message<Null, string> { Value = ConsumerFixture.Message(id) });
        }

        producer.Flush(TestContext.Current.CancellationToken);
    }
}

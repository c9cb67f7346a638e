using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;
using EndToEndTests.Scenarios;

namespace EndToEndTests.Guide;

/// <summary>The older Kafka that many still run: the guide's steps, every form of its messages, and what may befall a broker.</summary>
public sealed class SourceTests(GuideServer server) : IAsyncDisposable
{
    private const int LargeBytes = 5 << 20;

    private readonly KafkaBroker _kafka = new("3.9");

    public ValueTask DisposeAsync() => _kafka.DisposeAsync();

    [Fact]
    public async Task Kafka_3_9_is_read_like_its_successor_and_survives_what_brokers_do()
    {
        string brokers = await _kafka.AddressAsync();
        RestClient client = await server.StartedAsync();

        await FollowGuideAsync(client, brokers);
        await ReadFormsAsync(client, brokers);
        await ReadCompactedAsync(client, brokers);
        await OutliveAsync(client);
    }

    // Kafka's own producer, which makes the topic, the guide's generator, the guide's config but for the name.
    private async Task FollowGuideAsync(RestClient client, string brokers)
    {
        CommandResult events = await Command.RunAsync(
            "python3", [Repository.PathOf("examples", "events", "datagen.py"), "--count", "500", "--rate", "0"], TestContext.Current.CancellationToken);
        await _kafka.RunAsync("console-producer --topic events", events.Succeeded().Output);
        await client.CreateTableAsync(
            (await ReadAsync("schema-stream.json")).Replace("\"events\"", "\"events39\"", StringComparison.Ordinal),
            (await ReadAsync("table-config-stream.json"))
                .Replace("localhost:9092", brokers, StringComparison.Ordinal)
                .Replace("\"tableName\": \"events\"", "\"tableName\": \"events39\"", StringComparison.Ordinal)
                .Replace("\"schemaName\": \"events\"", "\"schemaName\": \"events39\"", StringComparison.Ordinal));
        await client.ExpectAsync(500, "SELECT COUNT(*) FROM events39 WHERE ts > '2020-01-01 00:00:00'");

        static Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Repository.PathOf("examples", "events", file), TestContext.Current.CancellationToken);
    }

    // Each codec, a message of 5 MB, tombstones, and a transaction that ends the topic with a marker.
    private async Task ReadFormsAsync(RestClient client, string brokers)
    {
        const string Topic = "forms";
        string[] codecs = ["none", "gzip", "snappy", "lz4", "zstd"];
        await _kafka.CreateTopicAsync(Topic, 1, ("max.message.bytes", "6000000"));
        foreach ((string codec, int part) in codecs.Select((codec, part) => (codec, part)))
        {
            await _kafka.ProduceAsync(Topic, Enumerable.Range(0, 200).Select(i => Value(NumberTable.Message(part, i))), ("compression.type", codec), ("linger.ms", "50"));
        }

        string large = new('x', LargeBytes);
        await _kafka.ProduceAsync(
            Topic,
            [Value($$"""{"ts":1700000000000,"part":9,"seq":1,"note":"{{large}}"}"""), new Message<byte[]?, byte[]?> { Key = [1], Value = null }],
            ("message.max.bytes", "6000000"));
        using (IProducer<Null, string> producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = brokers, TransactionalId = Topic }).Build())
        {
            producer.InitTransactions(TimeSpan.FromSeconds(30));
            producer.BeginTransaction();
            producer.Produce(Topic, new Message<Null, string> { Value = NumberTable.Message(10, 0) });
            producer.CommitTransaction(TimeSpan.FromSeconds(30));
        }

        await client.CreateTableAsync(
            NumberTable.Schema(Topic).Replace("\"name\":\"note\",", "\"name\":\"note\",\"maxLength\":6000000,", StringComparison.Ordinal), NumberTable.Config(Topic, brokers, 1_000_000));
        await client.ExpectAsync((codecs.Length * 200) + 2, $"SELECT COUNT(*) FROM {Topic}");
        JsonElement[] rows = await client.RowsAsync($"SELECT part, COUNT(*), SUM(seq), MAX(LENGTH(note)) FROM {Topic} GROUP BY part ORDER BY part LIMIT 20");
        Assert.Equal([.. codecs.Select((_, part) => $"{part} 200 19900 3"), $"9 1 1 {LargeBytes}", "10 1 0 2"], rows.Select(row => $"{row[0]} {row[1]} {row[2].GetDouble():0} {row[3].GetDouble():0}"));
        await client.ExpectNoLagAsync(Topic);
    }

    // Compaction takes offsets out, the last of a closed log file among them: there is nothing to wait for there.
    private async Task ReadCompactedAsync(RestClient client, string brokers)
    {
        const string Topic = "compacted";
        await _kafka.CreateTopicAsync(
            Topic, 1, ("cleanup.policy", "compact"), ("segment.ms", "200"), ("min.cleanable.dirty.ratio", "0.001"), ("delete.retention.ms", "0"));
        for (int round = 0; round < 3; round++)
        {
            await _kafka.ProduceAsync(Topic, Enumerable.Range(0, 50).Select(i => Value(NumberTable.Message(round, i), $"key {i % 10}")));
            await Task.Delay(250, TestContext.Current.CancellationToken);
        }

        await _kafka.ProduceAsync(Topic, [new Message<byte[]?, byte[]?> { Key = "key 0"u8.ToArray(), Value = null }]);
        long left = await CompactedAsync(brokers, Topic);
        Assert.InRange(left, 1, 60);
        await client.CreateTableAsync(NumberTable.Schema(Topic), NumberTable.Config(Topic, brokers, 1000));
        await client.ExpectNoLagAsync(Topic);
        Assert.Equal(1, await client.NumberAsync($"SELECT COUNT(*) FROM sys.partitions WHERE tableName = '{Topic}' AND endOffset = 151 AND nextOffset = 151 AND gaps = 0"));
        Assert.InRange(await client.NumberAsync($"SELECT COUNT(*) FROM {Topic}"), 9, left);
    }

    // Waits until the cleaner has left at most one round; counts what is left.
    private static async Task<long> CompactedAsync(string brokers, string topic)
    {
        for (DateTime deadline = DateTime.UtcNow + TimeSpan.FromSeconds(20); ; await Task.Delay(300, TestContext.Current.CancellationToken))
        {
            using IConsumer<Ignore, Ignore> consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = brokers, GroupId = "left", EnablePartitionEof = true }).Build();
            consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
            long left = 0;
            while (consumer.Consume(TimeSpan.FromSeconds(20)) is { IsPartitionEOF: false })
            {
                left++;
            }

            if (left <= 61 || DateTime.UtcNow > deadline)
            {
                return left;
            }
        }
    }

    // Hung, then gone, then back: what was written meanwhile is there in the end, once.
    private async Task OutliveAsync(RestClient client)
    {
        Task hanging = _kafka.HangAsync(TimeSpan.FromSeconds(2));
        Task writing = _kafka.ProduceAsync("events", 0, Events(100));
        await Task.WhenAll(hanging, writing);
        await client.ExpectAsync(600, "SELECT COUNT(*) FROM events39");

        await _kafka.StopAsync();
        await ExpectRetryingAsync(1);

        Assert.Equal(600, await client.NumberAsync("SELECT COUNT(*) FROM events39"));
        await _kafka.StartAgainAsync();
        await _kafka.ProduceAsync("events", 0, Events(50));
        await client.ExpectAsync(650, "SELECT COUNT(*) FROM events39", withinSeconds: 60);
        await client.ExpectNoLagAsync("events39");
        await ExpectRetryingAsync(0); // a last connection may still report the end of the old broker

        async Task ExpectRetryingAsync(int partitions)
        {
            const string Count = "SELECT COUNT(*) FROM sys.partitions WHERE tableName = 'events39' AND state = 'Retrying' AND detail LIKE '%onnect%'";
            for (DateTime deadline = DateTime.UtcNow + TimeSpan.FromSeconds(20); await client.NumberAsync(Count) != partitions; await Task.Delay(100, TestContext.Current.CancellationToken))
            {
                Assert.True(DateTime.UtcNow < deadline, $"{partitions} partitions should be retrying: {(await client.RowsAsync("SELECT state, detail FROM sys.partitions WHERE tableName = 'events39'"))[0]}");
            }
        }
    }

    private static IEnumerable<string> Events(int count) => Enumerable.Range(0, count).Select(i => $$"""{"ts":1700000000000,"uuid":"more {{i}}","count":1}""");

    private static Message<byte[]?, byte[]?> Value(string text, string? key = null) => new() { Value = Encoding.UTF8.GetBytes(text), Key = key is null ? null : Encoding.UTF8.GetBytes(key) };
}

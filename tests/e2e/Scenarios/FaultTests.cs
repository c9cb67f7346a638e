using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;

namespace EndToEndTests.Scenarios;

/// <summary>A random sequence of faults while messages are produced: in the end every message is one row, or lies in a gap that is told.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private const string Topic = "faults";
    private const int MostPartitions = 6;
    private const int RowsPerSegment = 700;

    private readonly KafkaBroker _kafka = new();
    private readonly ServerProcess _server = new("--demo", "off") { MeetsFullDisks = true };
    private readonly HashSet<long> _expected = [];
    private readonly Dictionary<long, (int Partition, long Offset)> _places = [];
    private readonly List<string> _story = [];
    private int _partitions = 2;
    private long _next;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _kafka.DisposeAsync();
    }

    [Fact]
    public async Task Every_message_is_one_row_or_lies_in_a_gap_whatever_happens()
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("MILLRACE_FAULTS") ?? "25", CultureInfo.InvariantCulture);
        int seed = int.Parse(Environment.GetEnvironmentVariable("MILLRACE_FAULT_SEED") ?? Random.Shared.Next().ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        string address = await _kafka.AddressAsync();
        await _kafka.CreateTopicAsync(Topic, _partitions);
        using RestClient client = new(_server);
        await _server.StartAsync(TestContext.Current.CancellationToken);
        await client.CreateTableAsync(NumberTable.Schema(Topic), Config(address));
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");

        Random random = new(seed);
        for (int fault = 0; fault < count; fault++)
        {
            await ProduceAsync(random.Next(50, 400), random);
            await FaultAsync(random, client);
        }

        await ProduceAsync(200, random);
        await _server.WaitUntilReadyAsync();
        await VerifyAsync(client, seed);
    }

    private static string Config(string address) => NumberTable.Config(Topic, address, RowsPerSegment)
        .Replace("\"streamType\":\"kafka\"", "\"streamType\":\"kafka\",\"stream.kafka.isolation.level\":\"read_committed\"", StringComparison.Ordinal);

    private async Task FaultAsync(Random random, RestClient client)
    {
        (int Weight, string Name, Func<Task> Do)[] faults =
        [
            (6, "the server is killed", KillServerAsync),
            (2, "the server is stopped and started", RestartServerAsync),
            (1, "the broker is stopped and started", () => _kafka.RestartAsync(isKilled: false)),
            (1, "the broker is killed and started", () => _kafka.RestartAsync(isKilled: true)),
            (3, "the broker hangs", () => _kafka.HangAsync(TimeSpan.FromMilliseconds(random.Next(100, 2000)))),
            (4, "records are deleted", () => DeleteRecordsAsync(random.Next(_partitions), random.NextDouble())),
            (2, "the topic is deleted and created again", () => RecreateAsync(client)),
            (2, "partitions are added", GrowAsync),
            (2, "the topic is compacted", CompactAsync),
            (3, "a transaction is aborted", () => AbortAsync(random)),
            (2, "the disk is full", () => FillDiskAsync(random)),
        ];
        int draw = random.Next(faults.Sum(fault => fault.Weight));
        (_, string name, Func<Task> run) = _story.Count switch
        {
            // A topic that is created again after its broker was away is the hardest to follow: no run goes without it.
            0 => faults.Single(fault => fault.Name is "the broker is stopped and started"),
            1 => faults.Single(fault => fault.Name is "the topic is deleted and created again"),
            2 => faults.Single(fault => fault.Name is "the disk is full"),
            _ => faults.First(fault => (draw -= fault.Weight) < 0),
        };
        _story.Add(name);
        TestContext.Current.TestOutputHelper!.WriteLine(name);
        await run();
    }

    private async Task KillServerAsync()
    {
        await _server.KillAsync();
        _server.Launch();
    }

    private async Task RestartServerAsync()
    {
        await _server.WaitUntilReadyAsync();
        await _server.StopAsync();
        _server.Launch();
    }

    private async Task DeleteRecordsAsync(int partition, double share)
    {
        using IConsumer<Ignore, Ignore> asking = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = await _kafka.AddressAsync(), GroupId = "asking" }).Build();
        WatermarkOffsets range = asking.QueryWatermarkOffsets(new TopicPartition(Topic, partition), TimeSpan.FromSeconds(20));
        long before = range.Low + (long)((range.High - range.Low) * share);
        using IAdminClient admin = await AdminAsync();
        await admin.DeleteRecordsAsync([new TopicPartitionOffset(Topic, partition, before)]);
    }

    private async Task RecreateAsync(RestClient client)
    {
        // What was not read before the topic goes is lost, and how much that was nobody can tell; so all of it is read before.
        await _server.WaitUntilReadyAsync();
        await SettleAsync(client);
        using IAdminClient admin = await AdminAsync();
        await admin.DeleteTopicsAsync([Topic]);
        while (admin.GetMetadata(TimeSpan.FromSeconds(20)).Topics.Any(topic => topic.Topic is Topic))
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        await _kafka.CreateTopicAsync(Topic, _partitions);
        long rows = await client.NumberAsync($"SELECT COUNT(*) FROM {Topic}");
        await ProduceAsync(10 * _partitions, new Random(1));
        await client.ExpectAsync(rows + (10 * _partitions), $"SELECT COUNT(*) FROM {Topic}", withinSeconds: 40);
    }

    private async Task GrowAsync()
    {
        if (_partitions < MostPartitions)
        {
            using IAdminClient admin = await AdminAsync();
            await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = Topic, IncreaseTo = ++_partitions }]);
        }
    }

    // Each message has a key of its own, so none may go; the log is rewritten all the same.
    private async Task CompactAsync()
    {
        using IAdminClient admin = await AdminAsync();
        foreach (string policy in new[] { "compact", "delete" })
        {
            await admin.IncrementalAlterConfigsAsync(new Dictionary<ConfigResource, List<ConfigEntry>>
            {
                [new ConfigResource { Type = ResourceType.Topic, Name = Topic }] =
                [
                    new() { Name = "cleanup.policy", Value = policy, IncrementalOperation = AlterConfigOpType.Set },
                    new() { Name = "segment.ms", Value = "500", IncrementalOperation = AlterConfigOpType.Set },
                    new() { Name = "min.cleanable.dirty.ratio", Value = "0.001", IncrementalOperation = AlterConfigOpType.Set },
                ],
            });
            await Task.Delay(policy is "compact" ? 1500 : 0, TestContext.Current.CancellationToken);
        }
    }

    private async Task AbortAsync(Random random)
    {
        using IProducer<string, string> producer = new ProducerBuilder<string, string>(
            new ProducerConfig { BootstrapServers = await _kafka.AddressAsync(), TransactionalId = "aborting", LingerMs = 1 }).Build();
        producer.InitTransactions(TimeSpan.FromSeconds(60));
        producer.BeginTransaction();
        for (int i = 0; i < 50; i++)
        {
            int partition = random.Next(_partitions);
            producer.Produce(new TopicPartition(Topic, partition), new Message<string, string> { Key = $"aborted {i}", Value = NumberTable.Message(partition, -1) });
        }

        producer.Flush(TestContext.Current.CancellationToken);
        producer.AbortTransaction(TimeSpan.FromSeconds(60));
    }

    // Enough is written meanwhile that segments cannot be sealed; now and then the server is killed before there is room again.
    private async Task FillDiskAsync(Random random)
    {
        await _server.WaitUntilReadyAsync();
        await _server.LimitFilesAsync(512);
        await ProduceAsync(random.Next(1, 4) * RowsPerSegment * _partitions, random);
        await Task.Delay(random.Next(1500), TestContext.Current.CancellationToken);
        if (random.Next(3) == 0)
        {
            await KillServerAsync();
        }
        else
        {
            await _server.LimitFilesAsync(null);
        }
    }

    private async Task ProduceAsync(int count, Random random)
    {
        using IProducer<string, string> producer = new ProducerBuilder<string, string>(
            new ProducerConfig { BootstrapServers = await _kafka.AddressAsync(), EnableIdempotence = true, LingerMs = 2 }).Build();
        for (int i = 0; i < count; i++)
        {
            (long number, int partition) = (_next++, i % _partitions);
            producer.Produce(
                new TopicPartition(Topic, partition),
                new Message<string, string> { Key = number.ToString(CultureInfo.InvariantCulture), Value = NumberTable.Message(partition, number) },
                report => Delivered(number, report));
            if (random.Next(40) == 0)
            {
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }
        }

        producer.Flush(TestContext.Current.CancellationToken);
    }

    private void Delivered(long number, DeliveryReport<string, string> report)
    {
        Assert.False(report.Error.IsError, report.Error.Reason);
        lock (_expected)
        {
            _expected.Add(number);
            _places[number] = (report.Partition.Value, report.Offset.Value);
        }
    }

    private async Task SettleAsync(RestClient client)
    {
        await client.ExpectAsync(_partitions, $"SELECT COUNT(*) FROM sys.partitions WHERE tableName = '{Topic}' AND lag = 0", withinSeconds: 60);
        long before = -1;
        for (long now = 0; now != before; now = await client.NumberAsync($"SELECT COUNT(*) FROM {Topic}"))
        {
            before = now;
            await Task.Delay(2500, TestContext.Current.CancellationToken); // longer than ends are asked for
        }
    }

    private async Task VerifyAsync(RestClient client, int seed)
    {
        await SettleAsync(client);
        long[] rows = [.. (await client.RowsAsync($"SELECT seq FROM {Topic} LIMIT 1000000")).Select(row => row[0].GetInt64())];
        (int Partition, long From, long To)[] gaps =
        [
            .. (await client.RowsAsync($"SELECT partitionId, fromOffset, toOffset FROM sys.gaps WHERE tableName = '{Topic}' LIMIT 1000"))
                .Select(row => (row[0].GetInt32(), row[1].GetInt64(), row[2].GetInt64())),
        ];
        string story = $"seed {seed}: {string.Join(", ", _story)}\n{string.Join('\n', gaps)}";
        Assert.True(rows.Length == rows.Distinct().Count(), $"{rows.Length - rows.Distinct().Count()} rows twice; {story}");
        Assert.True(rows.All(_expected.Contains), $"{rows.Count(row => !_expected.Contains(row))} rows that nobody wrote; {story}");
        long[] untold = [.. _expected.Except(rows).Where(number => !gaps.Any(gap => gap.Partition == _places[number].Partition && gap.From <= _places[number].Offset && _places[number].Offset < gap.To))];
        Assert.True(untold.Length == 0, $"{untold.Length} of {_expected.Count} messages lost and in no gap, such as {string.Join(", ", untold.Take(5).Select(number => $"{number} at {_places[number]}"))}; {story}");
        TestContext.Current.TestOutputHelper!.WriteLine($"{_expected.Count} messages, {rows.Length} rows, {gaps.Length} gaps: {string.Join(", ", _story)}");
    }

    private async Task<IAdminClient> AdminAsync() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = await _kafka.AddressAsync() }).Build();
}

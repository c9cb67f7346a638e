using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using EndToEndTests.Kafka;

namespace EndToEndTests.Golden;

/// <summary>Makes, changes and fills topics as recorded cases ask for it.</summary>
internal sealed class GoldenTopics(string brokers) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IAdminClient _admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = brokers }).Build();
    private readonly Lazy<IProducer<byte[]?, byte[]?>> _producer = new(() => NewProducer(brokers, new Dictionary<string, string>()));

    /// <summary>Makes topics whose messages stay, whatever their age.</summary>
    public async Task CreateAsync(IEnumerable<(string Topic, int Partitions, Dictionary<string, string> Config)> topics)
    {
        TopicSpecification[] specifications = [.. topics.Select(topic => new TopicSpecification
        {
            Name = topic.Topic,
            NumPartitions = topic.Partitions,
            ReplicationFactor = 1,
            Configs = new Dictionary<string, string>(topic.Config) { ["retention.ms"] = "-1" },
        })];
        await _admin.CreateTopicsAsync(specifications);
        await _admin.WaitForAsync([.. specifications.Select(topic => topic.Name)]);
    }

    /// <summary>Removes a topic and waits until the broker has forgotten it.</summary>
    public async Task DeleteAsync(string topic)
    {
        await _admin.DeleteTopicsAsync([topic]);
        while (_admin.GetMetadata(Patience).Topics.Any(known => string.Equals(known.Topic, topic, StringComparison.Ordinal)))
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        await Task.Delay(500, TestContext.Current.CancellationToken); // the controller forgets it a moment after the metadata does
    }

    /// <summary>Adds partitions and waits until the broker tells of them.</summary>
    public async Task GrowAsync(string topic, int partitions)
    {
        await _admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = partitions }]);
        while (_admin.GetMetadata(topic, Patience).Topics[0].Partitions.Count < partitions)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public Task DeleteRecordsAsync(string topic, int partition, long before) =>
        _admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, partition, before)]);

    /// <summary>Waits until a partition holds none but these offsets. The log cleaner may go on and take tombstones, too.</summary>
    public async Task ExpectNoOthersAsync(string topic, IReadOnlyCollection<long> offsets)
    {
        DateTime deadline = DateTime.UtcNow + Patience;
        List<long> seen = [];
        do
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
            seen = ReadOffsets(topic);
        }
        while (seen.Except(offsets).Any() && DateTime.UtcNow < deadline);

        Assert.Empty(seen.Except(offsets));
    }

    /// <summary>The offset after the last message of a partition.</summary>
    public long End(string topic)
    {
        using IConsumer<Ignore, Ignore> consumer = NewConsumer();
        return consumer.QueryWatermarkOffsets(new TopicPartition(topic, 0), Patience).High.Value;
    }

    /// <summary>Writes messages in order and waits until Kafka has them; steps of transactions in their places.</summary>
    public void Produce(string topic, IReadOnlyList<GoldenMessage> messages, IReadOnlyDictionary<string, string> settings)
    {
        if (messages.Any(message => message.Operation is not null))
        {
            using IProducer<byte[]?, byte[]?> transactional = NewProducer(brokers, new Dictionary<string, string> { ["transactional.id"] = $"golden-{topic}" });
            transactional.InitTransactions(Patience);
            Write(transactional, topic, messages);
        }
        else if (settings.Count > 0)
        {
            using IProducer<byte[]?, byte[]?> special = NewProducer(brokers, settings);
            Write(special, topic, messages);
        }
        else
        {
            Write(_producer.Value, topic, messages);
        }
    }

    public void Dispose()
    {
        _admin.Dispose();
        if (_producer.IsValueCreated)
        {
            _producer.Value.Dispose();
        }
    }

    /// <summary>The members of a JSON object as texts.</summary>
    public static Dictionary<string, string> Texts(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement map)
            ? map.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.ToString(), StringComparer.Ordinal)
            : [];

    private static void Write(IProducer<byte[]?, byte[]?> producer, string topic, IReadOnlyList<GoldenMessage> messages)
    {
        StringBuilder trouble = new();
        foreach (GoldenMessage message in messages)
        {
            if (message.Operation is null)
            {
                producer.Produce(new TopicPartition(topic, message.Partition), message.ToKafka(), report =>
                {
                    if (report.Error.IsError)
                    {
                        trouble.AppendLine(report.Error.Reason);
                    }
                });
                continue;
            }

            producer.Flush(Patience); // an abort would drop what is not written yet
            Drive(producer, message.Operation);
        }

        producer.Flush(Patience);
        Assert.True(trouble.Length == 0, $"{topic}: {trouble}");
    }

    private static void Drive(IProducer<byte[]?, byte[]?> producer, string operation)
    {
        switch (operation)
        {
            case "begin":
                producer.BeginTransaction();
                break;
            case "commit":
                producer.CommitTransaction();
                break;
            default:
                producer.AbortTransaction();
                break;
        }
    }

    private static IProducer<byte[]?, byte[]?> NewProducer(string brokers, IReadOnlyDictionary<string, string> settings)
    {
        Dictionary<string, string> all = new()
        {
            ["bootstrap.servers"] = brokers,
            ["linger.ms"] = "5",
            ["message.max.bytes"] = "20000000",
        };
        foreach ((string key, string value) in settings)
        {
            all[key] = value;
        }

        return new ProducerBuilder<byte[]?, byte[]?>(all).Build();
    }

    private IConsumer<Ignore, Ignore> NewConsumer() => new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig
    {
        BootstrapServers = brokers,
        GroupId = "golden",
        EnableAutoCommit = false,
        EnablePartitionEof = true,
    }).Build();

    private List<long> ReadOffsets(string topic)
    {
        using IConsumer<Ignore, Ignore> consumer = NewConsumer();
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        List<long> offsets = [];
        while (consumer.Consume(Patience) is { IsPartitionEOF: false } message)
        {
            offsets.Add(message.Offset.Value);
        }

        return offsets;
    }
}

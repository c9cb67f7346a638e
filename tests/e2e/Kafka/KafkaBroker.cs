using Confluent.Kafka;
using Confluent.Kafka.Admin;
using EndToEndTests.Kafka;

[assembly: AssemblyFixture(typeof(KafkaBroker))]

namespace EndToEndTests.Kafka;

/// <summary>One real Kafka for the whole run, started when the first test asks for it.</summary>
public sealed class KafkaBroker : IAsyncDisposable
{
    private const int PortsOfOneBroker = 5;
    private const string CompactsSoon = "KAFKA_EXTRA=log.cleaner.backoff.ms=500";

    private readonly SemaphoreSlim _starting = new(1);
    private readonly TempFolder _folder = new();
    private string? _address;

    /// <summary>The script that starts a broker; null if this machine has none.</summary>
    internal static string? Script { get; } = new[] { Environment.GetEnvironmentVariable("KAFKA_HOME"), Repository.PathOf("..", "shared", "kafka") }
        .OfType<string>()
        .Select(home => Path.Combine(home, "kafka"))
        .FirstOrDefault(File.Exists);

    /// <summary>Its <c>host:port</c>; skips the test where there is no Kafka.</summary>
    internal async Task<string> AddressAsync()
    {
        Need.That(Script is not null, "No Kafka: neither KAFKA_HOME nor ../shared/kafka has a script 'kafka'.");
        await _starting.WaitAsync();
        try
        {
            return _address ??= await StartAsync();
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Makes a topic whose messages stay.</summary>
    internal async Task CreateTopicAsync(string topic, int partitions)
    {
        using IAdminClient admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = await AddressAsync() }).Build();
        await admin.CreateTopicsAsync(
        [
            new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = 1, Configs = new() { ["retention.ms"] = "-1" } },
        ]);
    }

    /// <summary>A producer that keeps order and writes nothing twice.</summary>
    internal async Task<IProducer<Null, string>> ProducerAsync() => new ProducerBuilder<Null, string>(new ProducerConfig
    {
        BootstrapServers = await AddressAsync(),
        EnableIdempotence = true,
        LingerMs = 5,
    }).Build();

    /// <summary>Writes messages to a partition and waits until Kafka has them.</summary>
    internal async Task ProduceAsync(string topic, int partition, IEnumerable<string> messages)
    {
        using IProducer<Null, string> producer = await ProducerAsync();
        TopicPartition place = new(topic, partition);
        foreach (string message in messages)
        {
            producer.Produce(place, new Message<Null, string> { Value = message });
        }

        producer.Flush(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_address is not null)
        {
            await Hosting.Command.RunAsync(Script!, ["stop", _folder.Path], CancellationToken.None);
        }

        _folder.Dispose();
        _starting.Dispose();
    }

    private async Task<string> StartAsync()
    {
        int port = Ports.Free(PortsOfOneBroker);
        string[] start = [CompactsSoon, Script!, "start", _folder.Path, port.ToString(System.Globalization.CultureInfo.InvariantCulture)];
        (await Hosting.Command.RunAsync("env", start, CancellationToken.None)).Succeeded();
        return $"127.0.0.1:{port}";
    }
}

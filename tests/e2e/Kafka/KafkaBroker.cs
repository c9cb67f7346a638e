using Confluent.Kafka;
using Confluent.Kafka.Admin;
using EndToEndTests.Kafka;

[assembly: AssemblyFixture(typeof(KafkaBroker))]

namespace EndToEndTests.Kafka;

/// <summary>One real Kafka for the whole run, started when the first test asks for it.</summary>
public sealed class KafkaBroker : IAsyncDisposable
{
    private const int PortsOfOneBroker = 5;
    // Compacts soon; the logins are those of the recorded settings.
    private const string Settings = """
        KAFKA_EXTRA=log.cleaner.backoff.ms=500
        listener.name.sasl_plaintext.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="se cret";
        listener.name.sasl_ssl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="se cret";
        """;

    private static readonly string[] Listeners = ["PLAINTEXT", "SSL", "SASL_SSL", "SASL_PLAINTEXT"];

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

    /// <summary>Folder of the broker; <c>tls</c> in it holds stores for clients.</summary>
    internal string Folder => _folder.Path;

    /// <summary>Its <c>host:port</c> for one of its listeners.</summary>
    internal async Task<string> AddressAsync(string listener)
    {
        string[] parts = (await AddressAsync()).Split(':');
        int port = int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) + Array.IndexOf(Listeners, listener);
        return $"{parts[0]}:{port}";
    }

    /// <summary>Ends the broker, or kills it, and starts it again at the same address with all its messages.</summary>
    internal async Task RestartAsync(bool isKilled)
    {
        (await Hosting.Command.RunAsync(Script!, [isKilled ? "kill" : "stop", _folder.Path], CancellationToken.None)).Succeeded();
        await LaunchAsync(_address!.Split(':')[1]);
    }

    /// <summary>Lets the broker hang for a while: its connections stay open and nothing answers.</summary>
    internal async Task HangAsync(TimeSpan duration)
    {
        string process = (await File.ReadAllTextAsync(Path.Combine(_folder.Path, "pid"))).Trim();
        (await Hosting.Command.RunAsync("kill", ["-STOP", process], CancellationToken.None)).Succeeded();
        await Task.Delay(duration);
        (await Hosting.Command.RunAsync("kill", ["-CONT", process], CancellationToken.None)).Succeeded();
    }

    /// <summary>Makes a topic whose messages stay, unless it is there.</summary>
    /// <returns>False if it was there.</returns>
    internal async Task<bool> TryCreateTopicAsync(string topic, int partitions)
    {
        try
        {
            await CreateTopicAsync(topic, partitions);
            return true;
        }
        catch (CreateTopicsException exception) when (exception.Results[0].Error.Code == ErrorCode.TopicAlreadyExists)
        {
            return false;
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
        string port = Ports.Free(PortsOfOneBroker).ToString(System.Globalization.CultureInfo.InvariantCulture);
        await LaunchAsync(port);
        return $"127.0.0.1:{port}";
    }

    private async Task LaunchAsync(string port) =>
        (await Hosting.Command.RunAsync("env", [Settings, Script!, "start", _folder.Path, port], CancellationToken.None)).Succeeded();
}

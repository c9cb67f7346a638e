using Confluent.Kafka;
using Confluent.Kafka.Admin;
using EndToEndTests.Kafka;

[assembly: AssemblyFixture(typeof(KafkaBroker))]

namespace EndToEndTests.Kafka;

/// <summary>One real Kafka for the whole run, started when the first test asks for it.</summary>
public sealed class KafkaBroker : IAsyncDisposable
{
    private const int PortsOfOneBroker = 5;
    // Compacts soon; the logins are those of the recorded settings and of the guide; topics are open to all but where an ACL says who.
    private const string Settings = """
        KAFKA_EXTRA=log.cleaner.backoff.ms=500
        listener.name.sasl_plaintext.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="se cret" user_user="password";
        listener.name.sasl_ssl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="se cret" user_user="password";
        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
        allow.everyone.if.no.acl.found=true
        """;

    private static readonly string[] Listeners = ["PLAINTEXT", "SSL", "SASL_SSL", "SASL_PLAINTEXT"];

    private readonly SemaphoreSlim _starting = new(1);
    private readonly TempFolder _folder = new();
    private readonly string _version;
    private readonly string _settings = "";
    private string? _address;

    public KafkaBroker()
        : this("4.1")
    {
    }

    /// <param name="version">Which Kafka: 4.1 or 3.9.</param>
    /// <param name="settings">More lines of its properties file.</param>
    internal KafkaBroker(string version, string settings = "") => (_version, _settings) = (version, settings);

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
        await StopAsync(isKilled);
        await StartAgainAsync();
    }

    /// <summary>Ends the broker, or kills it.</summary>
    internal async Task StopAsync(bool isKilled = false) =>
        (await Hosting.Command.RunAsync(Script!, [isKilled ? "kill" : "stop", _folder.Path], CancellationToken.None)).Succeeded();

    /// <summary>Starts it again at the same address with all its messages.</summary>
    internal Task StartAgainAsync() => LaunchAsync(_address!.Split(':')[1]);

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
    /// <param name="topic">Its name.</param>
    /// <param name="partitions">How many.</param>
    /// <param name="settings">More settings of the topic.</param>
    internal async Task CreateTopicAsync(string topic, int partitions, params (string Name, string Value)[] settings)
    {
        using IAdminClient admin = await AdminAsync();
        Dictionary<string, string> all = settings.Append(("retention.ms", "-1")).ToDictionary(setting => setting.Item1, setting => setting.Item2, StringComparer.Ordinal);
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = 1, Configs = all }]);
        await admin.WaitForAsync([topic]);
    }

    /// <summary>A client that changes topics and rights.</summary>
    internal async Task<IAdminClient> AdminAsync() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = await AddressAsync() }).Build();

    /// <summary>Runs one of Kafka's own commands, such as <c>console-producer</c>, against this broker, with a text as its input.</summary>
    internal async Task RunAsync(string command, string input = "")
    {
        using TempFolder folder = new();
        string[] words = command.Split(' ', 2);
        string line = $"'{Script}' {words[0]} --bootstrap-server {await AddressAsync()} {words.ElementAtOrDefault(1)} < '{folder.File("input", input)}'";
        (await Hosting.Command.ShellAsync($"export KAFKA_VERSION={_version}; {line}", folder.Path, TestContext.Current.CancellationToken)).Succeeded();
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

    /// <summary>Writes messages of any kind and waits until Kafka has them.</summary>
    /// <param name="topic">Where to.</param>
    /// <param name="messages">Key, value and headers.</param>
    /// <param name="settings">More settings of the producer.</param>
    internal async Task ProduceAsync(string topic, IEnumerable<Message<byte[]?, byte[]?>> messages, params (string Name, string Value)[] settings)
    {
        Dictionary<string, string> all = settings.Append(("bootstrap.servers", await AddressAsync())).ToDictionary(setting => setting.Item1, setting => setting.Item2, StringComparer.Ordinal);
        using IProducer<byte[]?, byte[]?> producer = new ProducerBuilder<byte[]?, byte[]?>(all).Build();
        string? trouble = null;
        foreach (Message<byte[]?, byte[]?> message in messages)
        {
            producer.Produce(topic, message, report => trouble = report.Error.IsError ? report.Error.Reason : trouble);
        }

        producer.Flush(TestContext.Current.CancellationToken);
        Assert.Null(trouble);
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
        (await Hosting.Command.RunAsync("env", [$"{Settings}\n{_settings}", $"KAFKA_VERSION={_version}", Script!, "start", _folder.Path, port], CancellationToken.None)).Succeeded();
}

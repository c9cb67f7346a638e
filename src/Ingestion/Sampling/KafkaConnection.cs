using Ingestion.Kafka;
using Ingestion.Sources;
using Segments.Tables;

namespace Ingestion.Sampling;

/// <summary>Brokers and how to reach them, to look at what they hold.</summary>
public sealed class KafkaConnection
{
    private readonly Func<Dictionary<string, string>> _settings;

    private KafkaConnection(string brokers, Func<Dictionary<string, string>> settings) => (Brokers, _settings) = (brokers, settings);

    /// <summary>Bootstrap servers, as they were written.</summary>
    public string Brokers { get; }

    /// <summary>Brokers that want neither encryption nor a login.</summary>
    public static KafkaConnection Of(string brokers) => new(brokers, () => new(StringComparer.Ordinal)
    {
        ["bootstrap.servers"] = brokers,
        ["isolation.level"] = "read_uncommitted",
    });

    /// <summary>Brokers as the stream map of a table reaches them, which may be incomplete otherwise.</summary>
    /// <param name="brokers">Bootstrap servers.</param>
    /// <param name="streamConfigs">Settings of the connection, such as <c>security.protocol</c>.</param>
    public static KafkaConnection Of(string brokers, IReadOnlyDictionary<string, string> streamConfigs) => new(brokers, () => StreamConfig.Parse(
        new Dictionary<string, string>(streamConfigs.Where(pair => !pair.Key.StartsWith("stream.kafka.", StringComparison.Ordinal) || pair.Key.Contains(".prop.", StringComparison.Ordinal)), StringComparer.Ordinal)
        {
            ["streamType"] = "kafka",
            ["stream.kafka.broker.list"] = brokers,
            ["stream.kafka.topic.name"] = "any",
            ["stream.kafka.decoder.class.name"] = DecoderNames.Json,
        }).ClientSettings());

    /// <summary>The connections that a table reads through, with its encryption and logins.</summary>
    /// <exception cref="IngestionException">Its stream config is wrong.</exception>
    public static IReadOnlyList<KafkaConnection> Of(TableConfig config) =>
        [.. TableStreams.Parse(config).Select(stream => new KafkaConnection(stream.Brokers, stream.ClientSettings))];

    /// <summary>Settings for librdkafka; they hold secrets.</summary>
    /// <exception cref="IngestionException">A store does not open (any more).</exception>
    internal Dictionary<string, string> Settings() => _settings();
}

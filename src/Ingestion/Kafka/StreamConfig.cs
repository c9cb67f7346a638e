using System.Globalization;
using Ingestion.Settings;
using Ingestion.Sources;

namespace Ingestion.Kafka;

/// <summary>A Pinot stream map, read: what to consume, from where on, and when to seal.</summary>
/// <remarks>Empty values count as absent, whole values such as <c>${NAME}</c> or <c>${NAME:default}</c> come from the environment.</remarks>
internal sealed class StreamConfig
{
    private const string Prefix = "stream.kafka.";
    private static readonly string[] NumberKeys =
    [
        "topic.consumption.rate.limit", "partition.consumption.rate.limit", "realtime.segment.flush.threshold.variance.fraction",
        "realtime.segment.offsetAutoReset.offsetThreshold", "realtime.segment.offsetAutoReset.timeThresholdSeconds",
    ];

    private static readonly string[] KafkaClassMarks = ["shaded.org.apache.kafka", "org.apache.pinot.shaded.org.apache.kafka"];

    private readonly Dictionary<string, string> _values;

    private StreamConfig(Dictionary<string, string> values)
    {
        _values = values;
        if (Text("streamType") is not { } type || !type.Equals("kafka", StringComparison.OrdinalIgnoreCase))
        {
            throw new IngestionException(
                Text("streamType") is { } other ? $"streamType '{other}' is not supported; write 'kafka'" : "streamType cannot be null; write \"streamType\": \"kafka\"");
        }

        Topic = Text(Prefix + "topic.name") ?? throw new IngestionException("Stream topic name stream.kafka.topic.name cannot be null");
        Brokers = Text(Prefix + "broker.list")
            ?? throw new IngestionException("Must specify kafka brokers list stream.kafka.broker.list in case of low level kafka consumer");
        CheckConsumer();
        Decoder = StreamClasses.FindDecoder(
            Text(Prefix + "decoder.class.name") ?? throw new IngestionException("Must specify decoder class name stream.kafka.decoder.class.name"));
        StartAt = OffsetCriterion.Parse(Text(Prefix + "consumer.prop.auto.offset.reset"));
        ReadsCommittedOnly = ReadIsolation();
        SkipsToEnd = ReadReset();
        Flush = FlushThresholds.Parse(this);
        CheckNumbers();
        Partitions = PartitionSubset.Parse(Text(Prefix + "partition.ids"));
        Rates = ReadRates.Parse(this);
        AutoReset = OffsetAutoReset.Parse(this);
    }

    public string Topic { get; }

    public string Brokers { get; }

    /// <summary>What messages are written in.</summary>
    public DecoderKind Decoder { get; }

    /// <summary>Where partitions that exist at creation of the table start.</summary>
    public OffsetCriterion StartAt { get; }

    /// <summary>True: when Kafka has deleted the next offset, go on at the end and not at the first message that is left.</summary>
    public bool SkipsToEnd { get; }

    /// <summary>True: rows of aborted and open transactions stay out.</summary>
    public bool ReadsCommittedOnly { get; }

    public FlushThresholds Flush { get; }

    /// <summary>The partitions that are read; null for all.</summary>
    public PartitionSubset? Partitions { get; }

    /// <summary>How fast the topic may be read; null without a limit.</summary>
    public ReadRates? Rates { get; }

    /// <summary>How far partitions may fall behind before messages are passed over; null if none ever are.</summary>
    public OffsetAutoReset? AutoReset { get; }

    /// <exception cref="IngestionException">The map is incomplete or a value of it is no such value.</exception>
    public static StreamConfig Parse(IReadOnlyDictionary<string, string> streamConfigs)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach ((string key, string raw) in streamConfigs)
        {
            string value = EnvironmentTemplate.Resolve(key, raw);
            string shading = KafkaClassMarks.FirstOrDefault(mark => value.StartsWith(mark, StringComparison.Ordinal)) ?? "";
            values[key] = shading.Length == 0 ? value : "org.apache.kafka" + value[shading.Length..];
        }

        return new StreamConfig(values);
    }

    /// <summary>Settings for librdkafka.</summary>
    public Dictionary<string, string> ClientSettings() => KafkaSettings.Of(this);

    /// <summary>A value; null if absent or empty.</summary>
    public string? Text(string key) => _values.TryGetValue(key, out string? value) && value.Trim().Length > 0 ? value.Trim() : null;

    /// <summary>True if the key is there with nothing behind it.</summary>
    public bool IsBlank(string key) => _values.TryGetValue(key, out string? value) && string.IsNullOrWhiteSpace(value);

    /// <summary>A property of the Kafka client by its bare name, or under the prefix that Pinot does not read but people write; null if absent or empty.</summary>
    public string? Client(string name) => Text(name) ?? Text(Prefix + "consumer.prop." + name);

    /// <summary>The same, where an empty value is not an absent one.</summary>
    public string? RawClient(string name) => _values.GetValueOrDefault(name) ?? _values.GetValueOrDefault(Prefix + "consumer.prop." + name);

    /// <summary>A whole number; null if absent or empty.</summary>
    public int? Number(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new IngestionException($"Invalid config {key}: {text}; write a whole number");
    }

    /// <summary>The properties of the decoder.</summary>
    public DecoderProperties ReadDecoderProperties()
    {
        Dictionary<string, string> properties = _values
            .Where(pair => pair.Key.StartsWith(DecoderProperties.Prefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[DecoderProperties.Prefix.Length..], pair => pair.Value, StringComparer.Ordinal);
        if (Text(Prefix + "schema.registry.url") is { } misplaced)
        {
            properties.TryAdd("schema.registry.url", misplaced);
        }

        return new DecoderProperties(properties);
    }

    /// <summary>All keys.</summary>
    public IEnumerable<string> Keys => _values.Keys;

    private void CheckConsumer()
    {
        foreach (string type in (Text(Prefix + "consumer.type") ?? "lowlevel").Split(',', StringSplitOptions.TrimEntries))
        {
            if (type.Equals("highlevel", StringComparison.OrdinalIgnoreCase) || type.Equals("hlc", StringComparison.OrdinalIgnoreCase))
            {
                throw new IngestionException($"stream.kafka.consumer.type '{type}': high level consumer is not supported; write 'lowlevel'");
            }

            if (!type.Equals("lowlevel", StringComparison.OrdinalIgnoreCase) && !type.Equals("simple", StringComparison.OrdinalIgnoreCase))
            {
                throw new IngestionException($"stream.kafka.consumer.type '{type}' is unknown; write 'lowlevel'");
            }
        }

        StreamClasses.CheckFactory(Text(Prefix + "consumer.factory.class.name"));
    }

    private void CheckNumbers()
    {
        foreach (string key in NumberKeys)
        {
            if (Text(key) is { } text && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            {
                throw new IngestionException($"Invalid config {key}: {text}; write a number");
            }
        }
    }

    private bool ReadReset() => Text("auto.offset.reset")?.ToUpperInvariant() switch
    {
        null or "EARLIEST" or "SMALLEST" => false,
        "LATEST" or "LARGEST" => true,
        _ => throw new IngestionException(
            $"auto.offset.reset '{Text("auto.offset.reset")}' is not supported: it says where to go on when Kafka has deleted the next message; write earliest or latest"),
    };

    // Pinot's own key wins over the client's; the guide's prose leaves out the word stream.
    private bool ReadIsolation()
    {
        string? level = Text(Prefix + "isolation.level") ?? Text("kafka.isolation.level") ?? Text("isolation.level");
        return level switch
        {
            null or "read_uncommitted" => false,
            "read_committed" => true,
            _ => throw new IngestionException($"Unrecognized Kafka isolation level: {level}; write read_committed or read_uncommitted"),
        };
    }
}

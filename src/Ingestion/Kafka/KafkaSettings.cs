namespace Ingestion.Kafka;

/// <summary>Translates the client settings of a stream map, which are those of Kafka's Java client, to librdkafka's.</summary>
/// <remarks>
/// By an allow-list: a table config comes over the network, and librdkafka has settings that load libraries, run commands or read files.
/// </remarks>
internal static class KafkaSettings
{
    // Java name to librdkafka's, where both mean the same and no harm can come of it.
    private static readonly Dictionary<string, string> Allowed = new(StringComparer.Ordinal)
    {
        ["client.id"] = "client.id",
        ["client.rack"] = "client.rack",
        ["check.crcs"] = "check.crcs",
        ["connections.max.idle.ms"] = "connections.max.idle.ms",
        ["fetch.max.bytes"] = "fetch.max.bytes",
        ["fetch.max.wait.ms"] = "fetch.wait.max.ms",
        ["fetch.min.bytes"] = "fetch.min.bytes",
        ["max.partition.fetch.bytes"] = "max.partition.fetch.bytes",
        ["metadata.max.age.ms"] = "metadata.max.age.ms",
        ["receive.buffer.bytes"] = "socket.receive.buffer.bytes",
        ["reconnect.backoff.max.ms"] = "reconnect.backoff.max.ms",
        ["reconnect.backoff.ms"] = "reconnect.backoff.ms",
        ["request.timeout.ms"] = "socket.timeout.ms",
        ["send.buffer.bytes"] = "socket.send.buffer.bytes",
    };

    /// <summary>All settings of a consuming client of this stream, but for the size of its buffers. They hold secrets.</summary>
    /// <exception cref="Sources.IngestionException">What encryption or login need is missing or wrong.</exception>
    public static Dictionary<string, string> Of(StreamConfig config)
    {
        Dictionary<string, string> settings = new(StringComparer.Ordinal)
        {
            // CRC checks run in the client's threads; a flipped bit must not become a row.
            ["check.crcs"] = "true",
            // The broker answers as soon as there is a byte; this is only how long it may hold a request when there is none.
            ["fetch.wait.max.ms"] = "100",
            ["socket.nagle.disable"] = "true",
            ["reconnect.backoff.ms"] = "100",
            ["reconnect.backoff.max.ms"] = "5000",
        };
        foreach ((string java, string native) in Allowed)
        {
            if (config.Client(java) is { } value)
            {
                settings[native] = value;
            }
        }

        ConnectionSettings.AddTo(settings, config);
        settings["bootstrap.servers"] = config.Brokers;
        settings["isolation.level"] = config.ReadsCommittedOnly ? "read_committed" : "read_uncommitted";
        return settings;
    }

    /// <summary>Adds what only a consumer needs.</summary>
    /// <param name="settings">From <see cref="Of"/>.</param>
    /// <param name="bufferKilobytes">Fetched messages that may wait per partition.</param>
    public static Dictionary<string, string> ForConsumer(Dictionary<string, string> settings, int bufferKilobytes) => new(settings, StringComparer.Ordinal)
    {
        // A partition whose buffer is full is looked at again after this long; the default of 1 s makes a fast reader wait most of its time.
        ["fetch.queue.backoff.ms"] = "10",
        ["queued.max.messages.kbytes"] = bufferKilobytes.ToString(System.Globalization.CultureInfo.InvariantCulture),
        // A tenth of a second of fast reading: more only means more memory to touch, at about 300 bytes a message besides its own.
        ["queued.min.messages"] = "100000",
        // At the end of a partition its true end is told, behind transaction markers and compacted offsets.
        ["enable.partition.eof"] = "true",
        // Progress is stored with the rows, in segment files, and nowhere else.
        ["enable.auto.commit"] = "false",
        ["enable.auto.offset.store"] = "false",
        // An offset that Kafka no longer has is our decision, and a gap to be shown; the client would silently jump to the end.
        ["auto.offset.reset"] = "error",
        ["allow.auto.create.topics"] = "false",
    };

    /// <summary>What an admin client takes of it.</summary>
    public static Dictionary<string, string> ForAdmin(Dictionary<string, string> settings)
    {
        string[] consumerOnly = ["check.crcs", "fetch.max.bytes", "fetch.wait.max.ms", "fetch.min.bytes", "max.partition.fetch.bytes", "isolation.level", "client.rack"];
        return settings.Where(pair => !consumerOnly.Contains(pair.Key, StringComparer.Ordinal)).ToDictionary(StringComparer.Ordinal);
    }
}

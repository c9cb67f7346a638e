using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingestion.Sources;

namespace Ingestion.Kafka;

/// <summary>Asks a cluster about one topic: its partitions, their first offsets, their ends, the offsets of a time.</summary>
internal sealed class KafkaAdmin : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly StreamConfig _config;
    private readonly TimeSpan _timeout;
    private readonly IAdminClient _client;
    private readonly KafkaTrouble _trouble = new();
    private readonly Lock _gate = new();
    private Task _asking = Task.CompletedTask;
    private volatile bool _isHung;

    /// <param name="config">Whose brokers and topic.</param>
    /// <param name="timeout">Longest wait for an answer.</param>
    public KafkaAdmin(StreamConfig config, TimeSpan timeout)
    {
        _config = config;
        _timeout = timeout;
        Dictionary<string, string> settings = KafkaSettings.ForAdmin(config.ClientSettings());
        settings["socket.connection.setup.timeout.ms"] = "5000";
        settings["allow.auto.create.topics"] = "false";
        try
        {
            _client = new AdminClientBuilder(settings)
                .SetErrorHandler((_, error) => _trouble.Add(error.Code, error.Reason))
                .SetLogHandler((_, log) => _trouble.AddLogged(log.Facility, log.Message))
                .Build();
        }
        catch (InvalidOperationException exception)
        {
            throw new IngestionException($"the Kafka client does not take these settings: {exception.Message}", exception);
        }
    }

    /// <summary>True if a question had neither an answer nor a refusal in time: librdkafka can lose one when its broker goes away. Others will not fare better.</summary>
    public bool IsHung => _isHung;

    /// <summary>Partition numbers of the topic.</summary>
    /// <exception cref="IngestionException">The topic does not exist, or nobody answers in time.</exception>
    public async Task<IReadOnlyList<int>> PartitionsAsync()
    {
        Metadata metadata;
        try
        {
            Task refusal = _trouble.Refusal();

            // Not the admin API's call: it waits for a controller, which not every broker names.
            Task<Metadata> asking = Task.Run(() => _client.GetMetadata(_config.Topic, _timeout));
            Remember(asking);

            // A broker that refuses the login or the certificate does so again at each try: no need to wait for the last one.
            await Task.WhenAny(asking, refusal);
            metadata = asking.IsCompleted ? await asking : throw new IngestionException($"cannot connect to Kafka at {_config.Brokers} (stream.kafka.broker.list): {_trouble.Text}");
        }
        catch (KafkaException exception)
        {
            throw Unreachable(exception);
        }

        TopicMetadata topic = metadata.Topics[0];
        string brokers = $"brokers {_config.Brokers}, which advertise {string.Join(", ", metadata.Brokers.Select(broker => $"{broker.Host}:{broker.Port}"))}";
        return topic.Error.Code switch
        {
            ErrorCode.NoError => [.. topic.Partitions.Select(partition => partition.PartitionId).Order()],
            ErrorCode.UnknownTopicOrPart => throw new IngestionException(
                $"Topic does not exist: {_config.Topic} ({brokers}); create the topic first, or mend stream.kafka.topic.name"),
            _ => throw new IngestionException($"Kafka does not tell about topic '{_config.Topic}': {topic.Error.Reason} ({brokers})"),
        };
    }

    /// <summary>Identity of the topic, which a topic of the same name that is created later does not share; null if the brokers have none.</summary>
    /// <exception cref="IngestionException">The topic does not exist, or nobody answers in time.</exception>
    public async Task<string?> TopicIdAsync()
    {
        try
        {
            DescribeTopicsResult result = await InTimeAsync(
                _client.DescribeTopicsAsync(TopicCollection.OfTopicNames([_config.Topic]), new DescribeTopicsOptions { RequestTimeout = _timeout }));
            Uuid id = result.TopicDescriptions[0].TopicId;
            return (id.MostSignificantBits | id.LeastSignificantBits) == 0 ? null : id.ToString();
        }
        catch (DescribeTopicsException exception)
        {
            Error error = exception.Results.TopicDescriptions[0].Error;
            throw new IngestionException(error.Code == ErrorCode.UnknownTopicOrPart
                ? $"Topic does not exist: {_config.Topic} (brokers {_config.Brokers}); reading goes on when it is created again"
                : $"Kafka does not tell about topic '{_config.Topic}': {error.Reason}", exception);
        }
        catch (KafkaException exception)
        {
            throw Unreachable(exception);
        }
    }

    /// <summary>Offsets of partitions: the first, the end, or the first message at or after a time (the end if there is none).</summary>
    /// <exception cref="IngestionException">Nobody answers in time, or a partition has no leader.</exception>
    public async Task<IReadOnlyDictionary<int, long>> OffsetsAsync(IEnumerable<int> partitions, OffsetSpec what)
    {
        // The isolation level decides what the end is: the high watermark, or the last stable offset.
        ListOffsetsOptions options = new()
        {
            RequestTimeout = _timeout,
            IsolationLevel = _config.ReadsCommittedOnly ? IsolationLevel.ReadCommitted : IsolationLevel.ReadUncommitted,
        };
        try
        {
            ListOffsetsResult result = await InTimeAsync(_client.ListOffsetsAsync(
                partitions.Select(partition => new TopicPartitionOffsetSpec { TopicPartition = new TopicPartition(_config.Topic, partition), OffsetSpec = what }),
                options));
            return result.ResultInfos.ToDictionary(info => info.TopicPartitionOffsetError.Partition.Value, info => info.TopicPartitionOffsetError.Offset.Value);
        }
        catch (ListOffsetsException exception)
        {
            string reason = exception.Result.ResultInfos.Select(info => info.TopicPartitionOffsetError.Error).First(error => error.IsError).Reason;
            throw new IngestionException($"Kafka at {_config.Brokers} does not tell the offsets of topic '{_config.Topic}': {reason}", exception);
        }
        catch (KafkaException exception)
        {
            throw Unreachable(exception);
        }
    }

    /// <summary>
    /// Closes the client, in the background: its threads take some 200 ms to notice, and it must not go away before every question has its answer.
    /// One with a question that librdkafka has lost stays for ever: to destroy it crashes the process.
    /// </summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ = _asking.ContinueWith(_ => _client.Dispose(), TaskScheduler.Default);
        }
    }

    private void Remember(Task asking)
    {
        lock (_gate)
        {
            _asking = _asking.IsCompleted ? asking : Task.WhenAll(_asking, asking);
        }
    }

    private async Task<T> InTimeAsync<T>(Task<T> asking)
    {
        Remember(asking);
        try
        {
            return await asking.WaitAsync(_timeout + Grace);
        }
        catch (TimeoutException exception)
        {
            _isHung = true;
            throw new IngestionException($"Kafka at {_config.Brokers} (stream.kafka.broker.list) has not answered within {_timeout.TotalSeconds:0.#} s: {_trouble.Text ?? "no reason is known"}", exception);
        }
    }

    private IngestionException Unreachable(KafkaException exception) => new(
        $"cannot reach Kafka at {_config.Brokers} (stream.kafka.broker.list) within {_timeout.TotalSeconds:0.#} s: {_trouble.Text ?? exception.Error.Reason}", exception);
}

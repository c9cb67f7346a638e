using Ingestion.Fetching;
using Ingestion.Sources;
using Microsoft.Extensions.Logging;

namespace Ingestion.Kafka;

/// <summary>A topic as one table reads it: a client that reads, a client that asks, and the topic's identity. Safe for any number of threads.</summary>
internal sealed class KafkaTopic : IDisposable
{
    private const int MostFetchBytes = 1 << 20;

    private static readonly TimeSpan LongestWaitForLeader = TimeSpan.FromSeconds(1);

    private readonly StreamConfig _config;
    private readonly Dictionary<string, string> _settings;
    private readonly int _fetchBytes;
    private readonly TimeSpan _timeout;
    private readonly ILogger _logger;
    private readonly Lock _renewing = new();
    private KafkaClient _client;
    private KafkaAdmin _admin;
    private string? _clientOf;

    /// <param name="config">Whose brokers and topic.</param>
    /// <param name="fetchKilobytes">Most that is fetched ahead, per partition.</param>
    /// <param name="timeout">Longest wait for an answer.</param>
    /// <param name="logger">Log.</param>
    /// <exception cref="IngestionException">A setting is not one of librdkafka's, or its value is out of range.</exception>
    public KafkaTopic(StreamConfig config, int fetchKilobytes, TimeSpan timeout, ILogger logger)
    {
        (_config, _timeout, _logger) = (config, timeout, logger);
        _fetchBytes = Math.Min(MostFetchBytes, fetchKilobytes << 10);
        _settings = KafkaSettings.ForConsumer(config.ClientSettings(), fetchKilobytes);
        _client = new KafkaClient(config.Topic, _settings, logger);
        try
        {
            _admin = new KafkaAdmin(config, timeout);
        }
        catch
        {
            _client.Dispose();
            throw;
        }
    }

    /// <summary>Asks the cluster.</summary>
    public KafkaAdmin Admin => Volatile.Read(ref _admin);

    /// <summary>Reads.</summary>
    public KafkaClient Client => Volatile.Read(ref _client);

    /// <summary>A source of one partition, not started.</summary>
    public IMessageSource Open(int partition) => new CatchUpSource(new KafkaMessageSource(this, partition), FetchTargetOf, _logger);

    /// <summary>Takes part in the client that reads.</summary>
    public KafkaClientUse Use()
    {
        lock (_renewing)
        {
            return _client.Use();
        }
    }

    /// <summary>Takes part in a client that was made for this topic and has never read one of the same name; who asks the cluster is new then, too.</summary>
    /// <remarks>librdkafka keeps the leader epochs of a topic that was deleted: it takes those of its successor, which begin anew, for stale.</remarks>
    /// <param name="topicId">Identity of the topic.</param>
    public KafkaClientUse Use(string topicId)
    {
        lock (_renewing)
        {
            if (!string.Equals(_clientOf, topicId, StringComparison.Ordinal))
            {
                KafkaClient fresh = new(_config.Topic, _settings, _logger);
                try
                {
                    RenewAdmin();
                }
                catch
                {
                    fresh.Dispose();
                    throw;
                }

                Replace(fresh);
                _clientOf = topicId;
            }

            return _client.Use();
        }
    }

    /// <summary>Puts another client in place of one that reads no more. Sources take it when they start.</summary>
    /// <param name="dead">The client; nothing is done if another has taken its place.</param>
    public void Renew(KafkaClient dead)
    {
        lock (_renewing)
        {
            if (_client == dead)
            {
                Replace(new KafkaClient(_config.Topic, _settings, _logger));
            }
        }
    }

    /// <summary>Puts another client in place of the one that asks.</summary>
    /// <exception cref="IngestionException">A store cannot be read (any more).</exception>
    public void RenewAdmin()
    {
        KafkaAdmin former = Interlocked.Exchange(ref _admin, new KafkaAdmin(_config, _timeout));

        // A question that is under way has its answer, or has given up, by then.
        _ = Task.Delay(2 * _timeout).ContinueWith(_ => former.Dispose(), TaskScheduler.Default);
    }

    /// <summary>Lets the client that reads connect already, while others are asked. Tells nothing.</summary>
    public void Connect() => _ = TryConnectAsync();

    /// <summary>Identity of the topic at this moment; null if the brokers have none to tell.</summary>
    /// <exception cref="IngestionException">Nobody answers, or the topic does not exist.</exception>
    public async Task<string?> TopicIdAsync(CancellationToken cancellation) =>
        await Task.Run(HasController, CancellationToken.None).WaitAsync(cancellation) ? await Admin.TopicIdAsync().WaitAsync(cancellation) : null;

    /// <summary>Sources that are left keep the client until they are disposed of, too.</summary>
    public void Dispose()
    {
        lock (_renewing)
        {
            _admin.Dispose();
            _client.Dispose();
        }
    }

    // Encryption and logins are librdkafka's.
    private FetchTarget? FetchTargetOf(int partition)
    {
        if (_settings["security.protocol"] != "PLAINTEXT" || Client.Trouble is not null)
        {
            return null;
        }

        KafkaClientUse use = Use();
        try
        {
            return use.Owner.Leader(partition, LongestWaitForLeader) is (string host, int port)
                ? new FetchTarget(host, port, _config.Topic, partition, _settings.GetValueOrDefault("client.id", "millrace"), _config.ReadsCommittedOnly, _fetchBytes)
                : null;
        }
        finally
        {
            use.Owner.Leave();
        }
    }

    private void Replace(KafkaClient fresh)
    {
        _client.Dispose();
        Volatile.Write(ref _client, fresh);
    }

    private async Task TryConnectAsync()
    {
        try
        {
            await Task.Run(HasController);
        }
        catch (Exception exception) when (exception is IngestionException or ObjectDisposedException)
        {
            // Whoever needs an answer asks again, and is told.
        }
    }

    private bool HasController()
    {
        KafkaClientUse use = Use();
        try
        {
            return use.Owner.HasController(_timeout);
        }
        finally
        {
            use.Owner.Leave();
        }
    }
}

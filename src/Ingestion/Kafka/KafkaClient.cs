using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using Ingestion.Sources;
using Microsoft.Extensions.Logging;

namespace Ingestion.Kafka;

/// <summary>A consuming client of librdkafka for one topic; partitions read through sources of their own. Safe for any number of threads.</summary>
/// <remarks>
/// The client is used without a consumer group: each partition is started at a number, nothing is committed to Kafka, and the broker keeps
/// no state for us.
/// </remarks>
internal sealed unsafe class KafkaClient : IDisposable
{
    private const int ConsumerType = 1;
    private const int ErrorBytes = 512;

    private readonly nint _client;
    private readonly nint _topic;
    private readonly ILogger _logger;
    private readonly KafkaTrouble _trouble = new();
    private volatile bool _hasController;
    private int _users = 1;
    private GCHandle _self;

    /// <exception cref="IngestionException">A setting is not one of librdkafka's, or its value is out of range.</exception>
    public KafkaClient(string topic, IEnumerable<KeyValuePair<string, string>> settings, ILogger logger)
    {
        _logger = logger;
        Topic = topic;
        _self = GCHandle.Alloc(this);
        try
        {
            _client = Create(settings);
        }
        catch
        {
            _self.Free();
            throw;
        }

        _topic = NativeMethods.rd_kafka_topic_new(_client, topic, 0);
    }

    public string Topic { get; }

    /// <summary>What keeps the client from its brokers, or null; forgotten when messages or answers arrive.</summary>
    public string? Trouble => _trouble.Text;

    /// <summary>Hands out what the client has to report; to be called now and then.</summary>
    public void Poll()
    {
        if (TryEnter())
        {
            _ = NativeMethods.rd_kafka_poll(_client, 0);
            Leave();
        }
    }

    /// <summary>Says that the brokers answer.</summary>
    public void Recovered() => _trouble.Clear();

    /// <summary>True if the brokers name a controller, which alone tells the identity of a topic; librdkafka's broker in memory names one that is not there.</summary>
    /// <exception cref="IngestionException">Nobody answers.</exception>
    public bool HasController(TimeSpan timeout)
    {
        if (_hasController)
        {
            return true;
        }

        ObjectDisposedException.ThrowIf(!TryEnter(), this);
        try
        {
            return _hasController = AskForController(timeout);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>True if a broker answers a question of this client.</summary>
    public bool Answers(TimeSpan timeout)
    {
        if (!TryEnter())
        {
            return false;
        }

        try
        {
            AskForController(timeout);
            return true;
        }
        catch (IngestionException)
        {
            return false;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Where the leader of a partition listens; null if nobody knows.</summary>
    public (string Host, int Port)? Leader(int partition, TimeSpan timeout)
    {
        NativeMetadata* metadata;
        if (NativeMethods.rd_kafka_metadata(_client, 0, _topic, &metadata, (int)timeout.TotalMilliseconds) != 0)
        {
            return null;
        }

        int leader = -1;
        foreach (NativePartition known in metadata->TopicCount == 1 ? new ReadOnlySpan<NativePartition>(metadata->Topics->Partitions, metadata->Topics->PartitionCount) : [])
        {
            leader = known.Id == partition ? known.Leader : leader;
        }

        (string Host, int Port)? place = null;
        foreach (NativeBroker broker in new ReadOnlySpan<NativeBroker>(metadata->Brokers, metadata->BrokerCount))
        {
            place = broker.Id == leader ? (Marshal.PtrToStringUTF8(broker.Host) ?? "", broker.Port) : place;
        }

        NativeMethods.rd_kafka_metadata_destroy(metadata);
        return place;
    }

    /// <summary>Takes part in the client, which lives until all who do have left.</summary>
    /// <exception cref="ObjectDisposedException">All have.</exception>
    public KafkaClientUse Use()
    {
        ObjectDisposedException.ThrowIf(!TryEnter(), this);
        return new KafkaClientUse(this, _client, _topic);
    }

    /// <summary>Ends the use of one who took part.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            NativeMethods.rd_kafka_topic_destroy(_topic);
            NativeMethods.rd_kafka_destroy(_client);
            _self.Free();
        }
    }

    /// <summary>The maker's part; sources and questions that wait for their answers keep the client.</summary>
    public void Dispose() => Leave();

    /// <summary>Text of one of librdkafka's error codes.</summary>
    internal static string Describe(int error) => Marshal.PtrToStringUTF8(NativeMethods.rd_kafka_err2str(error)) ?? $"error {error}";

    /// <summary>A bare client of librdkafka: type 0 produces, 1 consumes. The caller destroys it.</summary>
    internal static nint Create(int type, IEnumerable<KeyValuePair<string, string>> settings, Action<nint>? configure = null)
    {
        byte* error = stackalloc byte[ErrorBytes];
        nint conf = NativeMethods.rd_kafka_conf_new();
        foreach ((string name, string value) in settings)
        {
            if (NativeMethods.rd_kafka_conf_set(conf, name, value, error, ErrorBytes) != 0)
            {
                NativeMethods.rd_kafka_conf_destroy(conf);
                throw new IngestionException($"the Kafka client does not take its setting '{name}': {Marshal.PtrToStringUTF8((nint)error)}");
            }
        }

        configure?.Invoke(conf);
        nint client = NativeMethods.rd_kafka_new(type, conf, error, ErrorBytes);
        if (client == 0)
        {
            NativeMethods.rd_kafka_conf_destroy(conf);
            throw new IngestionException($"the Kafka client does not start: {Marshal.PtrToStringUTF8((nint)error)}");
        }

        return client;
    }

    private bool AskForController(TimeSpan timeout)
    {
        NativeMetadata* metadata;
        int error = NativeMethods.rd_kafka_metadata(_client, 0, _topic, &metadata, (int)timeout.TotalMilliseconds);
        if (error != 0)
        {
            throw new IngestionException($"the brokers of '{Topic}' do not answer: {Trouble ?? Describe(error)}");
        }

        int controller = NativeMethods.rd_kafka_controllerid(_client, 0);
        bool isThere = new ReadOnlySpan<NativeBroker>(metadata->Brokers, metadata->BrokerCount).ToArray().Any(broker => broker.Id == controller);
        NativeMethods.rd_kafka_metadata_destroy(metadata);
        return isThere;
    }

    private bool TryEnter()
    {
        int users = Volatile.Read(ref _users);
        while (users > 0)
        {
            int before = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (before == users)
            {
                return true;
            }

            users = before;
        }

        return false;
    }

    private nint Create(IEnumerable<KeyValuePair<string, string>> settings) => Create(ConsumerType, settings, conf =>
    {
        NativeMethods.rd_kafka_conf_set_opaque(conf, GCHandle.ToIntPtr(_self));
        NativeMethods.rd_kafka_conf_set_error_cb(conf, &OnError);
        NativeMethods.rd_kafka_conf_set_log_cb(conf, &OnLog);
    });

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnError(nint client, int error, byte* reason, nint opaque)
    {
        var self = (KafkaClient)GCHandle.FromIntPtr(opaque).Target!;
        string text = Marshal.PtrToStringUTF8((nint)reason) ?? Describe(error);
        self._trouble.Add((ErrorCode)error, text);
        KafkaLog.ClientTrouble(self._logger, self.Topic, text);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLog(nint client, int level, byte* facility, byte* text)
    {
        var self = (KafkaClient)GCHandle.FromIntPtr(NativeMethods.rd_kafka_opaque(client)).Target!;
        if (self._logger.IsEnabled(LogLevel.Debug))
        {
            string said = Marshal.PtrToStringUTF8((nint)text) ?? "";
            KafkaLog.ClientSays(self._logger, self.Topic, said);
        }
    }
}

/// <summary>A part in a client, and by it the right to use its handles.</summary>
internal readonly record struct KafkaClientUse(KafkaClient Owner, nint Client, nint Topic);

using System.Runtime.InteropServices;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingestion.Sources;

namespace Ingestion.Kafka;

/// <summary>One partition, read in batches straight from librdkafka's memory. One thread at a time, but for <see cref="Wake"/>.</summary>
internal sealed unsafe class KafkaMessageSource : IMessageSource
{
    /// <summary>Most messages in a batch: about a millisecond of work, so that rows are visible soon.</summary>
    public const int BatchSize = 4096;

    private const int RangeTimeoutMillis = 5000;

    private readonly KafkaTopic _topic;
    private readonly NativeMessage** _native = (NativeMessage**)NativeMemory.Alloc(BatchSize, (nuint)sizeof(nint));
    private readonly MessageBatch _batch = new(BatchSize);
    private readonly Lock _waking = new();
    private KafkaClientUse _use;
    private nint _queue;
    private int _held;
    private bool _isStarted;

    /// <param name="topic">The topic.</param>
    /// <param name="partition">Partition of it.</param>
    public KafkaMessageSource(KafkaTopic topic, int partition)
    {
        (_topic, Partition) = (topic, partition);
        Take(topic.Use());
    }

    public int Partition { get; }

    public void Start(long offset)
    {
        Stop();
        Follow(_topic.Use());
        if (NativeMethods.rd_kafka_consume_start_queue(_use.Topic, Partition, offset, _queue) != 0)
        {
            throw new IngestionException($"partition {Partition} of '{_use.Owner.Topic}' does not start: {KafkaClient.Describe(NativeMethods.rd_kafka_last_error())}");
        }

        _isStarted = true;
    }

    public void Stop()
    {
        Release();
        if (_isStarted)
        {
            _ = NativeMethods.rd_kafka_consume_stop(_use.Topic, Partition);
            _isStarted = false;
        }
    }

    public void Renew(string topicId)
    {
        Stop();
        Follow(_topic.Use(topicId));
    }

    /// <summary>Says that a broker has answered elsewhere.</summary>
    public void Answered() => _use.Owner.Recovered();

    public MessageBatch Read(TimeSpan timeout)
    {
        Release();
        _batch.Clear();

        // The call waits until the batch is full or the time is over. So wait for one message, then take what else is there.
        _held = (int)NativeMethods.rd_kafka_consume_batch_queue(_queue, (int)timeout.TotalMilliseconds, _native, 1);
        if (_held == 1)
        {
            _held += (int)NativeMethods.rd_kafka_consume_batch_queue(_queue, 0, _native + 1, BatchSize - 1);
        }

        for (int i = 0; i < _held; i++)
        {
            Add(_native[i]);
        }

        if (_batch.Count > 0)
        {
            _use.Owner.Recovered();
            int type;
            _batch.LastTimestamp = NativeMethods.rd_kafka_message_timestamp(LastMessage(), &type);
        }

        return _batch;
    }

    public long? Timestamp(long offset)
    {
        for (int i = 0; i < _held; i++)
        {
            if (_native[i]->Offset == offset && _native[i]->Error == 0)
            {
                int type;
                long millis = NativeMethods.rd_kafka_message_timestamp(_native[i], &type);
                return millis >= 0 ? millis : null;
            }
        }

        return null;
    }

    public MessageAttributes Attributes(in Message message)
    {
        var native = (NativeMessage*)message.Handle;
        int type;
        byte[]? key = native->Key == null ? null : new ReadOnlySpan<byte>(native->Key, (int)native->KeyLength).ToArray();
        return new MessageAttributes(key, Headers(native), NativeMethods.rd_kafka_message_timestamp(native, &type));
    }

    public string? TopicId() => _topic.TopicIdAsync(CancellationToken.None).GetAwaiter().GetResult();

    public (long First, long End) Range()
    {
        if (!_isStarted)
        {
            Follow(_topic.Use());
        }

        long low;
        long high;
        int error = NativeMethods.rd_kafka_query_watermark_offsets(_use.Client, _use.Owner.Topic, Partition, &low, &high, RangeTimeoutMillis);
        return error == 0
            ? (low, high)
            : throw new IngestionException($"Kafka does not tell the offsets of partition {Partition} of '{_use.Owner.Topic}': {KafkaClient.Describe(error)}");
    }

    public long? OffsetAt(DateTimeOffset time)
    {
        IReadOnlyDictionary<int, long> offsets = _topic.Admin.OffsetsAsync([Partition], OffsetSpec.ForTimestamp(time.ToUnixTimeMilliseconds())).GetAwaiter().GetResult();
        return offsets[Partition] is var offset and >= 0 ? offset : null;
    }

    public void Wake()
    {
        lock (_waking)
        {
            if (_queue != 0)
            {
                NativeMethods.rd_kafka_queue_yield(_queue);
            }
        }
    }

    public void Dispose()
    {
        Stop();
        lock (_waking)
        {
            NativeMethods.rd_kafka_queue_destroy(_queue);
            _queue = 0;
        }

        _use.Owner.Leave();
        NativeMemory.Free(_native);
    }

    // Only while nothing is started.
    private void Follow(KafkaClientUse next)
    {
        if (next.Owner == _use.Owner)
        {
            next.Owner.Leave();
            return;
        }

        KafkaClientUse former = _use;
        Take(next);
        former.Owner.Leave();
    }

    private void Take(KafkaClientUse use)
    {
        lock (_waking)
        {
            if (_queue != 0)
            {
                NativeMethods.rd_kafka_queue_destroy(_queue);
            }

            _use = use;
            _queue = NativeMethods.rd_kafka_queue_new(use.Client);
        }
    }

    private void Add(NativeMessage* message)
    {
        switch ((ErrorCode)message->Error)
        {
            case ErrorCode.NoError:
                _batch.Add(new Message(message->Payload, message->Payload == null ? -1 : (int)message->PayloadLength, message->Offset, (nint)message));
                break;
            case ErrorCode.Local_PartitionEOF:
                _batch.EndOffset = message->Offset;
                _use.Owner.Recovered();
                break;
            case ErrorCode.OffsetOutOfRange or ErrorCode.Local_AutoOffsetReset:
                _batch.Fault = new SourceFault(SourceFaultKind.OutOfRange, Text(message));
                break;
            case ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition:
                _batch.Fault = new SourceFault(SourceFaultKind.Gone, Text(message));
                break;
            case ErrorCode.TopicAuthorizationFailed:
                _batch.Fault = new SourceFault(SourceFaultKind.Forbidden, Text(message));
                break;
            default:
                _batch.Fault = new SourceFault(SourceFaultKind.Passing, Text(message));
                break;
        }
    }

    private static List<KeyValuePair<string, byte[]?>> Headers(NativeMessage* message)
    {
        List<KeyValuePair<string, byte[]?>> headers = [];
        nint list;
        if (NativeMethods.rd_kafka_message_headers(message, &list) != 0)
        {
            return headers;
        }

        byte* name;
        byte* value;
        nuint size;
        for (nuint i = 0; NativeMethods.rd_kafka_header_get_all(list, i, &name, &value, &size) == 0; i++)
        {
            headers.Add(new(Marshal.PtrToStringUTF8((nint)name) ?? "", value == null ? null : new ReadOnlySpan<byte>(value, (int)size).ToArray()));
        }

        return headers;
    }

    private NativeMessage* LastMessage()
    {
        int last = _held - 1;
        while (_native[last]->Error != 0)
        {
            last--;
        }

        return _native[last];
    }

    private static string Text(NativeMessage* message) => message->Payload == null
        ? KafkaClient.Describe(message->Error)
        : Marshal.PtrToStringUTF8((nint)message->Payload, (int)message->PayloadLength);

    private void Release()
    {
        for (int i = 0; i < _held; i++)
        {
            NativeMethods.rd_kafka_message_destroy(_native[i]);
        }

        _held = 0;
    }
}

using Confluent.Kafka;

namespace Ingestion.Sampling;

/// <summary>Keeps a share of messages of each partition, and knows when there are no more to come.</summary>
internal sealed class SampleCollector
{
    private readonly SampleRequest _request;
    private readonly Dictionary<TopicPartition, int> _open; // messages that may still come
    private readonly List<SampledMessage> _messages = [];
    private long _bytes;

    /// <param name="request">What is wanted.</param>
    /// <param name="shares">How many messages each partition is to give.</param>
    public SampleCollector(SampleRequest request, Dictionary<TopicPartition, int> shares)
    {
        _request = request;
        _open = shares.Where(share => share.Value > 0).ToDictionary();
    }

    /// <summary>True if nothing is missing that there is.</summary>
    public bool IsDone => _open.Count == 0;

    /// <summary>How far it is.</summary>
    /// <param name="partitions">All that are read.</param>
    public SampleProgress Progress(int partitions) => new(partitions - _open.Count, partitions, _messages.Count, _bytes);

    /// <summary>Messages to take of each partition: as many of each as of the others, and what some do not have of those that have more.</summary>
    /// <param name="count">Messages of all together.</param>
    /// <param name="stored">How many each has, at most.</param>
    public static Dictionary<TopicPartition, int> Shares(int count, Dictionary<TopicPartition, long> stored)
    {
        Dictionary<TopicPartition, int> shares = [];
        int left = count;
        foreach ((TopicPartition partition, long available) in stored.OrderBy(pair => pair.Value))
        {
            int others = stored.Count - shares.Count;
            shares[partition] = (int)Math.Clamp((left + others - 1) / others, 0, available);
            left -= shares[partition];
        }

        return shares;
    }

    /// <summary>Takes what the client has read; the end of a partition, too.</summary>
    /// <returns>True if the partition need not be read further.</returns>
    public bool Add(ConsumeResult<byte[], byte[]> result)
    {
        if (!_open.TryGetValue(result.TopicPartition, out int left))
        {
            return true;
        }

        if (!result.IsPartitionEOF)
        {
            _messages.Add(Message(result));
            _bytes += result.Message.Value?.Length ?? 0;
            left--;
        }

        if (left == 0 || result.IsPartitionEOF)
        {
            _open.Remove(result.TopicPartition);
            return true;
        }

        _open[result.TopicPartition] = left;
        return false;
    }

    /// <summary>In the order of <see cref="TopicSample.Messages"/>, no more than wanted.</summary>
    public IReadOnlyList<SampledMessage> Messages()
    {
        IEnumerable<SampledMessage> ordered = _messages.OrderBy(message => message.Time).ThenBy(message => message.Partition).ThenBy(message => message.Offset);
        return [.. (_request.From == SampleFrom.Newest ? ordered.Reverse() : ordered).Take(_request.Count)];
    }

    private static SampledMessage Message(ConsumeResult<byte[], byte[]> result)
    {
        Message<byte[], byte[]> message = result.Message;
        DateTimeOffset? time = message.Timestamp.Type == TimestampType.NotAvailable ? null : Sources.KafkaTime.Of(message.Timestamp.UnixTimestampMs);
        return new SampledMessage(
            result.Partition.Value,
            result.Offset.Value,
            time,
            Cut(message.Key),
            Cut(message.Value),
            message.Value?.Length ?? -1,
            [.. (message.Headers ?? []).Select(header => KeyValuePair.Create(header.Key, Cut(header.GetValueBytes())))]);
    }

    // Not a bare null: it would become memory without bytes.
    private static ReadOnlyMemory<byte>? Cut(byte[]? bytes) => bytes is null ? default(ReadOnlyMemory<byte>?) : bytes.AsMemory(0, Math.Min(bytes.Length, SampledMessage.MaxBytes));
}

using Confluent.Kafka;

namespace Ingestion.Sampling;

/// <summary>Keeps a share of messages of each partition, and knows when there are no more to come.</summary>
internal sealed class SampleCollector
{
    private readonly SampleRequest _request;
    private readonly int _share;
    private readonly Dictionary<TopicPartition, int> _open; // messages that may still come
    private readonly List<SampledMessage> _messages = [];

    /// <param name="request">What is wanted.</param>
    /// <param name="starts">Where partitions are read from.</param>
    /// <param name="ranges">What they hold.</param>
    public SampleCollector(SampleRequest request, IReadOnlyCollection<TopicPartitionOffset> starts, Dictionary<TopicPartition, WatermarkOffsets> ranges)
    {
        _request = request;
        _share = Share(request.Count, starts.Count);
        _open = starts.Where(start => start.Offset.Value < ranges[start.TopicPartition].High.Value).ToDictionary(start => start.TopicPartition, _ => _share);
    }

    /// <summary>True if nothing is missing that there is.</summary>
    public bool IsDone => _open.Count == 0;

    /// <summary>Messages of one partition, so that all together are at least as many as wanted.</summary>
    public static int Share(int count, int partitions) => Math.Max(1, (count + Math.Max(partitions, 1) - 1) / Math.Max(partitions, 1));

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

using System.Buffers;
using Ingestion.Sampling;
using Ingestion.Sources;

namespace Ingestion.Preview;

/// <summary>Sampled messages as a source hands them out: numbered from 0, in their order, whatever partitions they came from.</summary>
internal sealed unsafe class SampledSource : IMessageSource
{
    private readonly IReadOnlyList<SampledMessage> _messages;
    private readonly MemoryHandle[] _pins;

    public SampledSource(IReadOnlyList<SampledMessage> messages)
    {
        _messages = messages;
        _pins = [.. messages.Select(message => message.Value?.Pin() ?? default)];
        All = [.. messages.Select((message, i) => new Message((byte*)_pins[i].Pointer, message.Value is { } value ? value.Length : -1, i))];
    }

    /// <summary>The messages.</summary>
    public Message[] All { get; }

    public int Partition => 0;

    public long? Timestamp(long offset) => _messages[(int)offset].Time?.ToUnixTimeMilliseconds();

    public MessageAttributes Attributes(in Message message)
    {
        SampledMessage sampled = _messages[(int)message.Offset];
        return new MessageAttributes(
            sampled.Key?.ToArray(), [.. sampled.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value?.ToArray()))], sampled.Time?.ToUnixTimeMilliseconds() ?? -1);
    }

    public void Dispose() => Array.ForEach(_pins, pin => pin.Dispose());

    public void Start(long offset) => throw NoTopic();

    public void Stop() => throw NoTopic();

    public MessageBatch Read(TimeSpan timeout) => throw NoTopic();

    public string? TopicId() => throw NoTopic();

    public void Renew(string topicId) => throw NoTopic();

    public (long First, long End) Range() => throw NoTopic();

    public long? OffsetAt(DateTimeOffset time) => throw NoTopic();

    public void Wake() => throw NoTopic();

    private static NotSupportedException NoTopic() => new("a sample is no topic");
}

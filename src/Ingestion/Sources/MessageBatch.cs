namespace Ingestion.Sources;

/// <summary>One message; its bytes stay where the client put them.</summary>
/// <param name="payload">First byte.</param>
/// <param name="length">Bytes; -1 for a message without payload (a tombstone).</param>
/// <param name="offset">Offset in the partition.</param>
/// <param name="handle">By which its source finds what else belongs to it.</param>
internal readonly unsafe struct Message(byte* payload, int length, long offset, nint handle = 0)
{
    private readonly byte* _payload = payload;
    private readonly int _length = length;

    public long Offset { get; } = offset;

    public nint Handle { get; } = handle;

    public bool IsTombstone => _length < 0;

    public ReadOnlySpan<byte> Payload => new(_payload, Math.Max(_length, 0));
}

/// <summary>What is to be done about a fault of a source.</summary>
internal enum SourceFaultKind
{
    /// <summary>The client goes on by itself.</summary>
    Passing,

    /// <summary>Kafka does not have the offset (any more): another one must be chosen.</summary>
    OutOfRange,

    /// <summary>The topic or partition does not exist (any more).</summary>
    Gone,

    /// <summary>The login that is used may not read it.</summary>
    Forbidden,
}

/// <summary>An error between the messages.</summary>
internal sealed record SourceFault(SourceFaultKind Kind, string Text);

/// <summary>Messages that arrived together, and what else the client had to say. Reused for the next batch.</summary>
internal sealed class MessageBatch(int capacity)
{
    private readonly Message[] _messages = new Message[capacity];

    /// <summary>Messages it can hold.</summary>
    public int Capacity => _messages.Length;

    /// <summary>Messages in the batch.</summary>
    public int Count { get; private set; }

    /// <summary>The messages in offset order.</summary>
    public ReadOnlySpan<Message> Messages => _messages.AsSpan(0, Count);

    /// <summary>If the end of the partition was met: the offset where it goes on one day. Behind the last message, transaction markers and gaps.</summary>
    public long? EndOffset { get; set; }

    /// <summary>Kafka timestamp of the last message in epoch milliseconds; -1 if it has none.</summary>
    public long LastTimestamp { get; set; } = -1;

    /// <summary>The last error, if there was one.</summary>
    public SourceFault? Fault { get; set; }

    public void Add(Message message) => _messages[Count++] = message;

    public void Clear() => (Count, EndOffset, LastTimestamp, Fault) = (0, null, -1, null);
}

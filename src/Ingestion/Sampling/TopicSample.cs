using System.Text.Json.Serialization;

namespace Ingestion.Sampling;

/// <summary>Messages of a topic, to be looked at.</summary>
/// <param name="Messages">Newest first where the newest were asked for, else oldest first; by time, partition, offset.</param>
/// <param name="Partitions">Partitions of the topic.</param>
/// <param name="Stored">About how many messages the partitions that were asked hold.</param>
/// <param name="Deleted">Offsets that retention has deleted already, of those partitions.</param>
/// <param name="IsCut">True if the time was over before everything asked for was there.</param>
/// <param name="Took">Time it took.</param>
public sealed record TopicSample(IReadOnlyList<SampledMessage> Messages, int Partitions, long Stored, long Deleted, bool IsCut, TimeSpan Took)
{
    /// <summary>About how many messages lie behind the places that were read from, up to the end.</summary>
    public long Following { get; init; }

    /// <summary>Both samples as one, oldest messages first, each once.</summary>
    /// <param name="other">Of the same topic.</param>
    public TopicSample With(TopicSample other) => new(
        [.. Messages.Concat(other.Messages).DistinctBy(message => (message.Partition, message.Offset)).OrderBy(message => message.Time).ThenBy(message => message.Partition).ThenBy(message => message.Offset)],
        Math.Max(Partitions, other.Partitions),
        Math.Max(Stored, other.Stored),
        Math.Max(Deleted, other.Deleted),
        IsCut || other.IsCut,
        Took > other.Took ? Took : other.Took)
    {
        Following = Math.Max(Following, other.Following),
    };
}

/// <summary>A message, copied.</summary>
/// <param name="Partition">Partition.</param>
/// <param name="Offset">Offset in it.</param>
/// <param name="Time">Kafka's time; null if it has none.</param>
/// <param name="Key">Null if it has none.</param>
/// <param name="Value">The first <see cref="MaxBytes"/>; null for a tombstone.</param>
/// <param name="Bytes">Length of the value; -1 for a tombstone.</param>
/// <param name="Headers">Names and values in their order.</param>
public sealed record SampledMessage(
    int Partition, long Offset, DateTimeOffset? Time, ReadOnlyMemory<byte>? Key, ReadOnlyMemory<byte>? Value, int Bytes, IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>?>> Headers)
{
    /// <summary>Most bytes of a key, value or header that are kept.</summary>
    public const int MaxBytes = 64_000;

    /// <summary>True if not all of the value is kept.</summary>
    [JsonIgnore]
    public bool IsCut => Value is { } value && Bytes > value.Length;
}

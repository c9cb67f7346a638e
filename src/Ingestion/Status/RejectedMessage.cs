namespace Ingestion.Status;

/// <summary>A message that did not become a row.</summary>
/// <param name="Partition">Partition of the topic.</param>
/// <param name="Offset">Its offset.</param>
/// <param name="Time">Its Kafka timestamp; null if it has none.</param>
/// <param name="RejectedAt">When it was rejected.</param>
/// <param name="Reason">What is wrong with it, for people.</param>
/// <param name="Raw">Its first <see cref="MaxRawBytes"/> bytes.</param>
/// <param name="Bytes">Its whole length.</param>
public sealed record RejectedMessage(
    int Partition, long Offset, DateTimeOffset? Time, DateTimeOffset RejectedAt, string Reason, ReadOnlyMemory<byte> Raw, int Bytes)
{
    /// <summary>How much of a message is kept.</summary>
    public const int MaxRawBytes = 4096;
}

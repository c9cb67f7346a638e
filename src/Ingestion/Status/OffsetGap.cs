namespace Ingestion.Status;

/// <summary>Offsets that could not be read and are not in the table.</summary>
/// <param name="Partition">Partition of the topic.</param>
/// <param name="From">First missing offset.</param>
/// <param name="To">First offset after the gap.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="At">When it was noticed.</param>
public sealed record OffsetGap(int Partition, long From, long To, string Reason, DateTimeOffset At);

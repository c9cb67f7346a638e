namespace Segments.Tables;

/// <summary>Offsets that could not be read and are not in the table.</summary>
/// <param name="Partition">Partition of the table.</param>
/// <param name="From">First missing offset.</param>
/// <param name="To">First offset after the gap; equal to <paramref name="From"/> if nothing is known to be lost, but reading went on elsewhere.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="At">When it was noticed.</param>
public sealed record OffsetGap(int Partition, long From, long To, string Reason, DateTimeOffset At)
{
    /// <summary>True if the other one tells the same, whenever it was noticed.</summary>
    internal bool IsSame(OffsetGap other) => Partition == other.Partition && From == other.From && To == other.To && string.Equals(Reason, other.Reason, StringComparison.Ordinal);
}

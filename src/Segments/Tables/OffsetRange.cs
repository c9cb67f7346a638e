namespace Segments.Tables;

/// <summary>A run of Kafka offsets in one partition.</summary>
/// <param name="Start">First offset.</param>
/// <param name="End">One past the last offset.</param>
public readonly record struct OffsetRange(long Start, long End)
{
    /// <summary>Offsets in the range; some may hold no message.</summary>
    public long Length => End - Start;

    /// <summary>True if <paramref name="other"/> lies within.</summary>
    public bool Contains(OffsetRange other) => Start <= other.Start && other.End <= End;

    /// <summary>What of these ranges lies before an offset.</summary>
    internal static IEnumerable<OffsetRange> Before(long end, IEnumerable<OffsetRange> ranges) =>
        ranges.Select(range => range with { End = Math.Min(range.End, end) }).Where(range => range.Length > 0);

    /// <inheritdoc/>
    public override string ToString() => $"[{Start}, {End})";
}

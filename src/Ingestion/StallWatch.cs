namespace Ingestion;

/// <summary>Notices partitions that have messages and do not move.</summary>
/// <param name="after">How long one must not have moved.</param>
internal sealed class StallWatch(TimeSpan after)
{
    private readonly Dictionary<int, (long Position, DateTimeOffset Since)> _seen = [];

    /// <summary>Takes what is known of a partition now.</summary>
    /// <param name="partition">Its number.</param>
    /// <param name="position">Next offset to read.</param>
    /// <param name="end">Offset behind its last message.</param>
    /// <param name="now">The present.</param>
    /// <returns>True if it stands still with messages before it; then not again before the time is over once more.</returns>
    public bool IsStalled(int partition, long position, long end, DateTimeOffset now)
    {
        if (end <= position)
        {
            _seen.Remove(partition);
            return false;
        }

        bool isSameAsBefore = _seen.TryGetValue(partition, out (long Position, DateTimeOffset Since) last) && last.Position == position;
        if (isSameAsBefore && now - last.Since < after)
        {
            return false;
        }

        _seen[partition] = (position, now);
        return isSameAsBefore;
    }
}

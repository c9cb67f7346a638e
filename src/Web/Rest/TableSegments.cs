using Segments.Consuming;
using Segments.Sealed;
using Segments.Tables;

namespace Web.Rest;

/// <summary>One segment of a table as the routes show it.</summary>
/// <param name="Partition">Partition of the topic.</param>
/// <param name="Sealed">The file, once there is one.</param>
/// <param name="Growing">The segment in memory, until there is a file.</param>
internal sealed record TableSegment(int Partition, SealedSegment? Sealed, ConsumingSegment? Growing)
{
    public string Name => Sealed?.Name ?? Growing!.Name;

    public bool IsConsuming => Sealed is null;

    /// <summary>Pinot's word for the state on its server.</summary>
    public string State => IsConsuming ? "CONSUMING" : "ONLINE";

    /// <summary>Bytes of the file; -1 while there is none, as Pinot says it.</summary>
    public long FileBytes => Sealed?.FileBytes ?? -1;

    public DateTimeOffset CreatedAt => Sealed?.CreatedAt ?? Growing!.CreatedAt;
}

/// <summary>Lists the segments of a table.</summary>
internal static class TableSegments
{
    /// <summary>All segments, by partition, then by offset. A paused table shows no empty segment that waits to be filled.</summary>
    public static IReadOnlyList<TableSegment> Of(Table table)
    {
        bool isStopped = table.Definition is { Pause.IsPaused: true } or { IsDisabled: true };
        List<TableSegment> segments = [];
        foreach (TablePartition partition in table.Partitions)
        {
            segments.AddRange(partition.Sealed.Select(file => new TableSegment(partition.Id, file, null)));
            segments.AddRange(partition.Frozen.Select(full => new TableSegment(partition.Id, null, full)));
            ConsumingSegment consuming = partition.Consuming;
            if (!isStopped || consuming.NextOffset > consuming.StartOffset)
            {
                segments.Add(new TableSegment(partition.Id, null, consuming));
            }
        }

        return [.. segments.DistinctBy(segment => segment.Name, StringComparer.Ordinal)];
    }

    /// <summary>Names of those not in a file yet.</summary>
    public static IEnumerable<string> ConsumingNames(Table table) =>
        Of(table).Where(segment => segment.IsConsuming).Select(segment => segment.Name);
}

using System.Text;
using Ingestion.Status;
using Segments.Schema;
using Segments.Tables;

namespace Web.SystemTables;

/// <summary>What ingestion knows of all tables, as tables to query: <c>sys.partitions</c>, <c>sys.rejects</c>, <c>sys.gaps</c>. Rows are those of the moment of asking.</summary>
/// <param name="status">Figures of all tables.</param>
/// <param name="rejected">Rejected messages of a table.</param>
/// <param name="clock">The present.</param>
internal sealed class SystemTableSource(Func<IEnumerable<TableStatus>> status, Func<string, IReadOnlyList<RejectedMessage>> rejected, TimeProvider clock)
{
    private static readonly TableSchema Partitions = SystemTable.Columns(
        "sys.partitions",
        "tableName STRING", "topic STRING", "partitionId INT", "topicPartition INT", "state STRING", "detail STRING", "startOffset LONG", "nextOffset LONG", "endOffset LONG", "lag LONG",
        "timeLagMs LONG", "freshnessMs LONG", "rowsRead LONG", "rowsPerSecond DOUBLE", "bytesRead LONG", "rejected LONG", "filtered LONG", "incomplete LONG", "dropped LONG", "tombstones LONG", "trimmed LONG",
        "consumingSegment STRING", "consumingRows LONG", "consumingBytes LONG", "rowLimit LONG", "sealing INT", "attempt INT", "gaps INT",
        "lastReadAt TIMESTAMP", "lastMessageAt TIMESTAMP", "lastError STRING", "lastErrorAt TIMESTAMP");

    private static readonly TableSchema Rejects = SystemTable.Columns(
        "sys.rejects",
        "tableName STRING", "topic STRING", "partitionId INT", "messageOffset LONG", "messageTime TIMESTAMP", "rejectedAt TIMESTAMP", "reason STRING", "messageBytes LONG", "message STRING");

    private static readonly TableSchema Gaps = SystemTable.Columns(
        "sys.gaps",
        "tableName STRING", "topic STRING", "partitionId INT", "fromOffset LONG", "toOffset LONG", "reason STRING", "noticedAt TIMESTAMP");

    /// <summary>Names of the system tables.</summary>
    public static IReadOnlyList<string> Names { get; } = [Gaps.Name, Partitions.Name, Rejects.Name];

    /// <summary>The system table of that name, in any case; null if there is none.</summary>
    public TableSnapshot? Find(string name) => name.ToUpperInvariant() switch
    {
        "SYS.PARTITIONS" => Fill(Partitions, AddPartitions),
        "SYS.REJECTS" => Fill(Rejects, AddRejects),
        "SYS.GAPS" => Fill(Gaps, AddGaps),
        _ => null,
    };

    private TableSnapshot Fill(TableSchema schema, Action<SystemTable, TableStatus> add)
    {
        SystemTable table = new(schema, clock.GetUtcNow());
        foreach (TableStatus one in status())
        {
            add(table, one);
        }

        return table.Snapshot();
    }

    private static void AddPartitions(SystemTable rows, TableStatus table)
    {
        foreach (PartitionStatus one in table.Partitions)
        {
            rows.Add(
                ("tableName", table.Table), ("topic", one.Topic), ("partitionId", one.Partition), ("topicPartition", one.TopicPartition), ("state", one.State.ToString()), ("detail", one.Detail),
                ("startOffset", one.Start), ("nextOffset", one.Position), ("endOffset", one.End), ("lag", one.Lag), ("timeLagMs", one.TimeLag), ("freshnessMs", one.Freshness),
                ("rowsRead", one.Rows), ("rowsPerSecond", one.RowsPerSecondSmoothed), ("bytesRead", one.Bytes), ("rejected", one.Rejected),
                ("filtered", one.Filtered), ("incomplete", one.Incomplete), ("dropped", one.Dropped), ("tombstones", one.Tombstones), ("trimmed", one.Trimmed),
                ("consumingSegment", one.ConsumingSegment), ("consumingRows", one.ConsumingRows), ("consumingBytes", one.ConsumingBytes), ("rowLimit", one.RowLimit), ("sealing", one.Sealing),
                ("attempt", one.Attempt), ("gaps", one.Gaps.Count), ("lastReadAt", one.LastReadAt), ("lastMessageAt", one.LastMessageAt), ("lastError", one.LastError), ("lastErrorAt", one.LastErrorAt));
        }
    }

    private void AddRejects(SystemTable rows, TableStatus table)
    {
        foreach (RejectedMessage one in rejected(table.Table))
        {
            rows.Add(
                ("tableName", table.Table), ("topic", TopicOf(table, one.Partition)), ("partitionId", one.Partition), ("messageOffset", one.Offset), ("messageTime", one.Time), ("rejectedAt", one.RejectedAt),
                ("reason", one.Reason), ("messageBytes", one.Bytes), ("message", Encoding.UTF8.GetString(one.Raw.Span)));
        }
    }

    private static void AddGaps(SystemTable rows, TableStatus table)
    {
        foreach (PartitionStatus partition in table.Partitions)
        {
            foreach (var gap in partition.Gaps)
            {
                rows.Add(
                    ("tableName", table.Table), ("topic", partition.Topic), ("partitionId", gap.Partition), ("fromOffset", gap.From), ("toOffset", gap.To), ("reason", gap.Reason), ("noticedAt", gap.At));
            }
        }
    }

    private static string? TopicOf(TableStatus table, int partition) => table.Partitions.FirstOrDefault(one => one.Partition == partition)?.Topic;
}

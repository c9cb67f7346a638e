using Ingestion.Drift;
using Ingestion.Status;
using Segments.Tables;

namespace Web.Live;

/// <summary>A table as the engines hold it, at one moment.</summary>
/// <param name="Definition">Schema and config.</param>
/// <param name="Snapshot">Its segments.</param>
/// <param name="Bytes">Sealed files and the heap of consuming segments.</param>
/// <param name="Status">Live figures; null if the table is not being ingested.</param>
public sealed record TableEntry(TableDefinition Definition, TableSnapshot Snapshot, long Bytes, TableStatus? Status)
{
    /// <summary>Raw name.</summary>
    public string Name => Definition.Config.Name;

    /// <summary>Kafka topic it is filled from; several are listed with commas.</summary>
    public string Topic => Status?.Topic ?? string.Join(", ", Enumerable.Range(0, Definition.Config.Streams.Count).Select(Definition.Config.TopicOf));

    /// <summary>When the newest row became visible; null while there is none.</summary>
    public DateTimeOffset? NewestRowAt => Snapshot.Segments.Max(segment => segment.LastIndexedAt);

    /// <summary>Columns as the console shows them.</summary>
    public IReadOnlyList<ColumnView> Columns => [.. Snapshot.Schema.Columns.Select(ColumnView.From)];

    /// <summary>The figures that lists show.</summary>
    public TableView ToView() => new(Name, Topic, Snapshot.RowCount, Bytes, Snapshot.Segments.Count, NewestRowAt, Status);
}

/// <summary>What the console reads about tables.</summary>
/// <param name="read">All tables as they are now.</param>
/// <param name="rejected">The newest rejected messages of a table, by its raw name, oldest first.</param>
/// <param name="newFields">Fields of a table's messages that it does not take, by its raw name; null if it is not being read.</param>
internal sealed class TableViews(Func<IEnumerable<TableEntry>> read, Func<string, IReadOnlyList<RejectedMessage>> rejected, Func<string, NewFields?> newFields)
{
    private const int MaxSimilar = 3;

    /// <summary>All tables, by name.</summary>
    public IReadOnlyList<TableView> All() => [.. Sorted().Select(entry => entry.ToView())];

    /// <summary>Tables and their columns, by name.</summary>
    public IReadOnlyList<TableColumns> Columns() => [.. Sorted().Select(entry => new TableColumns(entry.Name, entry.Columns))];

    /// <summary>A table, with or without the type suffix, any case; null if there is none.</summary>
    public TableEntry? Find(string name) =>
        read().FirstOrDefault(entry => entry.Name.Equals(TableConfig.RawName(name), StringComparison.OrdinalIgnoreCase));

    /// <summary>Messages of a table that became no row, newest first.</summary>
    public IReadOnlyList<RejectedMessage> Rejected(string table) => [.. rejected(table).Reverse()];

    /// <summary>Fields of a table's messages that it does not take; null if there are none.</summary>
    public NewFields? NewFields(string table) => newFields(table) is { Fields.Count: > 0 } found ? found : null;

    /// <summary>Names of tables that look like this one, closest first.</summary>
    public IReadOnlyList<string> Similar(string name) => SimilarNames.Of(name, read().Select(entry => entry.Name), MaxSimilar);

    private IEnumerable<TableEntry> Sorted() => read().OrderBy(entry => entry.Name, StringComparer.Ordinal);
}

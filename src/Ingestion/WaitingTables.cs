using System.Collections.Concurrent;
using Ingestion.Status;
using Segments.Tables;

namespace Ingestion;

/// <summary>Tables that could not be read when they should have been, such as those whose key store is not there yet. Safe for any number of threads.</summary>
internal sealed class WaitingTables(TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    private sealed record Entry(Table Table, string Reason, DateTimeOffset NextTry);

    /// <summary>Those that are due for another try.</summary>
    public IEnumerable<Table> Due() => _entries.Values.Where(entry => entry.NextTry <= clock.GetUtcNow()).Select(entry => entry.Table);

    /// <summary>Keeps a table for another try.</summary>
    /// <returns>True if it was not waiting for this reason before.</returns>
    public bool Add(Table table, string reason)
    {
        bool isKnown = _entries.TryGetValue(table.Name, out Entry? before) && before.Reason == reason;
        _entries[table.Name] = new Entry(table, reason, clock.GetUtcNow() + Pause);
        return !isKnown;
    }

    /// <returns>False if it was not waiting.</returns>
    public bool Remove(string table) => _entries.TryRemove(table, out _);

    /// <summary>What people see of one that waits; null for others.</summary>
    public TableStatus? Status(string table) => _entries.TryGetValue(table, out Entry? entry)
        ? new TableStatus(table, "", "", entry.Table.Definition.Pause?.IsPaused is true, []) { Error = $"not read from Kafka: {entry.Reason}; tried again every {Pause.TotalSeconds:0} s" }
        : null;
}

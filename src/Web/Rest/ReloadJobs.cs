using System.Collections.Concurrent;
using Ingestion;
using Segments.Tables;
using Web.Audit;

namespace Web.Rest;

/// <summary>Reloads of this process: a reload seals what is consumed, so that the next segments have the table's present schema and settings.</summary>
/// <remarks>Sealed segments need none: they answer new columns with their defaults at once. Safe for any number of threads.</remarks>
internal sealed class ReloadJobs(IngestionEngine engine, Deeds deeds, TimeProvider clock)
{
    private const int Kept = 100;

    private readonly ConcurrentDictionary<string, ReloadJob> _jobs = new(StringComparer.Ordinal);

    /// <summary>Begins to reload a table, or one segment of it; returns at once.</summary>
    /// <param name="table">The table.</param>
    /// <param name="segment">The segment; null for all.</param>
    public ReloadJob Start(Table table, TableSegment? segment = null) => deeds.Do(Deed.Reloaded, table.Name, segment?.Name ?? "", () =>
    {
        int[]? partitions = segment is null ? null : segment.IsConsuming ? [segment.Partition] : [];
        string? commit = engine.Status(table.Name) is null ? null : engine.ForceCommit(table.Name, partitions).Id;
        int count = segment is null ? TableSegments.Of(table).Count : 1;
        ReloadJob job = new(Guid.NewGuid().ToString(), table.Definition.Config.NameWithType, segment?.Name, count, clock.GetUtcNow(), commit);
        _jobs[job.Id] = job;
        foreach (ReloadJob old in _jobs.Values.OrderByDescending(known => known.SubmittedAt).Skip(Kept))
        {
            _jobs.TryRemove(old.Id, out _);
        }

        return job;
    });

    /// <summary>A job by its id; null if there is none.</summary>
    public ReloadJob? Find(string id) => _jobs.GetValueOrDefault(id);

    /// <summary>Segments of a job that are still to be sealed.</summary>
    public int Pending(ReloadJob job) => job.CommitId is { } commit ? engine.FindForceCommit(commit)?.Pending.Count ?? 0 : 0;
}

/// <summary>A reload.</summary>
/// <param name="Id">Name to ask for it by.</param>
/// <param name="Table">Table name with type.</param>
/// <param name="Segment">The one segment it is about; null for all.</param>
/// <param name="SegmentCount">Segments it is about.</param>
/// <param name="SubmittedAt">When it was asked for.</param>
/// <param name="CommitId">The seal that is part of it; null if nothing is consumed.</param>
internal sealed record ReloadJob(string Id, string Table, string? Segment, int SegmentCount, DateTimeOffset SubmittedAt, string? CommitId);

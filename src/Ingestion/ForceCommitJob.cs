namespace Ingestion;

/// <summary>A request to seal the consuming segments of a table.</summary>
/// <param name="Id">Name to ask for it by.</param>
/// <param name="Table">Raw table name.</param>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="Segments">Names of the segments to be sealed.</param>
/// <param name="Pending">Those of them not sealed yet; empty when the job is done.</param>
public sealed record ForceCommitJob(
    string Id, string Table, DateTimeOffset RequestedAt, IReadOnlyList<string> Segments, IReadOnlyList<string> Pending);

namespace Ingestion.Fetching;

/// <summary>Where and how a partition is fetched.</summary>
/// <param name="Host">Of its leader.</param>
/// <param name="Port">Of its leader.</param>
/// <param name="Topic">Topic.</param>
/// <param name="Partition">Partition of it.</param>
/// <param name="ClientId">As quotas and logs of the broker name us.</param>
/// <param name="ReadsCommittedOnly">False: messages of transactions that are open or aborted are read, too.</param>
/// <param name="MaxBytes">Most bytes of one answer; a larger batch still comes whole.</param>
internal sealed record FetchTarget(string Host, int Port, string Topic, int Partition, string ClientId, bool ReadsCommittedOnly, int MaxBytes);

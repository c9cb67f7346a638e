namespace Ingestion;

/// <summary>What was found out about the topics of a table when it is created. Partitions have the table's numbers.</summary>
/// <param name="StartOffsets">First offset to ingest per partition: the config's <c>auto.offset.reset</c> as numbers, resolved once.</param>
/// <param name="EndOffsets">End of each partition at this moment: the target of the backfill.</param>
/// <param name="TopicIds">Identities of the topics, which the offsets are of, in the order of the config's streams; null where Kafka has none to tell.</param>
public sealed record TableStart(IReadOnlyDictionary<int, long> StartOffsets, IReadOnlyDictionary<int, long> EndOffsets, IReadOnlyList<string?> TopicIds);

namespace Ingestion;

/// <summary>What was found out about a topic when a table over it is created.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="StartOffsets">First offset to ingest per partition: the config's <c>auto.offset.reset</c> as numbers, resolved once.</param>
/// <param name="EndOffsets">End of each partition at this moment: the target of the backfill.</param>
/// <param name="TopicId">Identity of the topic, which the offsets are of; null if Kafka has none to tell.</param>
public sealed record TableStart(string Topic, IReadOnlyDictionary<int, long> StartOffsets, IReadOnlyDictionary<int, long> EndOffsets, string? TopicId);

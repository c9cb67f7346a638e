namespace Ingestion.Sources;

/// <summary>What a Kafka record holds besides its value.</summary>
/// <param name="Key">Its key; null if it has none.</param>
/// <param name="Headers">Names and values in their order; a value may be null, a name may come again.</param>
/// <param name="Timestamp">Epoch milliseconds; -1 if it has none.</param>
internal sealed record MessageAttributes(byte[]? Key, IReadOnlyList<KeyValuePair<string, byte[]?>> Headers, long Timestamp);

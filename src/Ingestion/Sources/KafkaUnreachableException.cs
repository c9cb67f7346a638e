namespace Ingestion.Sources;

/// <summary>No broker answers as it should: what lies on the way to it is to be looked at.</summary>
/// <param name="message">What was tried, and what the client says.</param>
/// <param name="innerException">What caused it.</param>
public sealed class KafkaUnreachableException(string message, Exception innerException) : IngestionException(message, innerException);

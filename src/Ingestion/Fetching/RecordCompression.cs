namespace Ingestion.Fetching;

/// <summary>How the records of a batch are compressed, by Kafka's numbers.</summary>
internal enum RecordCompression
{
    None,
    Gzip,
    Snappy,
    Lz4,
    Zstd,
}

namespace Ingestion.Sources;

/// <summary>Timestamps of Kafka records, which producers may set to anything.</summary>
internal static class KafkaTime
{
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <param name="millis">Epoch milliseconds.</param>
    /// <returns>Null if the record has none, or one after the year 9999.</returns>
    public static DateTimeOffset? Of(long millis) => millis >= 0 && millis <= Latest ? DateTimeOffset.FromUnixTimeMilliseconds(millis) : null;
}

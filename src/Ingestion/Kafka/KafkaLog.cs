using Microsoft.Extensions.Logging;

namespace Ingestion.Kafka;

/// <summary>What the Kafka client has to say, for the log.</summary>
internal static partial class KafkaLog
{
    [LoggerMessage(EventId = 107, Level = LogLevel.Debug, Message = "Kafka client of '{Topic}': {Text}")]
    public static partial void ClientSays(ILogger logger, string topic, string text);

    [LoggerMessage(EventId = 108, Level = LogLevel.Debug, Message = "Kafka client of '{Topic}' is in trouble: {Text}")]
    public static partial void ClientTrouble(ILogger logger, string topic, string text);

    [LoggerMessage(EventId = 109, Level = LogLevel.Debug, Message = "Partition {Partition} is read by the full client from offset {Offset} on: {Reason}")]
    public static partial void FetchingEnds(ILogger logger, int partition, long offset, string reason);
}

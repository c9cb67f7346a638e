using Microsoft.Extensions.Logging;

namespace Ingestion;

/// <summary>What ingestion writes into the log: state changes and faults, never single messages.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 100, Level = LogLevel.Information, Message = "{Table}: reads {Partitions} partitions of '{Topic}' at {Brokers}")]
    public static partial void TableStarted(ILogger logger, string table, int partitions, string topic, string brokers);

    [LoggerMessage(EventId = 101, Level = LogLevel.Information, Message = "{Table}: stopped")]
    public static partial void TableStopped(ILogger logger, string table);

    [LoggerMessage(EventId = 102, Level = LogLevel.Information, Message = "{Table}: new partition {Partition} of '{Topic}', read from offset {Offset}")]
    public static partial void PartitionFound(ILogger logger, string table, int partition, string topic, long offset);

    [LoggerMessage(EventId = 103, Level = LogLevel.Information, Message = "{Table}/{Partition}: sealed {Segment}, {Rows} rows, {Bytes} bytes, {Millis} ms")]
    public static partial void SegmentSealed(ILogger logger, string table, int partition, string segment, int rows, long bytes, long millis);

    [LoggerMessage(EventId = 104, Level = LogLevel.Error, Message = "{Table}/{Partition}: {Segment} cannot be written, tried again in {Seconds} s: {Reason}")]
    public static partial void SealFailed(ILogger logger, string table, int partition, string segment, double seconds, string reason);

    [LoggerMessage(EventId = 105, Level = LogLevel.Warning, Message = "{Table}/{Partition}: {Reason}")]
    public static partial void PartitionTrouble(ILogger logger, string table, int partition, string reason);

    [LoggerMessage(EventId = 106, Level = LogLevel.Error, Message = "{Table}/{Partition}: reading failed, tried again in {Seconds} s")]
    public static partial void PartitionFailed(ILogger logger, Exception exception, string table, int partition, double seconds);

    [LoggerMessage(EventId = 119, Level = LogLevel.Warning, Message = "{Table}: the Kafka client that reads '{Topic}' has lost its brokers for good; another takes its place")]
    public static partial void ClientRenewed(ILogger logger, string table, string topic);

    [LoggerMessage(EventId = 121, Level = LogLevel.Error, Message = "{Table}: not read from Kafka, tried again soon: {Reason}")]
    public static partial void NotStarted(ILogger logger, string table, string reason);

    [LoggerMessage(EventId = 122, Level = LogLevel.Information, Message = "{Table}: is read from Kafka after all")]
    public static partial void StartedAfterAll(ILogger logger, string table);

    [LoggerMessage(EventId = 120, Level = LogLevel.Warning, Message = "{Table}: the Kafka client that asks about '{Topic}' has no answers; another takes its place")]
    public static partial void AdminRenewed(ILogger logger, string table, string topic);

    [LoggerMessage(EventId = 109, Level = LogLevel.Debug, Message = "{Table}: the ends of its partitions are not known: {Reason}")]
    public static partial void EndsUnknown(ILogger logger, string table, string reason);
}

using Ingestion.Decoding;
using Ingestion.Drift;
using Ingestion.Kafka;
using Ingestion.Records;
using Ingestion.Sealing;
using Ingestion.Settings;
using Ingestion.Sources;
using Ingestion.Status;
using Microsoft.Extensions.Logging;
using Segments.Tables;

namespace Ingestion;

/// <summary>What all partitions of one topic of a table share.</summary>
/// <param name="Table">Raw table name.</param>
/// <param name="TimeColumn">Its time column.</param>
/// <param name="Flush">When a segment is full.</param>
/// <param name="Tuner">How many rows fill one.</param>
/// <param name="Rejects">Where rejected messages go.</param>
/// <param name="Options">Settings.</param>
/// <param name="Clock">Time.</param>
/// <param name="Logger">Log.</param>
internal sealed record TableContext(
    string Table, string? TimeColumn, FlushThresholds Flush, SegmentSizeTuner Tuner, RejectLog Rejects, IngestionOptions Options, TimeProvider Clock, ILogger Logger)
{
    /// <summary>What the messages are written in.</summary>
    public IMessageFormat Format { get; init; } = new JsonFormat(isFramed: false);

    /// <summary>Looks for fields that the table does not take; null if nobody wants to know.</summary>
    public FieldWatch? Fields { get; init; }

    /// <summary>The topic.</summary>
    public string Topic { get; init; } = "";

    /// <summary>Partitions of the table, over all its topics.</summary>
    public Func<int> PartitionCount { get; init; } = static () => 1;

    /// <summary>Partitions of the topic that are read.</summary>
    public Func<int> TopicPartitions { get; init; } = static () => 1;

    /// <summary>Where to go on when Kafka has deleted the next offset: at its end if true, else at the first that is left.</summary>
    public bool SkipsToEnd { get; init; }

    /// <summary>Partitions of the topic that are read; null for all.</summary>
    public PartitionSubset? Subset { get; init; }

    /// <summary>How fast they are read; null without a limit.</summary>
    public ReadRates? Rates { get; init; }

    /// <summary>How far they may fall behind before messages are passed over; null if none ever are.</summary>
    public OffsetAutoReset? AutoReset { get; init; }

    /// <summary>What a table's definition asks for.</summary>
    /// <param name="table">The table.</param>
    /// <param name="stream">One of its stream maps, read.</param>
    /// <param name="place">Place of that map in the config's list.</param>
    /// <param name="rejects">Where its rejected messages go.</param>
    /// <param name="expressions">Compiles its transforms and filter.</param>
    /// <param name="options">Settings.</param>
    /// <param name="clock">Time.</param>
    /// <param name="logger">Log.</param>
    /// <exception cref="IngestionException">Its stream config is wrong.</exception>
    public static TableContext Of(
        Table table, StreamConfig stream, int place, RejectLog rejects, IRecordExpressions expressions, IngestionOptions options, TimeProvider clock, ILogger logger) =>
        new(table.Name, table.Definition.Config.TimeColumn, stream.Flush, new SegmentSizeTuner(stream.Flush), rejects, options, clock, logger)
        {
            Topic = stream.Topic,
            Format = MessageFormats.Create(table.Definition.Config, stream, expressions, clock),
            PartitionCount = () => table.Partitions.Count,
            TopicPartitions = () => table.Partitions.Select(partition => StreamPartition.Of(partition.Id)).Count(one => one.Stream == place && stream.Partitions?.Contains(one.Partition) is not false),
            SkipsToEnd = stream.SkipsToEnd,
            Subset = stream.Partitions,
            Rates = stream.Rates,
            AutoReset = stream.AutoReset,
        };
}

using Ingestion.Decoding;
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

    /// <summary>The topic.</summary>
    public string Topic { get; init; } = "";

    /// <summary>Partitions of the table, over all its topics.</summary>
    public Func<int> PartitionCount { get; init; } = static () => 1;

    /// <summary>Where to go on when Kafka has deleted the next offset: at its end if true, else at the first that is left.</summary>
    public bool SkipsToEnd { get; init; }

    /// <summary>What a table's definition asks for.</summary>
    /// <param name="table">The table.</param>
    /// <param name="stream">One of its stream maps, read.</param>
    /// <param name="rejects">Where its rejected messages go.</param>
    /// <param name="expressions">Compiles its transforms and filter.</param>
    /// <param name="options">Settings.</param>
    /// <param name="clock">Time.</param>
    /// <param name="logger">Log.</param>
    /// <exception cref="IngestionException">Its stream config is wrong.</exception>
    public static TableContext Of(
        Table table, StreamConfig stream, RejectLog rejects, IRecordExpressions expressions, IngestionOptions options, TimeProvider clock, ILogger logger) =>
        new(table.Name, table.Definition.Config.TimeColumn, stream.Flush, new SegmentSizeTuner(stream.Flush), rejects, options, clock, logger)
        {
            Topic = stream.Topic,
            Format = MessageFormats.Create(table.Definition.Config, stream, expressions, clock),
            PartitionCount = () => table.Partitions.Count,
            SkipsToEnd = stream.SkipsToEnd,
        };
}

using System.Diagnostics;
using Ingestion.Kafka;
using Ingestion.Records;
using Ingestion.Sampling;
using Ingestion.Sealing;
using Ingestion.Settings;
using Ingestion.Sources;
using Ingestion.Status;
using Microsoft.Extensions.Logging.Abstractions;
using Segments.Consuming;
using Segments.Schema;
using Segments.Tables;

namespace Ingestion.Preview;

/// <summary>What a table would make of sampled messages.</summary>
/// <param name="Messages">An outcome for each message of the sample, in its order.</param>
/// <param name="Rows">All rows, to be queried.</param>
/// <param name="MessagesPerSecond">How fast they were read; null if there were too few to tell.</param>
public sealed record SampleRows(IReadOnlyList<MessageOutcome> Messages, TableSnapshot Rows, double? MessagesPerSecond);

/// <summary>What became of a message.</summary>
/// <param name="Message">The message.</param>
/// <param name="FirstRow">Place of its first row among all.</param>
/// <param name="Rows">Its rows: none if it is rejected, filtered out, cut or a tombstone, several if it is unnested.</param>
/// <param name="Fault">Why it is rejected; null if it is not.</param>
public sealed record MessageOutcome(SampledMessage Message, int FirstRow, int Rows, string? Fault);

/// <summary>Runs sampled messages through the same code as ingestion does. Keys do not count: every row is shown.</summary>
public static class SamplePreview
{
    private static readonly TimeSpan TimedFor = TimeSpan.FromMilliseconds(150);

    /// <summary>Makes the rows.</summary>
    /// <param name="config">The table's config; its first stream is the sampled one.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="messages">The sample; messages that are cut become no row.</param>
    /// <param name="expressions">Compiles transforms and filter.</param>
    /// <param name="clock">Time.</param>
    /// <param name="cancellation">Ends it, also the wait for a registry that does not answer.</param>
    /// <exception cref="IngestionException">The config is wrong, or what the messages need to be decoded does not answer.</exception>
    public static SampleRows Run(
        TableConfig config, TableSchema schema, IReadOnlyList<SampledMessage> messages, IRecordExpressions expressions, TimeProvider clock, CancellationToken cancellation)
    {
        StreamConfig stream = TableStreams.Parse(config)[0];
        using Decoding.IMessageFormat format = MessageFormats.Create(config, stream, expressions, clock);
        format.Check();
        RejectLog rejects = new(capacity: 1);
        TableContext context = new(config.Name, config.TimeColumn, stream.Flush, new SegmentSizeTuner(stream.Flush), rejects, new IngestionOptions(), clock, NullLogger.Instance)
        {
            Format = format,
            Topic = stream.Topic,
        };
        using SampledSource source = new(messages);
        try
        {
            ConsumingSegment segment = NewSegment();
            PartitionCounters counters = new();
            RowWriter writer = new(context, segment, counters, new UnstorableRows(), cancellation);
            List<MessageOutcome> outcomes = [];
            foreach (Message message in source.All)
            {
                (int before, long rejected) = (segment.AppendedRowCount, counters.Rejected);
                if (!messages[(int)message.Offset].IsCut)
                {
                    writer.Append([message], int.MaxValue, source);
                }

                string? fault = counters.Rejected > rejected ? rejects.ToList()[0].Reason : null;
                outcomes.Add(new MessageOutcome(messages[(int)message.Offset], before, segment.AppendedRowCount - before, fault));
            }

            segment.Publish(source.All.Length, clock.GetUtcNow());
            return new SampleRows(outcomes, new TableSnapshot(schema, [segment.View()]), Rate(writer));
        }
        catch (DecoderUnavailableException exception)
        {
            throw new IngestionException(exception.Message, exception);
        }

        ConsumingSegment NewSegment() => new(schema, config.Name, partition: 0, sequence: 0, startOffset: 0, clock.GetUtcNow());

        // The first round has warmed the code up.
        double? Rate(RowWriter writer)
        {
            long started = Stopwatch.GetTimestamp();
            long count = 0;
            while (source.All.Length > 0 && Stopwatch.GetElapsedTime(started) < TimedFor)
            {
                writer.Continue(NewSegment());
                writer.Append(source.All, int.MaxValue, source);
                count += source.All.Length;
            }

            return count == 0 ? null : count / Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
    }
}

using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingestion.Kafka;
using Ingestion.Sources;

namespace Ingestion.Sampling;

/// <summary>Looks at topics of a cluster without a table: which there are, and what their messages are. Never waits for messages that are not there.</summary>
/// <param name="connection">The cluster.</param>
public sealed class TopicSampler(KafkaConnection connection)
{
    private const int MostAskedForTheNewest = 2_000; // partitions: brokers look each of them up

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TellEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>The topics, by name; Kafka's own are left out.</summary>
    /// <exception cref="IngestionException">Nobody answers.</exception>
    public Task<IReadOnlyList<TopicSummary>> TopicsAsync(CancellationToken cancellation) => InBackgroundAsync(ReadTopicsAsync, cancellation);

    /// <summary>Messages of a topic.</summary>
    /// <param name="topic">Its name.</param>
    /// <param name="request">Which.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="IngestionException">Nobody answers, or there is no such topic.</exception>
    public Task<TopicSample> ReadAsync(string topic, SampleRequest request, CancellationToken cancellation) =>
        InBackgroundAsync(trouble => Read(topic, request, trouble, cancellation), cancellation);

    // The client's questions block and cannot be taken back: whoever gives up need not wait for the answer.
    private Task<T> InBackgroundAsync<T>(Func<KafkaTrouble, Task<T>> ask, CancellationToken cancellation) => Task.Run(() => AskAsync(ask), cancellation).WaitAsync(cancellation);

    private async Task<T> AskAsync<T>(Func<KafkaTrouble, Task<T>> ask)
    {
        KafkaTrouble trouble = new();
        try
        {
            return await ask(trouble);
        }
        catch (KafkaException exception)
        {
            throw new KafkaUnreachableException($"cannot reach Kafka at {connection.Brokers} within {Patience.TotalSeconds:0} s: {trouble.Text ?? exception.Error.Reason}; check host and port, and that this server, not only your browser, reaches them", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new IngestionException($"the Kafka client does not take these settings: {exception.Message}", exception);
        }
    }

    private async Task<IReadOnlyList<TopicSummary>> ReadTopicsAsync(KafkaTrouble trouble)
    {
        using IAdminClient admin = new AdminClientBuilder(KafkaSettings.ForAdmin(connection.Settings()))
            .SetErrorHandler((_, error) => trouble.Add(error.Code, error.Reason))
            .SetLogHandler((_, log) => trouble.AddLogged(log.Facility, log.Message))
            .Build();
        TopicMetadata[] topics = [.. admin.GetMetadata(Patience).Topics.Where(topic => !topic.Topic.StartsWith("__", StringComparison.Ordinal)).OrderBy(topic => topic.Topic, StringComparer.Ordinal)];
        TopicPartition[] partitions = [.. topics.SelectMany(topic => topic.Partitions.Where(partition => partition.Leader >= 0).Select(partition => new TopicPartition(topic.Topic, partition.PartitionId)))];
        if (partitions.Length == 0)
        {
            return [.. topics.Select(topic => new TopicSummary(topic.Topic, topic.Partitions.Count, null))];
        }

        Dictionary<TopicPartition, ListOffsetsResultInfo>[] asked = await Task.WhenAll(
            OffsetsAsync(admin, partitions, OffsetSpec.Earliest()), OffsetsAsync(admin, partitions, OffsetSpec.Latest()), NewestAsync(admin, partitions));
        (Dictionary<TopicPartition, ListOffsetsResultInfo> firsts, Dictionary<TopicPartition, ListOffsetsResultInfo> ends, Dictionary<TopicPartition, ListOffsetsResultInfo> newest) = (asked[0], asked[1], asked[2]);
        ILookup<string, TopicPartition> told = partitions.Where(partition => firsts.ContainsKey(partition) && ends.ContainsKey(partition))
            .ToLookup(partition => partition.Topic, StringComparer.Ordinal);
        ILookup<string, long> times = newest.ToLookup(pair => pair.Key.Topic, pair => pair.Value.Timestamp, StringComparer.Ordinal);
        return
        [
            .. topics.Select(topic => new TopicSummary(
                topic.Topic,
                topic.Partitions.Count,
                told[topic.Topic].Any() ? told[topic.Topic].Sum(partition => Offset(ends[partition]) - Offset(firsts[partition])) : null)
            {
                NewestAt = times[topic.Topic].DefaultIfEmpty(-1).Max() is >= 0 and var millis ? KafkaTime.Of(millis) : null,
            }),
        ];
    }

    private static long Offset(ListOffsetsResultInfo info) => info.TopicPartitionOffsetError.Offset.Value;

    private static async Task<Dictionary<TopicPartition, ListOffsetsResultInfo>> OffsetsAsync(IAdminClient admin, TopicPartition[] partitions, OffsetSpec what)
    {
        List<ListOffsetsResultInfo> infos;
        try
        {
            infos = (await admin.ListOffsetsAsync(
                partitions.Select(partition => new TopicPartitionOffsetSpec { TopicPartition = partition, OffsetSpec = what }), new ListOffsetsOptions { RequestTimeout = Patience })).ResultInfos;
        }
        catch (ListOffsetsException exception)
        {
            infos = [.. exception.Result.ResultInfos]; // a topic that must not be read has none
        }

        return infos.Where(info => !info.TopicPartitionOffsetError.Error.IsError)
            .ToDictionary(info => info.TopicPartitionOffsetError.TopicPartition);
    }

    // Brokers before Kafka 3.0 do not know the question; the list is good without the answer.
    private static async Task<Dictionary<TopicPartition, ListOffsetsResultInfo>> NewestAsync(IAdminClient admin, TopicPartition[] partitions)
    {
        if (partitions.Length > MostAskedForTheNewest)
        {
            return [];
        }

        try
        {
            return await OffsetsAsync(admin, partitions, OffsetSpec.MaxTimestamp());
        }
        catch (KafkaException)
        {
            return [];
        }
    }

    private Task<TopicSample> Read(string topic, SampleRequest request, KafkaTrouble trouble, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        Dictionary<string, string> settings = new(connection.Settings(), StringComparer.Ordinal)
        {
            ["group.id"] = "millrace-sample", // asked for by the client; nothing is committed
            ["enable.auto.commit"] = "false",
            ["enable.auto.offset.store"] = "false",
            ["enable.partition.eof"] = "true",
            ["auto.offset.reset"] = "earliest",
            ["allow.auto.create.topics"] = "false",
            ["queued.max.messages.kbytes"] = "16384",
        };
        using IConsumer<byte[], byte[]> consumer = new ConsumerBuilder<byte[], byte[]>(settings)
            .SetErrorHandler((_, error) => trouble.Add(error.Code, error.Reason))
            .SetLogHandler((_, log) => trouble.AddLogged(log.Facility, log.Message))
            .Build();
        int[] all = Partitions(consumer, topic);
        if (request.Partition is { } asked && !all.Contains(asked))
        {
            throw new IngestionException($"Topic {topic} has no partition {asked}; it has {all.Length}, numbered from 0");
        }

        TopicPartition[] partitions = [.. all.Where(number => request.Partition is not { } wanted || wanted == number).Select(number => new TopicPartition(topic, number))];
        Dictionary<TopicPartition, WatermarkOffsets> ranges = partitions.ToDictionary(partition => partition, partition => consumer.QueryWatermarkOffsets(partition, Left(started)));
        List<TopicPartitionOffset> starts = Starts(consumer, ranges, request, out Dictionary<TopicPartition, int> shares);
        SampleCollector collector = new(request, shares);
        consumer.Assign(starts);
        long told = started;
        while (!collector.IsDone && !request.Enough.IsCancellationRequested && Stopwatch.GetElapsedTime(started) < Patience)
        {
            cancellation.ThrowIfCancellationRequested();
            if (request.Progress is not null && Stopwatch.GetElapsedTime(told) > TellEvery)
            {
                told = Stopwatch.GetTimestamp();
                request.Progress.Report(collector.Progress(partitions.Length));
            }

            if (consumer.Consume(TimeSpan.FromMilliseconds(100)) is { } result && collector.Add(result))
            {
                consumer.Pause([result.TopicPartition]); // what is left of the time belongs to the others
            }
        }

        long stored = ranges.Values.Sum(range => range.High.Value - range.Low.Value);
        long deleted = ranges.Values.Sum(range => range.Low.Value);
        return Task.FromResult(new TopicSample(collector.Messages(), all.Length, stored, deleted, !collector.IsDone, Stopwatch.GetElapsedTime(started))
        {
            Following = starts.Sum(start => ranges[start.TopicPartition].High.Value - start.Offset.Value),
        });
    }

    // Of the time for all questions together; librdkafka takes zero for an answer it has already.
    private static TimeSpan Left(long started) => TimeSpan.FromMilliseconds(Math.Max(1, (Patience - Stopwatch.GetElapsedTime(started)).TotalMilliseconds));

    private int[] Partitions(IConsumer<byte[], byte[]> consumer, string topic)
    {
        using IAdminClient admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        TopicMetadata known = admin.GetMetadata(topic, Patience).Topics[0];
        return known.Error.Code switch
        {
            ErrorCode.NoError => [.. known.Partitions.Select(partition => partition.PartitionId).Order()],
            ErrorCode.UnknownTopicOrPart => throw new IngestionException($"Topic does not exist: {topic} (brokers {connection.Brokers})"),
            ErrorCode.TopicAuthorizationFailed => throw new IngestionException($"Not allowed to read topic {topic} (READ on topic). Ask for the ACL."),
            _ => throw new IngestionException($"Kafka does not tell about topic '{topic}': {known.Error.Reason}"),
        };
    }

    // The first message of each partition that counts, and of the newest no more than its share.
    private static List<TopicPartitionOffset> Starts(IConsumer<byte[], byte[]> consumer, Dictionary<TopicPartition, WatermarkOffsets> ranges, SampleRequest request, out Dictionary<TopicPartition, int> shares)
    {
        Dictionary<TopicPartition, long> firsts = request.From == SampleFrom.Time
            ? consumer.OffsetsForTimes(ranges.Keys.Select(partition => new TopicPartitionTimestamp(partition, new Timestamp(request.Time.UtcDateTime))), Patience)
                .ToDictionary(found => found.TopicPartition, found => found.Offset.Value >= 0 ? found.Offset.Value : ranges[found.TopicPartition].High.Value)
            : ranges.ToDictionary(
                range => range.Key,
                range => request.From == SampleFrom.Offset ? Math.Clamp(request.Offset, range.Value.Low.Value, range.Value.High.Value) : range.Value.Low.Value);
        Dictionary<TopicPartition, int> all = SampleCollector.Shares(request.Count, firsts.ToDictionary(first => first.Key, first => ranges[first.Key].High.Value - first.Value));
        shares = all;
        return
        [
            .. firsts.Select(first => new TopicPartitionOffset(
                first.Key, request.From == SampleFrom.Newest ? Math.Max(ranges[first.Key].High.Value - all[first.Key], first.Value) : first.Value)),
        ];
    }
}

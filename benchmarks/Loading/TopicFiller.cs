using System.Diagnostics;
using Benchmarks.Generation;
using Benchmarks.Hosting;
using Benchmarks.Reporting;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Benchmarks.Loading;

/// <summary>Fills topics with benchmark rows.</summary>
internal static class TopicFiller
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Makes sure that a topic holds exactly the first <paramref name="rows"/> rows of a workload; one that does already is left alone.</summary>
    /// <returns>The topic's name; workloads whose topics are the same share them.</returns>
    public static string Fill(string servers, Workload workload, long rows)
    {
        string form = (workload.AvroSchema is null ? "" : "-avro") + (workload.Partitions == 1 ? "" : $"-{workload.Partitions}");
        string topic = $"bench-{TableFiles.Name(workload.Kind)}{form}-{rows}";
        if (Messages(servers, topic, workload.Partitions) == rows)
        {
            return topic;
        }

        Create(servers, topic, workload.Partitions);
        Produce(servers, topic, workload, rows);
        return topic;
    }

    /// <summary>Creates an empty topic that keeps messages whatever their time.</summary>
    public static void Create(string servers, string topic, int partitions = 1)
    {
        using IAdminClient admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers }).Build();
        TopicSpecification specification = new()
        {
            Name = topic,
            NumPartitions = partitions,
            ReplicationFactor = 1,
            Configs = new Dictionary<string, string>(StringComparer.Ordinal) { ["retention.ms"] = "-1" },
        };
        admin.CreateTopicsAsync([specification]).GetAwaiter().GetResult();
    }

    /// <summary>A producer for messages that somebody else has serialised.</summary>
    /// <param name="servers">Bootstrap servers.</param>
    /// <param name="lingerMs">How long a batch waits for more messages.</param>
    public static IProducer<Null, byte[]> Producer(string servers, double lingerMs) => new ProducerBuilder<Null, byte[]>(new ProducerConfig
    {
        BootstrapServers = servers,
        CompressionType = CompressionType.Lz4,
        LingerMs = lingerMs,
        BatchSize = 1_000_000,
        QueueBufferingMaxMessages = 1_000_000,
        EnableDeliveryReports = false,
        MessageTimeoutMs = 60_000,
    }).Build();

    /// <summary>Hands a message over; waits while the producer's queue is full.</summary>
    public static void Send(IProducer<Null, byte[]> producer, TopicPartition target, byte[] value)
    {
        Message<Null, byte[]> message = new() { Value = value };
        while (true)
        {
            try
            {
                producer.Produce(target, message);
                return;
            }
            catch (ProduceException<Null, byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                producer.Poll(TimeSpan.FromMilliseconds(50));
            }
        }
    }

    private static void Produce(string servers, string topic, Workload workload, long rows)
    {
        using IProducer<Null, byte[]> producer = Producer(servers, lingerMs: 50);
        RowGenerator generator = new(workload.Kind);
        AvroRows? avro = workload.AvroSchema is { } schema ? new AvroRows(schema) : null;
        TopicPartition[] targets = [.. Enumerable.Range(0, workload.Partitions).Select(partition => new TopicPartition(topic, partition))];
        byte[] row = new byte[RowGenerator.MaxRowBytes];
        long started = Stopwatch.GetTimestamp();
        for (long sent = 0; sent < rows; sent++)
        {
            int length = generator.Next(row);
            Send(producer, targets[sent % targets.Length], avro?.Convert(row.AsMemory(0, length)) ?? row[..length]);
            if (sent > 0 && sent % 1_000_000 == 0)
            {
                Progress.Say($"{topic}: {sent:N0} of {rows:N0} messages");
            }
        }

        producer.Flush(Patience);
        long end = Messages(servers, topic, workload.Partitions);
        if (end != rows)
        {
            throw new BenchException($"topic {topic} holds {end} messages after {rows} were sent: delete it and run again");
        }

        Progress.Say($"{topic}: {rows:N0} messages in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
    }

    /// <summary>Messages of a topic from which none was deleted; -1 if there is no such topic.</summary>
    private static long Messages(string servers, string topic, int partitions)
    {
        using IConsumer<Ignore, Ignore> consumer =
            new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = servers, GroupId = "bench" }).Build();
        try
        {
            return Enumerable.Range(0, partitions).Sum(partition => consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition), Patience).High.Value);
        }
        catch (KafkaException missing) when (missing.Error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition)
        {
            return -1;
        }
    }
}

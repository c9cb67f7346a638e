using System.Diagnostics;
using Benchmarks.Generation;
using Benchmarks.Hosting;
using Benchmarks.Reporting;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Benchmarks.Loading;

/// <summary>Fills a topic of one partition with benchmark rows.</summary>
internal static class TopicFiller
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Makes sure that a topic holds exactly the first <paramref name="rows"/> rows of a kind; one that does already is left alone.</summary>
    /// <returns>The topic's name.</returns>
    public static string Fill(string servers, RowKind kind, long rows)
    {
        string topic = $"bench-{TableFiles.Name(kind)}-{rows}";
        if (EndOffset(servers, topic) == rows)
        {
            return topic;
        }

        Create(servers, topic);
        Produce(servers, topic, kind, rows);
        return topic;
    }

    /// <summary>Creates an empty topic of one partition that keeps messages whatever their time.</summary>
    public static void Create(string servers, string topic)
    {
        using IAdminClient admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers }).Build();
        TopicSpecification specification = new()
        {
            Name = topic,
            NumPartitions = 1,
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

    private static void Produce(string servers, string topic, RowKind kind, long rows)
    {
        using IProducer<Null, byte[]> producer = Producer(servers, lingerMs: 50);
        RowGenerator generator = new(kind);
        TopicPartition target = new(topic, 0);
        byte[] row = new byte[RowGenerator.MaxRowBytes];
        long started = Stopwatch.GetTimestamp();
        for (long sent = 0; sent < rows; sent++)
        {
            Send(producer, target, row[..generator.Next(row)]);
            if (sent > 0 && sent % 1_000_000 == 0)
            {
                Progress.Say($"{topic}: {sent:N0} of {rows:N0} messages");
            }
        }

        producer.Flush(Patience);
        long end = EndOffset(servers, topic);
        if (end != rows)
        {
            throw new BenchException($"topic {topic} holds {end} messages after {rows} were sent: delete it and run again");
        }

        Progress.Say($"{topic}: {rows:N0} messages in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
    }

    /// <summary>The end offset of partition 0; -1 if there is no such topic.</summary>
    private static long EndOffset(string servers, string topic)
    {
        using IConsumer<Ignore, Ignore> consumer =
            new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = servers, GroupId = "bench" }).Build();
        try
        {
            return consumer.QueryWatermarkOffsets(new TopicPartition(topic, 0), Patience).High.Value;
        }
        catch (KafkaException missing) when (missing.Error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition)
        {
            return -1;
        }
    }
}

using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Ingestion.Kafka;
using Ingestion.Sources;
using Microsoft.Extensions.Logging.Abstractions;

namespace UnitTests.Ingestion.Kafka;

/// <summary>Fetches of our own against librdkafka's broker in memory, and librdkafka's client behind them.</summary>
public sealed class CatchUpSourceTests : IDisposable
{
    private readonly MockCluster _kafka = new(brokers: 1);

    public CatchUpSourceTests() => _kafka.CreateTopic("events", 2);

    public void Dispose() => _kafka.Dispose();

    [Theory]
    [InlineData(CompressionType.None)]
    [InlineData(CompressionType.Gzip)]
    [InlineData(CompressionType.Snappy)]
    [InlineData(CompressionType.Lz4)]
    [InlineData(CompressionType.Zstd)]
    public void What_is_there_is_fetched_and_what_comes_later_is_read_by_the_client(CompressionType compression)
    {
        Produce(0, 5000, compression);
        using KafkaTopic topic = Topic();
        using var source = (CatchUpSource)topic.Open(1);
        source.Start(7);

        bool isFetched = source.IsCatchingUp;
        List<string> messages = Read(source, 4993);
        int fetched = messages.Count;
        Produce(5000, 5100, compression);
        messages.AddRange(Read(source, 100));

        Assert.True(isFetched);
        Assert.Equal(4993, fetched);
        Assert.False(source.IsCatchingUp);
        Assert.Equal(Enumerable.Range(7, 5093).Select(Line), messages);
    }

    [Fact]
    public void A_broker_that_hangs_up_on_the_way_costs_no_message()
    {
        Produce(0, 200_000, CompressionType.Lz4);
        using KafkaTopic topic = Topic(kilobytes: 64);
        using var source = (CatchUpSource)topic.Open(1);
        source.Start(0);
        List<string> messages = Read(source, 1);
        bool isFetched = source.IsCatchingUp;

        _kafka.TakeDown(1);
        _kafka.BringUp(1);
        messages.AddRange(Read(source, 200_000 - messages.Count));

        Assert.True(isFetched);
        Assert.Equal(Enumerable.Range(0, 200_000).Select(Line), messages);
    }

    [Fact]
    public void An_offset_that_is_not_there_is_told_as_the_client_tells_it()
    {
        Produce(0, 10, CompressionType.None);
        using KafkaTopic topic = Topic();
        using IMessageSource source = topic.Open(1);
        source.Start(5000);

        SourceFault? fault = null;
        for (int i = 0; i < 100 && fault is null; i++)
        {
            fault = source.Read(TimeSpan.FromMilliseconds(100)).Fault;
        }

        Assert.Equal(SourceFaultKind.OutOfRange, fault?.Kind);
    }

    [Fact]
    public void A_connection_with_a_login_is_left_to_the_client()
    {
        using KafkaTopic topic = Topic(("security.protocol", "SASL_PLAINTEXT"), ("sasl.mechanism", "PLAIN"), ("sasl.jaas.config", "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" password=\"b\";"));
        using var source = (CatchUpSource)topic.Open(1);

        source.Start(0);

        Assert.False(source.IsCatchingUp);
    }

    private static List<string> Read(CatchUpSource source, int count)
    {
        List<string> messages = [];
        long deadline = Environment.TickCount64 + 30_000;
        while (messages.Count < count && Environment.TickCount64 < deadline)
        {
            MessageBatch batch = source.Read(TimeSpan.FromMilliseconds(100));
            foreach (ref readonly Message message in batch.Messages)
            {
                Assert.Equal(long.Parse(Encoding.UTF8.GetString(source.Attributes(message).Key!), CultureInfo.InvariantCulture), message.Offset);
                Assert.True(source.Timestamp(message.Offset) > 1_700_000_000_000);
                messages.Add(Encoding.UTF8.GetString(message.Payload));
            }
        }

        return messages;
    }

    private KafkaTopic Topic(params (string Key, string Value)[] settings) => Topic(1024, settings);

    private KafkaTopic Topic(int kilobytes, params (string Key, string Value)[] settings)
    {
        Dictionary<string, string> map = new()
        {
            ["streamType"] = "kafka",
            ["stream.kafka.topic.name"] = "events",
            ["stream.kafka.broker.list"] = _kafka.Bootstrap,
            ["stream.kafka.decoder.class.name"] = "org.apache.pinot.plugin.inputformat.json.JSONMessageDecoder",
        };
        foreach ((string key, string value) in settings)
        {
            map[key] = value;
        }

        return new KafkaTopic(StreamConfig.Parse(map), kilobytes, TimeSpan.FromSeconds(5), NullLogger.Instance);
    }

    private static string Line(int number) => $"message {number} of many that look alike";

    private void Produce(int from, int to, CompressionType compression)
    {
        ProducerConfig config = new() { BootstrapServers = _kafka.Bootstrap, LingerMs = 5, CompressionType = compression, QueueBufferingMaxMessages = 1_000_000 };
        using IProducer<string, string> producer = new ProducerBuilder<string, string>(config).Build();
        for (int i = from; i < to; i++)
        {
            producer.Produce(new TopicPartition("events", 1), new Message<string, string> { Key = i.ToString(CultureInfo.InvariantCulture), Value = Line(i) });
        }

        producer.Flush(TestContext.Current.CancellationToken);
    }
}

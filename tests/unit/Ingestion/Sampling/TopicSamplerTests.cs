using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Ingestion.Kafka;
using Ingestion.Sampling;
using Ingestion.Sources;

namespace UnitTests.Ingestion.Sampling;

/// <summary>Samples of topics on librdkafka's broker in memory.</summary>
public sealed class TopicSamplerTests : IDisposable
{
    private readonly MockCluster _kafka = new(brokers: 1);
    private readonly TopicSampler _sampler;

    public TopicSamplerTests()
    {
        _kafka.CreateTopic("events", 3);
        _kafka.CreateTopic("empty", 2);
        _sampler = new TopicSampler(KafkaConnection.Of(_kafka.Bootstrap));
    }

    public void Dispose() => _kafka.Dispose();

    [Fact]
    public async Task Topics_come_by_name_with_partitions_and_messages()
    {
        Produce(0, 5);
        Produce(2, 7);

        IReadOnlyList<TopicSummary> topics = await _sampler.TopicsAsync(TestContext.Current.CancellationToken);

        Assert.Equal([new("empty", 2, 0), new("events", 3, 12)], topics);
    }

    [Theory]
    [InlineData(SampleFrom.Newest, "2/99 2/98 2/97 2/96 0/1 0/0")]
    [InlineData(SampleFrom.Oldest, "0/0 0/1 2/0 2/1 2/2 2/3")]
    public async Task A_sample_is_spread_over_the_partitions_and_waits_for_nothing_more(SampleFrom from, string expected)
    {
        Produce(0, 2);
        Produce(2, 100);

        TopicSample sample = await _sampler.ReadAsync("events", new SampleRequest(from, 6), TestContext.Current.CancellationToken);

        Assert.Equal(expected, string.Join(' ', sample.Messages.Select(message => $"{message.Partition}/{message.Offset}")));
        Assert.Equal((3, 102L, 0L, false), (sample.Partitions, sample.Stored, sample.Deleted, sample.IsCut));
        Assert.InRange(sample.Took, TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task An_offset_of_one_partition_can_be_looked_at()
    {
        Produce(2, 100);

        TopicSample sample = await _sampler.ReadAsync("events", new SampleRequest(SampleFrom.Offset, 3) { Partition = 2, Offset = 98 }, TestContext.Current.CancellationToken);

        Assert.Equal([98L, 99], sample.Messages.Select(message => message.Offset));
        SampledMessage message = sample.Messages[0];
        Assert.Equal(("98", "message 98", 10), (Text(message.Key), Text(message.Value), message.Bytes));
        Assert.Equal("part=2", string.Join(' ', message.Headers.Select(header => $"{header.Key}={Text(header.Value)}")));
        Assert.InRange(message.Time!.Value, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Fact]
    public async Task An_empty_topic_is_told_at_once()
    {
        TopicSample sample = await _sampler.ReadAsync("empty", new SampleRequest(SampleFrom.Newest, 100), TestContext.Current.CancellationToken);

        Assert.Empty(sample.Messages);
        Assert.Equal((2, 0L, false), (sample.Partitions, sample.Stored, sample.IsCut));
    }

    [Fact]
    public async Task A_large_message_is_cut_and_its_length_told()
    {
        Produce(1, 1, _ => new string('x', 500_000));

        TopicSample sample = await _sampler.ReadAsync("events", new SampleRequest(SampleFrom.Oldest, 10), TestContext.Current.CancellationToken);

        Assert.Equal((SampledMessage.MaxBytes, 500_000), (sample.Messages[0].Value!.Value.Length, sample.Messages[0].Bytes));
    }

    [Fact]
    public async Task A_tombstone_has_no_value_and_a_partition_that_is_not_there_is_named()
    {
        Produce(0, 1, _ => null);

        TopicSample sample = await _sampler.ReadAsync("events", new SampleRequest(SampleFrom.Newest, 10), TestContext.Current.CancellationToken);
        IngestionException exception = await Assert.ThrowsAsync<IngestionException>(() =>
            _sampler.ReadAsync("events", new SampleRequest(SampleFrom.Newest, 10) { Partition = 3 }, TestContext.Current.CancellationToken));

        Assert.Equal((null, -1), (sample.Messages[0].Value, sample.Messages[0].Bytes));
        Assert.Equal("Topic events has no partition 3; it has 3, numbered from 0", exception.Message);
    }

    [Fact]
    public async Task A_topic_that_is_not_there_is_named()
    {
        IngestionException exception = await Assert.ThrowsAsync<IngestionException>(() =>
            _sampler.ReadAsync("nowhere", new SampleRequest(SampleFrom.Newest, 10), TestContext.Current.CancellationToken));

        Assert.Equal($"Topic does not exist: nowhere (brokers {_kafka.Bootstrap})", exception.Message);
    }

    [Fact]
    public async Task Brokers_that_do_not_answer_are_named()
    {
        IngestionException exception = await Assert.ThrowsAsync<KafkaUnreachableException>(() => new TopicSampler(KafkaConnection.Of("127.0.0.1:1")).TopicsAsync(TestContext.Current.CancellationToken));

        Assert.StartsWith("cannot reach Kafka at 127.0.0.1:1 within 5 s: ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_gives_up_does_not_wait_for_brokers_that_do_not_answer()
    {
        using CancellationTokenSource stop = new();
        Task asking = new TopicSampler(KafkaConnection.Of("127.0.0.1:1")).TopicsAsync(stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.WaitAsync(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken));
    }

    private static string? Text(ReadOnlyMemory<byte>? bytes) => bytes is { } known ? Encoding.UTF8.GetString(known.Span) : null;

    private void Produce(int partition, int count, Func<int, string?>? value = null)
    {
        using IProducer<string, string> producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = _kafka.Bootstrap, LingerMs = 1 }).Build();
        for (int i = 0; i < count; i++)
        {
            producer.Produce(new TopicPartition("events", partition), new Message<string, string>
            {
                Key = i.ToString(CultureInfo.InvariantCulture),
                Value = value is null ? $"message {i}" : value(i)!,
                Headers = [new Header("part", Encoding.UTF8.GetBytes(partition.ToString(CultureInfo.InvariantCulture)))],
                Timestamp = new Timestamp(DateTimeOffset.UtcNow.AddMilliseconds(partition).UtcDateTime),
            });
        }

        producer.Flush(TestContext.Current.CancellationToken);
    }
}

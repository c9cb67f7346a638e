using Ingestion.Kafka;
using Ingestion.Sources;

namespace UnitTests.Ingestion.Kafka;

public sealed class StreamConfigTests
{
    private static readonly Dictionary<string, string> Guide = new()
    {
        ["streamType"] = "kafka",
        ["stream.kafka.consumer.type"] = "lowlevel",
        ["stream.kafka.topic.name"] = "events",
        ["stream.kafka.decoder.class.name"] = "org.apache.pinot.plugin.stream.kafka.KafkaJSONMessageDecoder",
        ["stream.kafka.consumer.factory.class.name"] = "org.apache.pinot.plugin.stream.kafka20.KafkaConsumerFactory",
        ["stream.kafka.broker.list"] = "kafka:9092",
        ["realtime.segment.flush.threshold.rows"] = "0",
        ["realtime.segment.flush.threshold.time"] = "24h",
        ["realtime.segment.flush.threshold.segment.size"] = "50M",
        ["stream.kafka.consumer.prop.auto.offset.reset"] = "smallest",
    };

    [Fact]
    public void Parse_reads_the_guides_map()
    {
        StreamConfig config = StreamConfig.Parse(Guide);

        Assert.Equal(("events", "kafka:9092"), (config.Topic, config.Brokers));
        Assert.Equal(OffsetRule.Smallest, config.StartAt.Rule);
        Assert.Equal(new FlushThresholds(null, null, 52_428_800, 100_000, TimeSpan.FromHours(24)), config.Flush);
        Assert.Equal("read_uncommitted", config.ClientSettings()["isolation.level"]);
    }

    [Theory]
    [InlineData("streamType", "", "streamType cannot be null")]
    [InlineData("streamType", "kinesis", "streamType 'kinesis' is not supported")]
    [InlineData("stream.kafka.topic.name", "", "Stream topic name stream.kafka.topic.name cannot be null")]
    [InlineData("stream.kafka.broker.list", "", "Must specify kafka brokers list stream.kafka.broker.list")]
    [InlineData("stream.kafka.decoder.class.name", "", "Must specify decoder class name stream.kafka.decoder.class.name")]
    [InlineData("stream.kafka.decoder.class.name", "com.example.Mine", "'com.example.Mine' is unknown")]
    [InlineData("realtime.segment.flush.threshold.rows", "", "Invalid config realtime.segment.flush.threshold.rows: it is empty")]
    [InlineData("realtime.segment.flush.threshold.time", " ", "Invalid config realtime.segment.flush.threshold.time: it is empty")]
    [InlineData("stream.kafka.consumer.factory.class.name", "com.example.Mine", "'com.example.Mine' is unknown")]
    [InlineData("stream.kafka.consumer.type", "highlevel", "high level consumer is not supported")]
    [InlineData("stream.kafka.consumer.prop.auto.offset.reset", "1644586485807", "Unknown initial offset value 1644586485807")]
    [InlineData("stream.kafka.consumer.prop.auto.offset.reset", "2023-11-14", "Unknown initial offset value 2023-11-14")]
    [InlineData("stream.kafka.isolation.level", "READ_COMMITTED", "Unrecognized Kafka isolation level: READ_COMMITTED")]
    [InlineData("realtime.segment.flush.threshold.rows", "many", "Invalid config realtime.segment.flush.threshold.rows: many")]
    [InlineData("realtime.segment.flush.threshold.rows", "5", "Only 1 of flush threshold (rows: 5, segment rows: -1, segment size: 52428800) can be set")]
    [InlineData("realtime.segment.flush.threshold.segment.size", "50 M", "Invalid config realtime.segment.flush.threshold.segment.size: 50 M")]
    [InlineData("realtime.segment.flush.threshold.time", "tomorrow", "Invalid config realtime.segment.flush.threshold.time: tomorrow")]
    [InlineData("realtime.segment.flush.threshold.time", "0s", "Invalid flush threshold time: 0")]
    [InlineData("topic.consumption.rate.limit", "fast", "Invalid config topic.consumption.rate.limit: fast")]
    [InlineData("auto.offset.reset", "none", "auto.offset.reset 'none' is not supported")]
    [InlineData("stream.kafka.partition.ids", "0,x", "'x' is neither a number nor a range")]
    [InlineData("stream.kafka.partition.ids", "5-2", "'5-2' is neither a number nor a range")]
    [InlineData("stream.kafka.partition.ids", "-1", "'-1' is neither a number nor a range")]
    [InlineData("stream.kafka.partition.ids", ",", "it lists no partition")]
    [InlineData("stream.kafka.partition.ids", "0-2000000000", "more than 10000 partitions")]
    [InlineData("stream.kafka.topic.name", "${MILLRACE_TEST_UNSET}", "Failed to resolve environment variables")]
    public void Parse_says_which_key_is_wrong(string key, string value, string message)
    {
        IngestionException exception = Assert.Throws<IngestionException>(() => StreamConfig.Parse(With(key, value)));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "LARGEST")]
    [InlineData("latest", "LARGEST")]
    [InlineData("earliest", "SMALLEST")]
    [InlineData("SMALLEST", "SMALLEST")]
    [InlineData("2d", "TIME")]
    [InlineData("2022-08-09T12:31:38.222Z", "TIME")]
    public void Parse_takes_each_start_criterion(string value, string rule) =>
        Assert.Equal(rule, StreamConfig.Parse(With("stream.kafka.consumer.prop.auto.offset.reset", value)).StartAt.Rule.ToString().ToUpperInvariant());

    [Theory]
    [InlineData("200M", 209_715_200)]
    [InlineData("200MB", 209_715_200)]
    [InlineData("1.5G", 1_610_612_736)]
    [InlineData("1000", 1000)]
    public void Parse_reads_sizes_in_powers_of_1024(string text, long bytes) =>
        Assert.Equal(bytes, StreamConfig.Parse(With("realtime.segment.flush.threshold.segment.size", text)).Flush.SegmentBytes);

    [Theory]
    [InlineData("3600000", 3600)]
    [InlineData("1d12h", 129_600)]
    [InlineData("4h30m", 16_200)]
    public void Parse_reads_periods(string text, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), StreamConfig.Parse(With("realtime.segment.flush.threshold.time", text)).Flush.Time);

    [Theory]
    [InlineData("stream.kafka.consumer.factory.class.name", "org.apache.pinot.core.realtime.impl.kafka.KafkaConsumerFactory")]
    [InlineData("stream.kafka.consumer.factory.class.name", "org.apache.pinot.core.realtime.impl.kafka2.KafkaConsumerFactory")]
    [InlineData("stream.kafka.consumer.factory.class.name", "org.apache.pinot.core.realtime.impl.kafka3.KafkaConsumerFactory")]
    [InlineData("stream.kafka.consumer.factory.class.name", "org.apache.pinot.plugin.stream.kafka09.KafkaConsumerFactory")]
    [InlineData("stream.kafka.consumer.factory.class.name", "org.apache.pinot.plugin.stream.kafka30.KafkaConsumerFactory")]
    [InlineData("stream.kafka.consumer.factory.class.name", "pinot-kafka-4.0:org.apache.pinot.plugin.stream.kafka40.KafkaConsumerFactory")]
    [InlineData("stream.kafka.consumer.factory.class.name", "")]
    [InlineData("stream.kafka.decoder.class.name", "org.apache.pinot.core.realtime.impl.kafka.KafkaJSONMessageDecoder")]
    [InlineData("stream.kafka.decoder.class.name", "org.apache.pinot.core.realtime.stream.SimpleAvroMessageDecoder")]
    [InlineData("stream.kafka.decoder.class.name", "org.apache.pinot.core.realtime.impl.kafka.KafkaAvroMessageDecoder")]
    [InlineData("stream.kafka.decoder.class.name", "pinot-json:org.apache.pinot.plugin.inputformat.json.JSONMessageDecoder")]
    [InlineData("stream.kafka.consumer.type", "simple")]
    [InlineData("stream.kafka.consumer.type", "LowLevel,simple")]
    [InlineData("stream.kafka.zk.broker.url", "localhost:2181/kafka")]
    [InlineData("stream.kafka.hlc.zk.connect.string", "localhost:2181/kafka")]
    [InlineData("realtime.segment.flush.threshold.time.llc", "6h")]
    [InlineData("key.deserializer", "shaded.org.apache.kafka.common.serialization.ByteArrayDeserializer")]
    public void Parse_takes_names_of_every_age(string key, string value) => Assert.Equal("events", StreamConfig.Parse(With(key, value)).Topic);

    [Fact]
    public void Parse_reads_numbers_and_ranges_of_partitions()
    {
        PartitionSubset partitions = StreamConfig.Parse(With("stream.kafka.partition.ids", "0, 2,5-7")).Partitions!;

        Assert.Equal([0, 2, 5, 6, 7], Enumerable.Range(0, 10).Where(partitions.Contains));
        Assert.Null(StreamConfig.Parse(With("stream.kafka.partition.ids", "")).Partitions);
        Assert.Contains("Invalid partition ids [7] for table stream config. Available partitions on topic t are: [0, 2, 5, 6]", Assert.Throws<IngestionException>(() => partitions.Check([0, 2, 5, 6], "t")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("topic.consumption.rate.limit", "100", 25d)]
    [InlineData("partition.consumption.rate.limit", "2.5", 2.5)]
    [InlineData("topic.consumption.rate.limit", "0", null)]
    [InlineData("topic.consumption.rate.limit", "-1", null)]
    public void Parse_reads_rates(string key, string value, double? ofEachOfFour) =>
        Assert.Equal(ofEachOfFour, StreamConfig.Parse(With(key, value)).Rates?.PerPartition(4));

    [Fact]
    public void The_rate_of_a_partition_wins_over_that_of_the_topic()
    {
        Dictionary<string, string> map = new(With("topic.consumption.rate.limit", "100")) { ["partition.consumption.rate.limit"] = "7" };

        Assert.Equal(7, StreamConfig.Parse(map).Rates!.PerPartition(4));
    }

    [Theory]
    [InlineData("0.2", 0.2)]
    [InlineData("0.5", 0)]
    [InlineData("-0.1", 0)]
    public void Parse_takes_a_variance_below_a_half(string value, double variance) =>
        Assert.Equal(variance, StreamConfig.Parse(With("realtime.segment.flush.threshold.variance.fraction", value)).Flush.Variance);

    [Theory]
    [InlineData("true", "100", "", 100L, null)]
    [InlineData("true", "", "60", null, 60)]
    [InlineData("true", "0", "-1", null, null)]
    [InlineData("false", "100", "60", null, null)]
    public void Parse_reads_how_far_a_partition_may_fall_behind(string isEnabled, string offsets, string seconds, long? limit, int? age)
    {
        Dictionary<string, string> map = new(With("realtime.segment.offsetAutoReset.enable", isEnabled))
        {
            ["realtime.segment.offsetAutoReset.offsetThreshold"] = offsets,
            ["realtime.segment.offsetAutoReset.timeThresholdSeconds"] = seconds,
        };

        OffsetAutoReset? reset = StreamConfig.Parse(map).AutoReset;

        Assert.Equal((limit, age), (reset?.Offsets, (int?)reset?.Age?.TotalSeconds));
    }

    [Fact]
    public void Parse_falls_back_to_five_million_rows()
    {
        Dictionary<string, string> map = new(Guide);
        map.Remove("realtime.segment.flush.threshold.rows");
        map.Remove("realtime.segment.flush.threshold.segment.size");

        Assert.Equal(new FlushThresholds(5_000_000, null, null, 100_000, TimeSpan.FromHours(24)), StreamConfig.Parse(map).Flush);
    }

    [Fact]
    public void ClientSettings_pass_only_what_is_allowed()
    {
        Dictionary<string, string> map = new(Guide)
        {
            ["fetch.max.wait.ms"] = "7",
            ["stream.kafka.consumer.prop.fetch.min.bytes"] = "9",
            ["plugin.library.paths"] = "/tmp/evil.so",
            ["sasl.kerberos.kinit.cmd"] = "rm -rf /",
            ["ssl.ca.location"] = "/etc/shadow",
            ["bootstrap.servers"] = "elsewhere:1",
        };

        Dictionary<string, string> settings = StreamConfig.Parse(map).ClientSettings();

        Assert.Equal("7", settings["fetch.wait.max.ms"]);
        Assert.Equal("9", settings["fetch.min.bytes"]);
        Assert.Equal("kafka:9092", settings["bootstrap.servers"]);
        Assert.DoesNotContain(settings.Keys, key => key.StartsWith("plugin", StringComparison.Ordinal) || key.StartsWith("sasl", StringComparison.Ordinal) || key.StartsWith("ssl", StringComparison.Ordinal));
    }

    private static Dictionary<string, string> With(string key, string value) => new(Guide) { [key] = value };
}

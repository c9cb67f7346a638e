using System.Text.Json.Nodes;
using Ingestion.Kafka;
using Segments.Schema;
using Segments.Tables;

namespace UnitTests.Segments.Tables;

/// <summary>The files under examples/ are good, and say what the guide says.</summary>
public sealed class ExamplesTests
{
    [Theory]
    [InlineData("events/schema-stream.json", "events/table-config-stream.json")]
    [InlineData("tls/schema.json", "tls/table-config.json")]
    [InlineData("sasl-ssl/schema.json", "sasl-ssl/table-config.json")]
    [InlineData("read-committed/schema.json", "read-committed/table-config.json")]
    [InlineData("avro-simple/schema.json", "avro-simple/table-config.json")]
    [InlineData("avro-registry/schema.json", "avro-registry/table-config.json")]
    [InlineData("record-metadata/schema.json", "record-metadata/table-config.json")]
    [InlineData("old-names/schema.json", "old-names/table-config.json")]
    [InlineData("schema-evolution/schema.json", "schema-evolution/table-config.json")]
    [InlineData("schema-evolution/schema-v2.json", "schema-evolution/table-config.json")]
    [InlineData("protobuf/schema.json", "protobuf/table-config.json")]
    [InlineData("protobuf-registry/schema.json", "protobuf-registry/table-config.json")]
    public void An_example_is_accepted_and_kept_as_it_is(string schemaFile, string configFile)
    {
        JsonObject posted = Read(configFile);
        TableConfig config = TableConfig.Parse(posted);
        SchemaDocument schema = SchemaJson.Parse(Read(schemaFile), config.NullVectors);

        TableRules.Check(config, schema.Schema);
        Assert.NotEmpty(StreamConfig.Parse(config.StreamConfigs).ClientSettings());

        Assert.Equal(["/segmentsConfig/schemaName"], config.Unrecognized.Keys);
        Assert.Empty(schema.Unrecognized);
        Assert.True(JsonNode.DeepEquals(posted["tableIndexConfig"]!["streamConfigs"], config.Json["tableIndexConfig"]!["streamConfigs"]));
    }

    [Fact]
    public void The_events_example_has_the_keys_of_the_guide()
    {
        JsonObject streams = Read("events/table-config-stream.json")["tableIndexConfig"]!["streamConfigs"]!.AsObject();

        Assert.Equal(
            [
                "realtime.segment.flush.threshold.rows", "realtime.segment.flush.threshold.segment.size", "realtime.segment.flush.threshold.time",
                "stream.kafka.broker.list", "stream.kafka.consumer.factory.class.name", "stream.kafka.consumer.prop.auto.offset.reset",
                "stream.kafka.consumer.type", "stream.kafka.decoder.class.name", "stream.kafka.topic.name", "streamType",
            ],
            streams.Select(pair => pair.Key).Order(StringComparer.Ordinal));
        Assert.Equal("50M", streams["realtime.segment.flush.threshold.segment.size"]!.GetValue<string>());
    }

    private static JsonObject Read(string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "examples", file)))!.AsObject();
}

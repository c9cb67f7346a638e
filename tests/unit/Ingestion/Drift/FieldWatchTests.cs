using System.Text;
using System.Text.Json.Nodes;
using Ingestion.Drift;
using Ingestion.Kafka;
using Ingestion.Sources;
using Segments.Schema;
using Segments.Tables;
using Web.Queries;

namespace UnitTests.Ingestion.Drift;

public sealed class FieldWatchTests
{
    private readonly SteppedClock _clock = new();
    private TableSchema _schema = Schema("""{"name":"n","dataType":"INT"},{"name":"twice","dataType":"INT"}""");

    [Fact]
    public void Fields_that_nothing_takes_are_told_with_what_they_hold()
    {
        FieldWatch watch = Watch("""{"transformConfigs":[{"columnName":"twice","transformFunction":"mult(m, 2)"}],"filterConfig":{"filterFunction":"test = 'x'"}}""");

        Look(watch, """{"n":1,"m":2,"test":"y","country":"NO","a":{"b":1}}""", "skipped", """{"n":1,"country":"SE","count":3000000000}""");

        NewFields found = watch.Found();
        Assert.Equal(2, found.Looked);
        Assert.Equal(
            ["country STRING 2", "a JSON 1", "count LONG 1"],
            found.Fields.Select(field => $"{field.Profile.Path} {field.Profile.Type.PinotName()} {field.Profile.Present}"));
        Assert.All(found.Fields, field => Assert.Equal(_clock.GetUtcNow(), field.LastSeen));
    }

    [Fact]
    public void No_more_than_two_messages_of_a_second_are_looked_at()
    {
        FieldWatch watch = Watch("{}");

        Look(watch, """{"x":1}""");
        Look(watch, """{"y":1}""");
        _clock.Step(TimeSpan.FromSeconds(1));
        Look(watch, """{"z":1}""");

        Assert.Equal(["x", "z"], watch.Found().Fields.Select(field => field.Profile.Path));
    }

    [Fact]
    public void A_field_that_becomes_a_column_or_is_ignored_is_told_no_more()
    {
        FieldWatch watch = Watch("{}");
        Look(watch, """{"x":1,"y":2,"z":3}""");

        _schema = Schema("""{"name":"x","dataType":"INT"}""");
        watch.Ignore("y");

        Assert.Equal(["z"], watch.Found().Fields.Select(field => field.Profile.Path));
    }

    [Fact]
    public void Fields_of_flattened_objects_have_their_path()
    {
        FieldWatch watch = Watch("""{"complexTypeConfig":{}}""");

        Look(watch, """{"n":1,"a":{"b":1,"c":{"d":"x"}}}""");

        Assert.Equal(["a.b", "a.c.d"], watch.Found().Fields.Select(field => field.Profile.Path));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[1]")]
    [InlineData("")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"x\":\"\\ud800\"}")]
    public void What_is_no_object_is_told_elsewhere(string message)
    {
        FieldWatch watch = Watch("{}");

        Look(watch, message);

        Assert.Empty(watch.Found().Fields);
    }

    private FieldWatch Watch(string ingestion)
    {
        TableConfig config = TableConfig.Parse(JsonNode.Parse($$"""
            {"tableName":"t","tableType":"REALTIME","segmentsConfig":{"replication":"1"},"tenants":{},"ingestionConfig":{{ingestion}},
             "tableIndexConfig":{"streamConfigs":{"streamType":"kafka","stream.kafka.broker.list":"b:1","stream.kafka.topic.name":"t","stream.kafka.decoder.class.name":"{{DecoderNames.Json}}"} } }
            """)!.AsObject());
        return new FieldWatch(config, TableStreams.Parse(config), () => _schema, RecordExpressions.Instance, _clock);
    }

    private static TableSchema Schema(string columns) => SchemaJson.Parse(JsonNode.Parse($$"""{"schemaName":"t","dimensionFieldSpecs":[{{columns}}]}""")!.AsObject()).Schema;

    private static unsafe void Look(FieldWatch watch, params string[] texts)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(texts));
        fixed (byte* start = bytes)
        {
            List<Message> messages = [];
            int at = 0;
            foreach (string text in texts)
            {
                int length = Encoding.UTF8.GetByteCount(text);
                messages.Add(new Message(start + at, length, messages.Count));
                at += length;
            }

            watch.Look(messages.ToArray());
        }
    }

    private sealed class SteppedClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now;

        public void Step(TimeSpan span) => _now += span;
    }
}

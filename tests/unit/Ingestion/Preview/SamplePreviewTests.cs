using System.Text;
using System.Text.Json.Nodes;
using Ingestion.Preview;
using Ingestion.Sampling;
using Ingestion.Sources;
using Segments.Schema;
using Segments.Tables;
using Web.Queries;

namespace UnitTests.Ingestion.Preview;

public sealed class SamplePreviewTests
{
    private const string Transforms = """
        {"transformConfigs":[{"columnName":"twice","transformFunction":"mult(n, 2)"}],"filterConfig":{"filterFunction":"n = 3"}}
        """;

    [Fact]
    public void Each_message_shows_its_row_or_why_it_has_none()
    {
        SampleRows rows = Run(Transforms, """{"n":1,"ts":1700000000000}""", """{"n":"x","ts":1700000000000}""", """{"n":3,"ts":1700000000000}""", "no json", null, """{"n":2,"ts":1700000000000}""");

        Assert.Equal([(0, 1), (1, 0), (1, 0), (1, 0), (1, 0), (1, 1)], rows.Messages.Select(outcome => (outcome.FirstRow, outcome.Rows)));
        Assert.Equal([false, true, false, true, false, false], rows.Messages.Select(outcome => outcome.Fault is not null));
        Assert.Contains("'x'", rows.Messages[1].Fault, StringComparison.Ordinal);
        Assert.Equal(2, rows.Rows.RowCount);
        Assert.True(rows.MessagesPerSecond > 100, $"{rows.MessagesPerSecond} messages/s");
    }

    [Fact]
    public void Key_headers_and_place_of_a_message_are_read_as_in_Kafka()
    {
        SampledMessage message = new(
            4, 17, DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123), "k"u8.ToArray(), """{"n":1}"""u8.ToArray(), 7, [KeyValuePair.Create("source", (ReadOnlyMemory<byte>?)"web"u8.ToArray())]);

        SampleRows rows = Run(Config("{}", """,{"name":"__key","dataType":"STRING"},{"name":"__header$source","dataType":"STRING"}"""), [message]);

        Assert.Null(rows.Messages[0].Fault);
        Assert.Equal(1, rows.Rows.RowCount);
    }

    [Fact]
    public void Nothing_of_nothing() => Assert.Null(Run("{}").MessagesPerSecond);

    [Fact]
    public void A_transform_that_does_not_exist_is_told() =>
        Assert.Contains("nosuch", Assert.Throws<IngestionException>(() => Run("""{"transformConfigs":[{"columnName":"twice","transformFunction":"nosuch(n)"}]}""", "{}")).Message, StringComparison.Ordinal);

    private static SampleRows Run(string ingestion, params string?[] messages) => Run(
        Config(ingestion),
        [.. messages.Select((text, i) => new SampledMessage(0, i, DateTimeOffset.UtcNow, null, text is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(text), text?.Length ?? -1, []))]);

    private static SampleRows Run((TableConfig Config, TableSchema Schema) table, IReadOnlyList<SampledMessage> messages) =>
        SamplePreview.Run(table.Config, table.Schema, messages, RecordExpressions.Instance, TimeProvider.System, CancellationToken.None);

    private static (TableConfig Config, TableSchema Schema) Config(string ingestion, string columns = "")
    {
        TableConfig config = TableConfig.Parse(JsonNode.Parse($$"""
            {"tableName":"t","tableType":"REALTIME","segmentsConfig":{"timeColumnName":"ts","replication":"1"},"tenants":{},"ingestionConfig":{{ingestion}},
             "tableIndexConfig":{"streamConfigs":{"streamType":"kafka","stream.kafka.broker.list":"b:1","stream.kafka.topic.name":"t","stream.kafka.metadata.populate":"true",
              "stream.kafka.decoder.class.name":"org.apache.pinot.plugin.inputformat.json.JSONMessageDecoder"} } }
            """)!.AsObject());
        SchemaDocument schema = SchemaJson.Parse(JsonNode.Parse($$"""
            {"schemaName":"t","dimensionFieldSpecs":[{"name":"n","dataType":"INT"},{"name":"twice","dataType":"INT"}{{columns}}],
             "dateTimeFieldSpecs":[{"name":"ts","dataType":"TIMESTAMP","format":"TIMESTAMP","granularity":"1:MILLISECONDS"}]}
            """)!.AsObject());
        return (config, schema.Schema);
    }
}

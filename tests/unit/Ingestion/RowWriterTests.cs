using System.Text.Json.Nodes;
using Ingestion;
using Ingestion.Avro;
using Ingestion.Kafka;
using Ingestion.Records;
using Ingestion.Sealing;
using Ingestion.Settings;
using Ingestion.Sources;
using Ingestion.Status;
using Ingestion.Transforms;
using Microsoft.Extensions.Logging.Abstractions;
using Segments.Schema;
using Segments.Tables;
using UnitTests.Ingestion.Registry;
using Web.Queries;

namespace UnitTests.Ingestion;

public sealed class RowWriterTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("millrace-writer-").FullName;
    private readonly FakeRegistry _registry = new();
    private readonly ListSource _source = new();
    private readonly PartitionCounters _counters = new();
    private readonly RejectLog _rejects = new(10);
    private readonly TableCatalog _catalog;

    public RowWriterTests() => _catalog = TableCatalog.Open(_directory, TimeProvider.System);

    public void Dispose()
    {
        _catalog.Dispose();
        _source.Dispose();
        _registry.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData("{}", 3, 0)]
    [InlineData("""{"filterConfig":{"filterFunction":"other = 7"}}""", 3, 0)]
    [InlineData("""{"complexTypeConfig":{"fieldsToUnnest":["id"]},"filterConfig":{"filterFunction":"id = 7"}}""", 3, 3)]
    public void A_message_whose_schema_cannot_be_had_ends_the_batch_and_neither_loses_nor_repeats_a_row(string ingestion, int rows, int filtered)
    {
        const string Schema = """{"type":"record","name":"E","fields":[{"name":"id","type":{"type":"array","items":"long"}}]}""";
        _registry.Add(1, Schema);
        _registry.Put("/schemas/ids/2", "no answer of a registry");
        using RegistryAvroFormat avro = new(_registry.Properties(), TimeProvider.System);
        RowWriter writer = Open(avro, ingestion);
        byte[] ids = filtered > 0 ? [7, 1] : [1];
        byte[] schemas = [1, 2, 1];
        for (int offset = 0; offset < schemas.Length; offset++)
        {
            _source.AddMessage(offset, new([0, 0, 0, 0, schemas[offset], (byte)(ids.Length * 2), .. ids.Select(id => (byte)(id * 2)), 0]));
        }

        _source.Start(0);
        ReadOnlySpan<Message> messages = _source.Read(TimeSpan.Zero).Messages;

        Assert.Equal(1, writer.Append(messages, 1000, _source));
        for (int tries = 0; tries < 2; tries++)
        {
            Assert.Contains("no JSON", Append(writer, messages[1..]).Message, StringComparison.Ordinal);
        }

        Assert.Equal((1, filtered / 3), (writer.Segment.AppendedRowCount, (int)_counters.Filtered));
        _registry.Add(2, Schema);
        Assert.Equal(2, writer.Append(messages[1..], 1000, _source));

        Assert.Equal((rows, filtered, 0), (writer.Segment.AppendedRowCount, (int)_counters.Filtered, (int)_counters.Rejected));
    }

    [Fact]
    public void A_message_with_a_time_that_no_calendar_has_is_rejected_like_any_other()
    {
        RowWriter writer = Open(new global::Ingestion.Decoding.JsonFormat(isFramed: false), "{}");
        _source.AddMessage(0, new("no JSON"u8.ToArray()) { Timestamp = long.MaxValue });
        _source.Start(0);

        Assert.Equal(1, writer.Append(_source.Read(TimeSpan.Zero).Messages, 1000, _source));

        Assert.Null(Assert.Single(_rejects.ToList()).Time);
    }

    private DecoderUnavailableException Append(RowWriter writer, ReadOnlySpan<Message> messages)
    {
        try
        {
            writer.Append(messages, 1000, _source);
        }
        catch (DecoderUnavailableException exception)
        {
            return exception;
        }

        throw new InvalidOperationException("the message was taken");
    }

    private RowWriter Open(global::Ingestion.Decoding.IMessageFormat inner, string ingestion)
    {
        TableConfig config = TableConfig.Parse(JsonNode.Parse($$"""
            {
              "tableName": "events", "tableType": "REALTIME", "segmentsConfig": { "replication": "1" }, "tenants": {},
              "tableIndexConfig": { "streamConfigs": { "streamType": "kafka" } }, "ingestionConfig": {{ingestion}}
            }
            """)!.AsObject());
        JsonObject schema = JsonNode.Parse("""{ "schemaName": "events", "dimensionFieldSpecs": [ { "name": "id", "dataType": "LONG" } ] }""")!.AsObject();
        Table table = _catalog.Create(new TableDefinition(SchemaJson.Parse(schema).Schema, schema, config, DateTimeOffset.UtcNow, new Dictionary<int, long> { [0] = 0 }));
        FlushThresholds flush = new(null, 1000, null, 100_000, TimeSpan.FromHours(1));
        TableContext context = new("events", null, flush, new SegmentSizeTuner(flush), _rejects, new IngestionOptions(), TimeProvider.System, NullLogger.Instance)
        {
            Format = new PipelineFormat(inner, RecordSettings.Parse(config), RecordExpressions.Instance, null, populatesMetadata: false),
        };
        return new RowWriter(context, table.Partitions[0].Consuming, _counters, new UnstorableRows(), CancellationToken.None);
    }
}

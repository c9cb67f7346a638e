using System.Text;
using System.Text.Json.Nodes;
using Ingestion;
using Ingestion.Decoding;
using Ingestion.Kafka;
using Ingestion.Sources;
using Ingestion.Transforms;
using Segments.Schema;
using Segments.Tables;
using Web.Queries;

namespace UnitTests.Ingestion.Transforms;

/// <summary>All that stands between a message and its rows, set up by a table config.</summary>
internal sealed class PipelineFixture : IDisposable
{
    private readonly IMessageFormat _format;
    private readonly IRowDecoder _decoder;
    private readonly ListSource _source = new();
    private long _offset;

    /// <param name="columns">Name and type of the dimensions, <c>a:INT b:STRING</c>; a type in brackets is multi-valued.</param>
    /// <param name="ingestion">The <c>ingestionConfig</c>.</param>
    /// <param name="time">A <c>dateTimeFieldSpecs</c> entry; the table's time column.</param>
    /// <param name="stream">More keys of the stream map.</param>
    /// <exception cref="IngestionException">The config is refused.</exception>
    public PipelineFixture(string columns, string ingestion = "{}", string? time = null, params (string Key, string Value)[] stream)
        : this(byRecords: false, columns, ingestion, time, stream)
    {
    }

    // As above; with byRecords every message goes by way of records.
    public PipelineFixture(bool byRecords, string columns, string ingestion = "{}", string? time = null, params (string Key, string Value)[] stream)
    {
        Schema = SchemaOf(columns, time);
        JsonObject streams = new()
        {
            ["streamType"] = "kafka",
            ["stream.kafka.topic.name"] = "t",
            ["stream.kafka.broker.list"] = "b:1",
            ["stream.kafka.decoder.class.name"] = "org.apache.pinot.plugin.inputformat.json.JSONMessageDecoder",
        };
        foreach ((string key, string value) in stream)
        {
            streams[key] = value;
        }

        JsonObject segments = new() { ["replication"] = "1" };
        if (time is not null)
        {
            segments["timeColumnName"] = JsonNode.Parse(time)!["name"]!.GetValue<string>();
        }

        TableConfig config = TableConfig.Parse(new JsonObject
        {
            ["tableName"] = "t",
            ["tableType"] = "REALTIME",
            ["segmentsConfig"] = segments,
            ["tenants"] = new JsonObject(),
            ["tableIndexConfig"] = new JsonObject { ["streamConfigs"] = streams },
            ["ingestionConfig"] = JsonNode.Parse(ingestion),
        });
        _format = MessageFormats.Create(config, StreamConfig.Parse(config.StreamConfigs), RecordExpressions.Instance, TimeProvider.System);
        _format.Check();
        _decoder = byRecords
            ? new GuardedRowDecoder(new PipelineRowDecoder(Schema, RecordSettings.Parse(config), (PipelineFormat)_format, RecordExpressions.Instance, CancellationToken.None) { TakesFlatWay = false })
            : _format.NewRowDecoder(Schema, CancellationToken.None);
        Rows = new RowBatch(Schema);
    }

    public TableSchema Schema { get; }

    public RowBatch Rows { get; }

    /// <summary>Decodes a message.</summary>
    /// <returns>The rows it adds, one a line; or what is wrong with it.</returns>
    public string Decode(string message) => Decode(new ListMessage(Encoding.UTF8.GetBytes(message)));

    /// <summary>Decodes a message.</summary>
    /// <returns>The rows it adds, one a line; or what is wrong with it.</returns>
    public string Decode(ListMessage message)
    {
        _source.AddMessage(_offset, message);
        _source.Start(_offset++);
        MessageBatch batch = _source.Read(TimeSpan.Zero);
        int before = Rows.Count;
        string? fault = _decoder.Decode(batch.Messages[0], _source, Rows);
        Assert.True(fault is null || Rows.Count == before, "a message with a fault added rows");
        List<string> rows = [];
        foreach (global::Segments.Rows.RowBuffer row in Rows.Rows[before..])
        {
            rows.Add(RowText.Of(row));
        }

        return fault ?? string.Join('\n', rows);
    }

    public void Dispose()
    {
        _format.Dispose();
        _source.Dispose();
    }

    private static TableSchema SchemaOf(string columns, string? time)
    {
        JsonArray dimensions = [.. columns.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(column => column.Split(':')).Select(column => new JsonObject
        {
            ["name"] = column[0],
            ["dataType"] = column[1].Trim('[', ']'),
            ["singleValueField"] = column[1][0] != '[',
        })];
        JsonObject schema = new() { ["schemaName"] = "t", ["dimensionFieldSpecs"] = dimensions };
        if (time is not null)
        {
            schema["dateTimeFieldSpecs"] = new JsonArray(JsonNode.Parse(time));
        }

        return SchemaJson.Parse(schema).Schema;
    }
}

using Ingestion.Decoding;
using Ingestion.Records;
using Ingestion.Settings;
using Ingestion.Sources;
using Segments.Schema;
using RecordSchema = Avro.RecordSchema;

namespace Ingestion.Avro;

/// <summary>Bare Avro records of one schema, which the config gives or points to. Pinot's SimpleAvroMessageDecoder.</summary>
internal sealed class SimpleAvroFormat : IMessageFormat
{
    private readonly string _location;
    private readonly int _bytesToStrip;
    private readonly bool _appliesLogicalTypes;
    private readonly Lock _gate = new();
    private RecordSchema? _schema;

    /// <exception cref="IngestionException">A property is missing or no such property.</exception>
    public SimpleAvroFormat(DecoderProperties properties)
    {
        _location = properties.Text("schema")
            ?? throw new IngestionException($"The Avro schema must be provided: add {DecoderProperties.Prefix}schema with the schema as JSON, a file, or an http address");
        _bytesToStrip = properties.Count("leading.bytes.to.strip");
        _appliesLogicalTypes = properties.IsTrue("enableLogicalTypes");
    }

    public bool TakesBooleansAsNumbers => false;

    public void Check() => Schema(CancellationToken.None);

    public IRowDecoder NewRowDecoder(TableSchema schema, CancellationToken stop) =>
        new RecordRowDecoder(schema, fields => NewReader(fields, stop));

    public IRecordReader NewReader(RecordFields fields, CancellationToken stop) => new Reader(this, fields, stop);

    public void Dispose()
    {
        // Nothing is held.
    }

    private RecordSchema Schema(CancellationToken stop)
    {
        lock (_gate)
        {
            return _schema ??= AvroSchemas.ParseRecord(AvroSchemaLocation.Read(_location, stop));
        }
    }

    private sealed class Reader(SimpleAvroFormat format, RecordFields fields, CancellationToken stop) : IRecordReader
    {
        private AvroRecordReader? _reader;

        public string? Read(ReadOnlySpan<byte> payload, Record record)
        {
            _reader ??= Open();
            return payload.Length >= format._bytesToStrip
                ? _reader.Read(payload[format._bytesToStrip..], record.Values)
                : $"the message has {payload.Length} bytes, and leading.bytes.to.strip takes {format._bytesToStrip} off";
        }

        private AvroRecordReader Open()
        {
            try
            {
                RecordSchema schema = format.Schema(stop);
                return new AvroRecordReader(schema.Name, new AvroTypeCompiler(format._appliesLogicalTypes).Compile(schema), fields.IndexOf);
            }
            catch (IngestionException exception)
            {
                // It could be read when the table was made.
                throw new DecoderUnavailableException(exception.Message, exception);
            }
        }
    }
}

using System.Globalization;
using Ingestion.Decoding;
using Ingestion.Records;
using Ingestion.Registry;
using Ingestion.Settings;
using Ingestion.Sources;
using Segments.Schema;
using RecordSchema = Avro.RecordSchema;

namespace Ingestion.Avro;

/// <summary>Avro records that name their writer's schema by its id in a registry. Pinot's KafkaConfluentSchemaRegistryAvroMessageDecoder.</summary>
internal sealed class RegistryAvroFormat : IMessageFormat
{
    private const int MaxReaders = 1000;

    private readonly SchemaRegistry _registry;
    private readonly bool _appliesLogicalTypes;

    /// <exception cref="IngestionException">A property is missing or no such property.</exception>
    public RegistryAvroFormat(DecoderProperties properties, TimeProvider clock)
    {
        _registry = new SchemaRegistry(properties, clock);
        _appliesLogicalTypes = properties.IsTrue("enableLogicalTypes");
    }

    public bool TakesBooleansAsNumbers => false;

    public void Check()
    {
        // A registry that is down when the table is made may be up when the first message comes.
    }

    public IRowDecoder NewRowDecoder(TableSchema schema, CancellationToken stop) =>
        new RecordRowDecoder(schema, fields => NewReader(fields, stop));

    public IRecordReader NewReader(RecordFields fields, CancellationToken stop) => new Reader(this, fields, stop);

    public void Dispose() => _registry.Dispose();

    private sealed class Reader(RegistryAvroFormat format, RecordFields fields, CancellationToken stop) : IRecordReader
    {
        private readonly Dictionary<int, (AvroRecordReader? Reader, string? Fault)> _readers = [];

        public string? Read(ReadOnlySpan<byte> payload, Record record)
        {
            if (ConfluentFrame.Open(payload, out int id, out ReadOnlySpan<byte> body) is { } fault)
            {
                return fault;
            }

            if (!_readers.TryGetValue(id, out (AvroRecordReader? Reader, string? Fault) known))
            {
                if (format._registry.Find(id, stop) is not { } schema)
                {
                    return $"the schema registry knows no schema with id {id.ToString(CultureInfo.InvariantCulture)}";
                }

                if (_readers.Count >= MaxReaders)
                {
                    _readers.Clear();
                }

                _readers[id] = known = Open(id, schema);
            }

            return known.Reader is null ? known.Fault : known.Reader.Read(body, record.Values);
        }

        private (AvroRecordReader?, string?) Open(int id, RegisteredSchema schema)
        {
            string name = $"the schema with id {id.ToString(CultureInfo.InvariantCulture)}";
            if (schema.Type != "AVRO")
            {
                return (null, $"{name} is of type {schema.Type}, not AVRO");
            }

            try
            {
                RecordSchema record = AvroSchemas.ParseRecord(schema.Text, [.. schema.References.Select(reference => reference.Text)]);
                return (new AvroRecordReader(record.Name, new AvroTypeCompiler(format._appliesLogicalTypes).Compile(record), fields.IndexOf), null);
            }
            catch (IngestionException exception)
            {
                return (null, $"{name} cannot be used: {exception.Message}");
            }
        }
    }
}

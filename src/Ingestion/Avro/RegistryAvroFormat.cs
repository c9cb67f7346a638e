using System.Globalization;
using Ingestion.Decoding;
using Ingestion.Records;
using Ingestion.Registry;
using Ingestion.Settings;
using Ingestion.Sources;
using Segments.Schema;

namespace Ingestion.Avro;

/// <summary>Avro records that name their writer's schema by its id in a registry. Pinot's KafkaConfluentSchemaRegistryAvroMessageDecoder.</summary>
internal sealed class RegistryAvroFormat : IMessageFormat
{
    private const int MaxWriters = 1000;

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

    public IRowDecoder NewRowDecoder(TableSchema schema, CancellationToken stop) => new AvroRowDecoder(new Frame(this, stop), schema);

    public IRecordReader NewReader(RecordFields fields, CancellationToken stop) => new AvroMessageReader(new Frame(this, stop), fields);

    public void Dispose() => _registry.Dispose();

    private sealed class Frame(RegistryAvroFormat format, CancellationToken stop) : AvroFrame
    {
        private readonly Dictionary<int, (AvroWriter? Writer, string? Fault)> _writers = [];
        private AvroWriter? _lastWriter;
        private int _lastId;

        public override string? Open(ReadOnlySpan<byte> payload, out AvroWriter? writer, out ReadOnlySpan<byte> body)
        {
            writer = null;
            if (ConfluentFrame.Open(payload, out int id, out body) is { } fault)
            {
                return fault;
            }

            if (id == _lastId && _lastWriter is not null)
            {
                writer = _lastWriter;
                return null;
            }

            return Find(id, out writer);
        }

        private string? Find(int id, out AvroWriter? writer)
        {
            writer = null;
            if (!_writers.TryGetValue(id, out (AvroWriter? Writer, string? Fault) known))
            {
                if (format._registry.Find(id, stop) is not { } schema)
                {
                    return $"the schema registry knows no schema with id {id.ToString(CultureInfo.InvariantCulture)}";
                }

                if (_writers.Count >= MaxWriters)
                {
                    _writers.Clear();
                }

                _writers[id] = known = Parse(id, schema);
            }

            (_lastId, _lastWriter, writer) = (id, known.Writer, known.Writer);
            return known.Fault;
        }

        private (AvroWriter?, string?) Parse(int id, RegisteredSchema schema)
        {
            string name = $"the schema with id {id.ToString(CultureInfo.InvariantCulture)}";
            if (schema.Type != "AVRO")
            {
                return (null, $"{name} is of type {schema.Type}, not AVRO");
            }

            try
            {
                return (AvroWriter.Parse(schema.Text, format._appliesLogicalTypes, [.. schema.References.Select(reference => reference.Text)]), null);
            }
            catch (IngestionException exception)
            {
                return (null, $"{name} cannot be used: {exception.Message}");
            }
        }
    }
}

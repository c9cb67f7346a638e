using System.Globalization;
using System.Text.Json;
using Ingestion.Decoding;
using Ingestion.Records;
using Ingestion.Registry;
using Ingestion.Settings;
using Ingestion.Sources;
using Segments.Schema;

namespace Ingestion.Avro;

/// <summary>Avro records behind one byte and the MD5 hash of their writer's schema, by which a registry knows it. Pinot's KafkaAvroMessageDecoder.</summary>
internal sealed class HashedAvroFormat : IMessageFormat
{
    private const int HashBytes = 16;

    private readonly RegistryTransport _transport;
    private readonly SchemaCache<string> _schemas;
    private readonly bool _appliesLogicalTypes;

    /// <exception cref="IngestionException">A property is missing or no such property.</exception>
    public HashedAvroFormat(DecoderProperties properties, TimeProvider clock)
    {
        _transport = new RegistryTransport(properties);
        _schemas = new SchemaCache<string>(Ask, clock);
        _appliesLogicalTypes = properties.IsTrue("enableLogicalTypes");
    }

    public bool TakesBooleansAsNumbers => false;

    public void Check()
    {
        // A registry that is down when the table is made may be up when the first message comes.
    }

    public IRowDecoder NewRowDecoder(TableSchema schema, CancellationToken stop) => new AvroRowDecoder(new Frame(this, stop), schema);

    public IRecordReader NewReader(RecordFields fields, CancellationToken stop) => new AvroMessageReader(new Frame(this, stop), fields);

    public void Dispose() => _transport.Dispose();

    private RegisteredSchema? Ask(string hash, CancellationToken cancellation)
    {
        using JsonDocument? answer = _transport.Get($"id={hash}", cancellation, isMissingByStatus: true);
        return answer is null ? null : new RegisteredSchema("AVRO", answer.RootElement.GetRawText(), []);
    }

    private sealed class Frame(HashedAvroFormat format, CancellationToken stop) : AvroFrame
    {
        private readonly Dictionary<string, (AvroWriter? Writer, string? Fault)> _writers = new(StringComparer.Ordinal);

        public override string? Open(ReadOnlySpan<byte> payload, out AvroWriter? writer, out ReadOnlySpan<byte> body)
        {
            (writer, int start) = (null, 1 + HashBytes);
            body = default;
            if (payload.Length < start)
            {
                return string.Create(CultureInfo.InvariantCulture, $"the message has {payload.Length} bytes, and {start} are taken by the hash of its schema");
            }

            body = payload[start..];
            string hash = Convert.ToHexStringLower(payload[1..start]);
            if (!_writers.TryGetValue(hash, out (AvroWriter? Writer, string? Fault) known))
            {
                if (format._schemas.Find(hash, stop) is not { } schema)
                {
                    return $"the schema registry knows no schema with hash {hash}";
                }

                _writers[hash] = known = Parse(hash, schema.Text);
            }

            writer = known.Writer;
            return known.Fault;
        }

        private (AvroWriter?, string?) Parse(string hash, string json)
        {
            try
            {
                return (AvroWriter.Parse(json, format._appliesLogicalTypes), null);
            }
            catch (IngestionException exception)
            {
                return (null, $"the schema with hash {hash} cannot be used: {exception.Message}");
            }
        }
    }
}

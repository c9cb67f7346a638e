using System.Globalization;
using System.Text.Json;
using Ingestion.Registry;
using Ingestion.Settings;
using Ingestion.Sources;

namespace Ingestion.Avro;

/// <summary>Avro records behind one byte and the MD5 hash of their writer's schema, by which a registry knows it. Pinot's KafkaAvroMessageDecoder.</summary>
internal sealed class HashedAvroFormat : AvroFormat
{
    private readonly RegistryTransport _transport;
    private readonly SchemaCache<UInt128> _schemas;

    /// <exception cref="IngestionException">A property is missing or no such property.</exception>
    public HashedAvroFormat(DecoderProperties properties, TimeProvider clock)
        : base(properties)
    {
        _transport = new RegistryTransport(properties);
        _schemas = new SchemaCache<UInt128>(Ask, clock);
    }

    public override void Dispose() => _transport.Dispose();

    protected override AvroFrame NewFrame(CancellationToken stop) => new Frame(new(_schemas, NameOf, Prepare, stop));

    private RegisteredSchema? Ask(UInt128 hash, out string? refusal, CancellationToken cancellation)
    {
        using JsonDocument? answer = _transport.Get($"id={Digits(hash)}", NameOf(hash), out refusal, cancellation, isMissingByStatus: true);
        return answer is null ? null : new RegisteredSchema("AVRO", answer.RootElement.GetRawText(), []);
    }

    private AvroWriter Prepare(RegisteredSchema schema) => AvroWriter.Parse(schema.Text, AppliesLogicalTypes);

    private static string NameOf(UInt128 hash) => $"the schema with hash {Digits(hash)}";

    private static string Digits(UInt128 hash) => hash.ToString("x32", CultureInfo.InvariantCulture);

    private sealed class Frame(KnownSchemas<UInt128, AvroWriter> writers) : AvroFrame
    {
        private const int HashBytes = 16;

        public override string? Open(ReadOnlySpan<byte> payload, out AvroWriter? writer, out ReadOnlySpan<byte> body)
        {
            (writer, int start) = (null, 1 + HashBytes);
            if (payload.Length < start)
            {
                body = default;
                return string.Create(CultureInfo.InvariantCulture, $"the message has {payload.Length} bytes, and {start} are taken by the hash of its schema");
            }

            body = payload[start..];
            return writers.Find(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(payload[1..start]), out writer);
        }
    }
}

using Ingestion.Registry;
using Ingestion.Settings;
using Ingestion.Sources;

namespace Ingestion.Avro;

/// <summary>Avro records that name their writer's schema by its id in a registry. Pinot's KafkaConfluentSchemaRegistryAvroMessageDecoder.</summary>
/// <exception cref="IngestionException">A property is missing or no such property.</exception>
internal sealed class RegistryAvroFormat(DecoderProperties properties, TimeProvider clock) : AvroFormat(properties)
{
    private readonly SchemaRegistry _registry = new(properties, clock);

    public override void Dispose() => _registry.Dispose();

    protected override AvroFrame NewFrame(CancellationToken stop) => new Frame(new(_registry.Schemas, SchemaRegistry.NameOf, Prepare, stop));

    private AvroWriter Prepare(RegisteredSchema schema) => schema.Type == "AVRO"
        ? AvroWriter.Parse(schema.Text, AppliesLogicalTypes, [.. schema.References.Select(reference => reference.Text)])
        : throw new IngestionException($"it is of type {schema.Type}, not AVRO");

    private sealed class Frame(KnownSchemas<int, AvroWriter> writers) : AvroFrame
    {
        public override string? Open(ReadOnlySpan<byte> payload, out AvroWriter? writer, out ReadOnlySpan<byte> body)
        {
            writer = null;
            return ConfluentFrame.Open(payload, out int id, out body) ?? writers.Find(id, out writer);
        }
    }
}

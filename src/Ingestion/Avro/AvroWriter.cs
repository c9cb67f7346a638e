using Ingestion.Sources;
using RecordSchema = Avro.RecordSchema;

namespace Ingestion.Avro;

/// <summary>The schema that messages were written with, ready to read by.</summary>
/// <param name="name">The record's name, for faults.</param>
/// <param name="record">Its type.</param>
internal sealed class AvroWriter(string name, AvroType record)
{
    public string Name { get; } = name;

    public AvroType Record { get; } = record;

    /// <summary>Makes a schema ready.</summary>
    /// <param name="json">The schema.</param>
    /// <param name="appliesLogicalTypes">False: values stay as they are encoded.</param>
    /// <param name="references">Schemas whose names it uses, in an order in which each comes after those it uses itself.</param>
    /// <exception cref="IngestionException">It is no schema of a record.</exception>
    public static AvroWriter Parse(string json, bool appliesLogicalTypes, params IReadOnlyList<string> references)
    {
        RecordSchema schema = AvroSchemas.ParseRecord(json, references);
        return new AvroWriter(schema.Name, new AvroTypeCompiler(appliesLogicalTypes).Compile(schema));
    }
}

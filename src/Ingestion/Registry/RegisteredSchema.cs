namespace Ingestion.Registry;

/// <summary>A schema as a registry keeps it.</summary>
/// <param name="Type">AVRO, PROTOBUF or JSON.</param>
/// <param name="Text">The schema.</param>
/// <param name="References">Schemas that it refers to, directly or not, each after those it refers to itself.</param>
internal sealed record RegisteredSchema(string Type, string Text, IReadOnlyList<SchemaReference> References);

/// <summary>A schema that another one refers to.</summary>
/// <param name="Name">Name that the other one uses: of a type, or of a file.</param>
/// <param name="Text">The schema.</param>
internal sealed record SchemaReference(string Name, string Text);

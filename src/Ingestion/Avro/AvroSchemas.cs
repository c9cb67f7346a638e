using System.Text.Json;
using System.Text.Json.Nodes;
using Avro;
using Ingestion.Sources;

namespace Ingestion.Avro;

/// <summary>Parses Avro schemas.</summary>
internal static class AvroSchemas
{
    // The library refuses a schema whose logical type does not fit, where the specification ignores the logical type. Under another name it leaves it alone.
    private const string LogicalTypeProperty = "pinot.logicalType";

    /// <summary>Parses a schema whose messages can be rows.</summary>
    /// <param name="json">The schema.</param>
    /// <param name="references">Schemas whose names it uses, in an order in which each comes after those it uses itself.</param>
    /// <exception cref="IngestionException">It is none, or none of a record.</exception>
    public static RecordSchema ParseRecord(string json, params IReadOnlyList<string> references) => Parse(json, references) as RecordSchema
        ?? throw new IngestionException("The Avro schema describes no record; a message must be a record, whose fields become columns");

    /// <summary>Parses any schema.</summary>
    /// <param name="json">The schema.</param>
    /// <param name="references">Schemas whose names it uses, in an order in which each comes after those it uses itself.</param>
    /// <exception cref="IngestionException">It is none.</exception>
    public static Schema Parse(string json, params IReadOnlyList<string> references)
    {
        try
        {
            SchemaNames names = new();
            foreach (string reference in references)
            {
                Schema.Parse(Renamed(reference), names);
            }

            return Schema.Parse(Renamed(json), names) ?? throw new SchemaParseException("its type is unknown");
        }
        catch (Exception exception) when (exception is AvroException or ArgumentException or JsonException or NullReferenceException or InvalidCastException or InvalidOperationException or Newtonsoft.Json.JsonException)
        {
            string reason = exception is NullReferenceException ? "a type in it is unknown" : exception.Message;
            throw new IngestionException($"The Avro schema is not valid: {reason}", exception);
        }
    }

    /// <summary>The logical type, whatever the type; null if there is none.</summary>
    public static string? LogicalType(Schema schema) => schema.GetProperty(LogicalTypeProperty)?.Trim('"');

    private static string Renamed(string json)
    {
        JsonNode? root = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = 512 });
        Rename(root);
        return root?.ToJsonString() ?? "null";
    }

    private static void Rename(JsonNode? node)
    {
        if (node is JsonObject schema)
        {
            if (schema.ContainsKey("type") && schema.Remove("logicalType", out JsonNode? logical))
            {
                schema[LogicalTypeProperty] = logical;
            }

            foreach ((string _, JsonNode? part) in schema)
            {
                Rename(part);
            }
        }
        else if (node is JsonArray list)
        {
            foreach (JsonNode? part in list)
            {
                Rename(part);
            }
        }
    }
}

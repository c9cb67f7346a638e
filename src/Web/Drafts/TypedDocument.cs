using System.Text.Json;
using System.Text.Json.Nodes;
using Ingestion.Sampling;
using Segments.Tables;

namespace Web.Drafts;

/// <summary>JSON that somebody typed, as a document.</summary>
/// <param name="Document">The document; null if there is a fault.</param>
/// <param name="Fault">What is wrong, and where; null if nothing is.</param>
internal sealed record TypedDocument(DraftDocument? Document, string? Fault)
{
    /// <summary>Reads it.</summary>
    /// <param name="text">A document, or a schema or table config that takes the place of the present one.</param>
    /// <param name="present">The document so far.</param>
    public static TypedDocument Read(string text, DraftDocument present)
    {
        JsonObject json;
        try
        {
            json = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip }) as JsonObject ?? [];
        }
        catch (JsonException exception)
        {
            return new TypedDocument(null, $"This is no JSON: {JsonFault.Of(exception)}");
        }

        if (json.ContainsKey("schema") && json.ContainsKey("realtime"))
        {
            return new TypedDocument(new DraftDocument(json), null);
        }

        JsonObject next = present.Json.DeepClone().AsObject();
        if (json.ContainsKey("schemaName"))
        {
            next["schema"] = json;
            return new TypedDocument(new DraftDocument(next) { Name = json["schemaName"]?.ToString() ?? "" }, null);
        }

        if (json.ContainsKey("tableType"))
        {
            next["realtime"] = json;
            return new TypedDocument(new DraftDocument(next) { Name = TableConfig.RawName(json["tableName"]?.ToString() ?? "") }, null);
        }

        return new TypedDocument(null, "This is neither a table with \"schema\" and \"realtime\", nor a schema (\"schemaName\"), nor a table config (\"tableType\").");
    }
}

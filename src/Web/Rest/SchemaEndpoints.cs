using System.Text.Json.Nodes;
using Segments.Schema;
using Segments.Tables;
using Web.Access;
using Web.Visitors;

namespace Web.Rest;

/// <summary><c>/schemas</c>.</summary>
internal static class SchemaEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapRead("/schemas", (SchemaService schemas) => RestAnswer.Names(schemas.Names));
        app.MapRead("/schemas/info", Info);
        app.MapRead("/schemas/{name}", Get);
        app.MapPost("/schemas", AddAsync);
        app.MapPost("/schemas/validate", ValidateAsync).Demand(VisitorRole.Viewer);
        app.MapPut("/schemas/{name}", ReplaceAsync);
        app.MapDelete("/schemas/{name}", Delete);
    }

    private static IResult Info(SchemaService schemas) => RestAnswer.Json(new JsonObject
    {
        ["schemasInfo"] = new JsonArray([.. schemas.Names.Select(name => (JsonNode?)InfoOf(SchemaJson.Parse(schemas.Find(name)!).Schema))]),
    });

    private static JsonObject InfoOf(TableSchema schema) => new()
    {
        ["schemaName"] = schema.Name,
        ["numDimensionFields"] = schema.Columns.Count(column => column.Role == FieldRole.Dimension),
        ["numDateTimeFields"] = schema.Columns.Count(column => column.Role == FieldRole.DateTime),
        ["numMetricFields"] = schema.Columns.Count(column => column.Role == FieldRole.Metric),
        ["numComplexFields"] = 0,
    };

    private static IResult Get(string name, SchemaService schemas) =>
        RestAnswer.PrettyJson(schemas.Find(name) ?? throw RestException.NotFound("Schema not found"));

    private static async Task<IResult> AddAsync(HttpRequest request, SchemaService schemas)
    {
        SchemaDocument document = await ReadAsync(request);
        string name = document.Schema.Name;
        if (request.Flag("override") is false && schemas.Find(name) is not null)
        {
            throw RestException.Conflict($"Schema: {name} already exists");
        }

        schemas.CheckAgainstTable(document);
        if (!request.IsOn("force") && schemas.FaultOfChange(document) is { } fault)
        {
            throw RestException.BadRequest($"New schema: {name} is not backward-compatible with the existing schema. Reason: {fault}. Use force=true to insist.");
        }

        return Put(document, schemas);
    }

    private static async Task<IResult> ReplaceAsync(string name, HttpRequest request, SchemaService schemas, TableService tables, ReloadJobs reloads)
    {
        SchemaDocument document = await ReadAsync(request);
        if (!string.Equals(document.Schema.Name, name, StringComparison.Ordinal))
        {
            throw RestException.BadRequest(
                $"Schema name mismatch for uploaded schema, tried to add schema with name {document.Schema.Name} as {name}");
        }

        if (schemas.Find(name) is null)
        {
            throw RestException.NotFound($"Failed to find schema {name}");
        }

        Table? table = tables.Find(name);
        if (request.IsOn("reload") && table is null)
        {
            throw RestException.NotFound($"Failed to find table {name} to reload");
        }

        schemas.CheckAgainstTable(document);
        if (!request.IsOn("force") && schemas.FaultOfChange(document) is { } fault)
        {
            throw RestException.BadRequest(
                $"Backward incompatible schema {name}. Only allow adding new columns. Reason: {fault}. Use force=true to insist.");
        }

        IResult answer = Put(document, schemas);
        if (request.IsOn("reload") && table is not null)
        {
            reloads.Start(table);
        }

        return answer;
    }

    private static IResult Put(SchemaDocument document, SchemaService schemas)
    {
        schemas.Put(document);
        return RestAnswer.Status($"{document.Schema.Name} successfully added", document.Unrecognized);
    }

    private static async Task<IResult> ValidateAsync(HttpRequest request)
    {
        SchemaDocument document = await ReadAsync(request);
        JsonObject answer = document.Json.DeepClone().AsObject();
        answer["unrecognizedProperties"] = RestAnswer.Object(document.Unrecognized);
        return RestAnswer.Json(answer);
    }

    private static IResult Delete(string name, SchemaService schemas)
    {
        schemas.Delete(name);
        return RestAnswer.Status($"Schema {name} deleted");
    }

    private static async Task<SchemaDocument> ReadAsync(HttpRequest request)
    {
        SchemaDocument document = SchemaJson.Parse(await RestBody.ReadAsync(request, "schema config"));
        SchemaChecks.Check(document.Schema);
        return document;
    }
}

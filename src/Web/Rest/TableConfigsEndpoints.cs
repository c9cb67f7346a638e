using System.Text.Json.Nodes;
using Segments.Schema;
using Segments.Tables;
using Web.Access;
using Web.Visitors;

namespace Web.Rest;

/// <summary><c>/tableConfigs</c>: a schema and its table in one document, as Pinot's AddTable sends them.</summary>
internal static class TableConfigsEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapRead("/tableConfigs", (TableCatalog catalog) => RestAnswer.Names(catalog.Tables.Select(table => table.Name).Order(StringComparer.Ordinal)));
        app.MapRead("/tableConfigs/{name}", Get);
        app.MapPost("/tableConfigs", AddAsync);
        app.MapPost("/tableConfigs/validate", ValidateAsync).Demand(VisitorRole.Viewer);
        app.MapPut("/tableConfigs/{name}", ReplaceAsync);
        app.MapDelete("/tableConfigs/{name}", DeleteAsync);
    }

    // 500 for a name that is not there is what Pinot answers and what its tools expect.
    private static IResult Get(string name, TableService tables) => tables.Find(name) is { } table
        ? RestAnswer.Json(TableConfigsDocument.Write(table.Name, table.Definition.SchemaJson, table.Definition.Config.Json))
        : throw new RestException(StatusCodes.Status500InternalServerError, $"TableConfigs: {name} does not exist. Use POST to create it first.");

    private static async Task<IResult> AddAsync(HttpRequest request, TableService tables, SchemaService schemas)
    {
        TableConfigsDocument document = TableConfigsDocument.Parse(await RestBody.ReadAsync(request, "TableConfigs"));
        string name = document.Config.Name;
        if (tables.Find(name) is not null)
        {
            throw RestException.BadRequest($"TableConfigs: {name} already exists. Use PUT to update existing config");
        }

        if (schemas.FaultOfChange(document.Schema) is { } fault)
        {
            throw TableConfigsDocument.Refused(name, $"there is a schema of that name already, and {fault}. Delete it first, or send a compatible one.");
        }

        await ExplainAsync(name, () => tables.CreateAsync(document.Config, document.Schema, request.HttpContext.RequestAborted));
        return RestAnswer.Status($"TableConfigs {name} successfully added", document.Unrecognized);
    }

    private static async Task<IResult> ValidateAsync(HttpRequest request)
    {
        TableConfigsDocument document = TableConfigsDocument.Parse(await RestBody.ReadAsync(request, "TableConfigs"));
        await ExplainAsync(document.Config.Name, () =>
        {
            SchemaChecks.Check(document.Schema.Schema);
            TableService.Check(document.Config, document.Schema.Schema);
            return Task.CompletedTask;
        });
        JsonObject shown = TableConfigsDocument.Write(document.Config.Name, document.Schema.Json, document.Config.Json);
        shown["unrecognizedProperties"] = RestAnswer.Object(document.Unrecognized);
        return RestAnswer.Json(shown);
    }

    private static async Task<IResult> ReplaceAsync(string name, HttpRequest request, TableService tables, SchemaService schemas, ReloadJobs reloads)
    {
        TableConfigsDocument document = TableConfigsDocument.Parse(await RestBody.ReadAsync(request, "TableConfigs"));
        if (!string.Equals(document.Config.Name, name, StringComparison.Ordinal))
        {
            throw RestException.BadRequest(
                $"Invalid TableConfigs: {document.Config.Name}. Reason: 'tableName' in TableConfigs: {document.Config.Name} must match provided tableName: {name}");
        }

        Table table = tables.Find(name) ?? throw RestException.BadRequest($"TableConfigs: {name} does not exist. Use POST to create it first.");
        if (!request.IsOn("forceTableSchemaUpdate") && schemas.FaultOfChange(document.Schema) is { } fault)
        {
            throw TableConfigsDocument.Refused(
                name, $"Backward incompatible schema {name}. Only allow adding new columns. Reason: {fault}. Use forceTableSchemaUpdate=true to insist.");
        }

        await ExplainAsync(name, () => tables.UpdateAsync(table, document.Config, document.Schema, request.IsOn("forceTableSchemaUpdate")));
        if (request.IsOn("reload"))
        {
            reloads.Start(table);
        }

        return RestAnswer.Status($"TableConfigs updated for {name}", document.Unrecognized);
    }

    private static async Task<IResult> DeleteAsync(string name, TableService tables, SchemaService schemas)
    {
        if (tables.Find(name) is { } table)
        {
            await tables.DeleteAsync(table, SchemaAfterDelete.Goes);
            return RestAnswer.Status($"Deleted TableConfigs: {name}");
        }

        if (schemas.Find(name) is not null)
        {
            schemas.Delete(name);
        }

        return RestAnswer.Status($"TableConfigs: {name} don't exist. Invoked delete anyway to clean stale metadata/segments");
    }

    private static async Task ExplainAsync(string name, Func<Task> change)
    {
        try
        {
            await change();
        }
        catch (Exception exception) when (exception is TableConfigException or SchemaException or Ingestion.Sources.IngestionException)
        {
            throw TableConfigsDocument.Refused(name, exception.Message);
        }
    }
}

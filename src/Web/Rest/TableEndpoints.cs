using System.Text.Json.Nodes;
using Segments.Schema;
using Segments.Tables;
using Web.Access;
using Web.Visitors;

namespace Web.Rest;

/// <summary><c>/tables</c>: list, create, read, change, remove.</summary>
internal static class TableEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapRead("/tables", List);
        app.MapPost("/tables", AddAsync);
        app.MapPost("/tables/validate", ValidateAsync).Demand(VisitorRole.Viewer);
        app.MapRead("/tables/{name}", Get);
        app.MapPut("/tables/{name}", ReplaceAsync);
        app.MapDelete("/tables/{name}", DeleteAsync);
        app.MapRead("/tables/{name}/schema", GetSchema);
    }

    private static IResult List(HttpRequest request, TableCatalog catalog, string? type, string? sortType, string? taskType)
    {
        TableType wanted = TableTypes.Parse(type, StatusCodes.Status500InternalServerError);
        string order = (sortType ?? "NAME").ToUpperInvariant();
        if (order is not ("NAME" or "CREATIONTIME" or "LASTMODIFIEDTIME"))
        {
            throw new RestException(
                StatusCodes.Status500InternalServerError, $"No sort order '{sortType}': 'sortType' must be name, creationTime or lastModifiedTime");
        }

        IEnumerable<Table> tables = wanted == TableType.Offline || taskType is not null || IsForOtherDatabase(request) ? [] : catalog.Tables;
        tables = order switch
        {
            "CREATIONTIME" => tables.OrderBy(table => table.Definition.CreatedAt),
            "LASTMODIFIEDTIME" => tables.OrderBy(table => table.Definition.ModifiedAt),
            _ => tables.OrderBy(table => table.Name, StringComparer.Ordinal),
        };
        bool hasSuffix = wanted == TableType.Realtime || order is not "NAME";
        IEnumerable<string> names = tables.Select(table => hasSuffix ? table.Definition.Config.NameWithType : table.Name);
        return RestAnswer.Json(new JsonObject { ["tables"] = RestAnswer.List(request.Flag("sortAsc") is false ? names.Reverse() : names) });
    }

    private static async Task<IResult> AddAsync(HttpRequest request, TableService tables, string? validationTypesToSkip)
    {
        TableConfig config = TableConfig.Parse(await RestBody.ReadAsync(request, "table config"));
        Table table = await tables.CreateAsync(config, Skips(validationTypesToSkip, "ALL", "TASK"), request.HttpContext.RequestAborted);
        return RestAnswer.Status($"Table {table.Definition.Config.NameWithType} successfully added", config.Unrecognized);
    }

    private static async Task<IResult> ValidateAsync(HttpRequest request, SchemaService schemas, string? validationTypesToSkip)
    {
        JsonObject json = await RestBody.ReadAsync(request, "table config");
        TableConfig config = Parse(json, "table config json string");
        if (!Skips(validationTypesToSkip, "ALL"))
        {
            JsonObject schema = schemas.Find(config.Name)
                ?? throw RestException.BadRequest($"Invalid table config: {config.NameWithType}. Failed to find schema for table: {config.NameWithType}");
            Explain($"Invalid table config: {config.NameWithType}.", () => TableService.Check(config, SchemaJson.Parse(schema, config.NullVectors).Schema, Skips(validationTypesToSkip, "TASK")));
        }

        JsonObject shown = config.Json.DeepClone().AsObject();
        shown["tenants"] = json["tenants"]!.DeepClone(); // filled in only when the table is created
        return RestAnswer.Json(new JsonObject { ["REALTIME"] = shown, ["unrecognizedProperties"] = RestAnswer.Object(config.Unrecognized) });
    }

    private static IResult Get(string name, TableService tables, string? type)
    {
        Table? table = tables.Find(name);
        return table is not null && type?.Equals("REALTIME", StringComparison.OrdinalIgnoreCase) is not false
            ? RestAnswer.Json(new JsonObject { ["REALTIME"] = table.Definition.Config.Json.DeepClone() })
            : throw RestException.NotFound($"Table {(type is null || table is null ? name : $"{table.Name}_{type.ToUpperInvariant()}")} does not exist");
    }

    private static async Task<IResult> ReplaceAsync(string name, HttpRequest request, TableService tables, SchemaService schemas)
    {
        string prefix = $"Invalid table config: {name} with error:";
        JsonObject json = await RestBody.ReadAsync(request, $"table config: {name} with error: table config");
        TableConfig config = Explain(prefix, () => TableConfig.Parse(json));
        string raw = TableConfig.RawName(name);
        if (!string.Equals(config.Name, raw, StringComparison.Ordinal))
        {
            throw RestException.BadRequest($"{prefix} Request table {raw}_REALTIME does not match table name in the body {config.NameWithType}");
        }

        if (schemas.Find(raw) is null)
        {
            throw RestException.BadRequest($"{prefix} Failed to find schema for table: {config.NameWithType}");
        }

        Table table = tables.Find(name) ?? throw RestException.NotFound($"Table {config.NameWithType} does not exist");
        await ExplainAsync(prefix, () => tables.UpdateAsync(table, config, schema: null, request.IsOn("force")));
        return RestAnswer.Status($"Table config updated for {name}", config.Unrecognized);
    }

    private static async Task<IResult> DeleteAsync(string name, TableService tables, string? type, string? retention)
    {
        if (retention is not null && !IsPeriod(retention))
        {
            throw new RestException(StatusCodes.Status500InternalServerError, $"Invalid time spec '{retention}' (Valid examples: '3h', '4h30m')");
        }

        Table? table = TableTypes.Parse(type, StatusCodes.Status500InternalServerError) == TableType.Offline ? null : tables.Find(name);
        if (table is null)
        {
            throw RestException.NotFound($"Table '{name}' with type {type?.ToUpperInvariant() ?? "null"} does not exist");
        }

        await tables.DeleteAsync(table, SchemaAfterDelete.Stays);
        return RestAnswer.Status($"Tables: [{table.Definition.Config.NameWithType}] deleted");
    }

    private static IResult GetSchema(string name, TableService tables, SchemaService schemas) =>
        RestAnswer.PrettyJson(tables.Find(name)?.Definition.SchemaJson ?? schemas.Find(name)
            ?? throw RestException.NotFound($"Schema not found for table: {name}"));

    private static bool Skips(string? types, params string[] kinds) =>
        types?.Split(',').Any(type => kinds.Contains(type.Trim(), StringComparer.OrdinalIgnoreCase)) is true;

    private static bool IsForOtherDatabase(HttpRequest request) =>
        request.Headers["Database"].ToString() is { Length: > 0 } database && database is not "default";

    private static bool IsPeriod(string text) => text.Length > 0 && char.IsAsciiDigit(text[0]) && text.All(letter => char.IsAsciiDigit(letter) || "dhms".Contains(letter, StringComparison.OrdinalIgnoreCase));

    private static TableConfig Parse(JsonObject json, string what)
    {
        try
        {
            return TableConfig.Parse(json);
        }
        catch (TableConfigException exception)
        {
            throw RestException.BadRequest($"Invalid {what}: {json["tableName"]?.ToString() ?? "(no tableName)"}. Reason: {exception.Message}");
        }
    }

    private static void Explain(string prefix, Action check) => Explain(prefix, () =>
    {
        check();
        return true;
    });

    private static T Explain<T>(string prefix, Func<T> check)
    {
        try
        {
            return check();
        }
        catch (Exception exception) when (exception is TableConfigException or SchemaException or Ingestion.Sources.IngestionException)
        {
            throw RestException.BadRequest($"{prefix} {exception.Message}");
        }
    }

    private static async Task ExplainAsync(string prefix, Func<Task> change)
    {
        try
        {
            await change();
        }
        catch (Exception exception) when (exception is TableConfigException or SchemaException or Ingestion.Sources.IngestionException)
        {
            throw RestException.BadRequest($"{prefix} {exception.Message}");
        }
    }
}

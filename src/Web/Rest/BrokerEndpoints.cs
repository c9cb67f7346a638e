using System.Text.Json.Nodes;
using Segments.Tables;
using Web.Hosting;

namespace Web.Rest;

/// <summary>Where to send queries: every client asks one of these first.</summary>
internal static class BrokerEndpoints
{
    private const string Tenant = "DefaultTenant";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapRead("/tables/livebrokers", LiveBrokers);
        app.MapRead("/tables/{name}/livebrokers", (string name, TableService tables, Settings settings) =>
            RestAnswer.Json(Known(name, tables, null, new JsonArray(Instances.Broker(settings.Server)))));
        MapFamily(app, "/brokers", settings => Instances.Broker(settings.Server));
        MapFamily(app, "/v2/brokers", Describe);
        app.MapRead("/debug/routingTable/{name}", RoutingTable).On(Listener.Both);
        app.MapRead("/debug/timeBoundary/{name}", TimeBoundary).On(Listener.Both);
        app.MapRead("/debug/tables/queryQuota/{name}", (string name) => Results.Text("0.0")).On(Listener.Both);
    }

    // The two generations of routes differ in how they name a broker: by text, or by an object.
    private static void MapFamily(IEndpointRouteBuilder app, string path, Func<Settings, JsonNode> broker)
    {
        app.MapRead(path, (TableCatalog catalog, Settings settings) => RestAnswer.Json(new JsonObject
        {
            ["tenants"] = ByTenant(settings),
            ["tables"] = ByTable(catalog, settings),
        }));
        app.MapRead($"{path}/tenants", (Settings settings) => RestAnswer.Json(ByTenant(settings)));
        app.MapRead($"{path}/tenants/{{tenant}}", (string tenant, Settings settings) => tenant is Tenant
            ? RestAnswer.Json(new JsonArray(broker(settings)))
            : throw RestException.NotFound($"Tenant '{tenant}' not found."));
        app.MapRead($"{path}/tables", (TableCatalog catalog, Settings settings) => RestAnswer.Json(ByTable(catalog, settings)));
        app.MapRead($"{path}/tables/{{name}}", (string name, TableService tables, Settings settings, string? type) =>
            RestAnswer.Json(Known(name, tables, type, new JsonArray(broker(settings)))));

        JsonObject ByTenant(Settings settings) => new() { [Tenant] = new JsonArray(broker(settings)) };

        JsonObject ByTable(TableCatalog catalog, Settings settings)
        {
            JsonObject tables = [];
            foreach (Table table in catalog.Tables)
            {
                tables[table.Name] = new JsonArray(broker(settings));
            }

            return tables;
        }
    }

    private static JsonArray Known(string name, TableService tables, string? type, JsonArray answer) =>
        TableTypes.Parse(type) != TableType.Offline && tables.Find(name) is not null ? answer : throw RestException.NotFound($"Table '{name}' not found.");

    private static IResult LiveBrokers(TableCatalog catalog, Settings settings, string? tables)
    {
        string[]? wanted = tables?.Split(',', StringSplitOptions.TrimEntries).Select(TableConfig.RawName).ToArray();
        JsonObject brokers = [];
        foreach (Table table in catalog.Tables.Where(table => wanted?.Contains(table.Name, StringComparer.Ordinal) is not false))
        {
            brokers[table.Definition.Config.NameWithType] = new JsonArray(Describe(settings));
        }

        return RestAnswer.Json(brokers);
    }

    private static JsonObject Describe(Settings settings) => new()
    {
        ["host"] = Instances.Host(settings.Server),
        ["port"] = settings.Server.BrokerPort,
        ["instanceName"] = Instances.Broker(settings.Server),
        ["grpcPort"] = -1,
    };

    private static IResult RoutingTable(string name, TableService tables, Settings settings)
    {
        Table table = tables.Find(name) ?? throw RestException.NotFound($"Cannot find routing for table: {name}");
        return RestAnswer.Json(new JsonObject
        {
            [table.Definition.Config.NameWithType] = new JsonObject
            {
                [Instances.Server(settings.Server)] = RestAnswer.List(TableSegments.Of(table).Select(segment => segment.Name)),
            },
        });
    }

    // Only a table with an offline half has one.
    private static IResult TimeBoundary(string name) => throw RestException.NotFound($"Cannot find time boundary for table: {name}");
}

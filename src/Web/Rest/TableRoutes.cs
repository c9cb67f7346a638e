using Web.Access;

namespace Web.Rest;

/// <summary>Maps everything that is not a query: tables, schemas, segments, cluster.</summary>
internal static class TableRoutes
{
    public static void AddTableRoutes(this IServiceCollection services)
    {
        services.AddSingleton<TableService>();
        services.AddSingleton<SchemaService>();
        services.AddSingleton<ReloadJobs>();
        services.AddSingleton<RetentionService>();
    }

    public static void MapTables(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder rest = app.MapRest().DemandRoles();
        SchemaEndpoints.Map(rest);
        TableEndpoints.Map(rest);
        TableConfigsEndpoints.Map(rest);
        TableInfoEndpoints.Map(rest);
        ConsumptionEndpoints.Map(rest);
        SegmentEndpoints.Map(rest);
        SegmentChangeEndpoints.Map(rest);
        PeriodicTaskEndpoints.Map(rest);
        BrokerEndpoints.Map(rest);
        ClusterEndpoints.Map(rest);
    }
}

using Web.Access;

namespace Web.Rest;

/// <summary>Maps everything that runs, lists and stops queries.</summary>
internal static class QueryRoutes
{
    public static void MapQueries(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder queries = app.MapGroup(string.Empty).DemandRoles();
        QueryEndpoints.Map(queries);
        RunningQueryEndpoints.Map(queries);
    }
}

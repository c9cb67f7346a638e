namespace Web.Rest;

/// <summary>Maps everything that runs, lists and stops queries.</summary>
internal static class QueryRoutes
{
    public static void MapQueries(this IEndpointRouteBuilder app)
    {
        QueryEndpoints.Map(app);
        RunningQueryEndpoints.Map(app);
    }
}

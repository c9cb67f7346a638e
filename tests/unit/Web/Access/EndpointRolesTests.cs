using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using UnitTests.Web.Rest;

namespace UnitTests.Web.Access;

/// <summary>Walks all routes: what changes something demands a role.</summary>
public sealed class EndpointRolesTests
{
    // They change nothing of the server's, or whose the thing is decides in the service.
    private static readonly string[] ForViewers =
    [
        "POST /query/sql", "POST /query", "POST /sql", "POST /tables/validate", "POST /tableConfigs/validate", "POST /schemas/validate",
        "DELETE /query/{id}", "DELETE /query/{broker}/{id}", "DELETE /clientQuery/{id}", "DELETE /clientQuery/{broker}/{id}",
    ];

    private static readonly string[] ForAnybody =
    [
        "GET /health", "GET /pinot-controller/admin", "GET /auth/info", "GET /auth/verify", "GET /auth/verify/v2", "POST /logout", "POST /csp-report",
    ];

    [Fact]
    public async Task Every_route_that_changes_something_demands_an_editor()
    {
        await using RestServer server = await RestServer.StartAsync();

        string[] changing = [.. Routes(server).Where(route => !route.Is("GET") && !ForViewers.Contains(route.Name, StringComparer.Ordinal) && !ForAnybody.Contains(route.Name, StringComparer.Ordinal)).Select(route => $"{route.Name}: {route.Demands}")];

        Assert.True(changing.Length > 20, string.Join('\n', changing));
        Assert.All(changing, route => Assert.EndsWith(": Editor", route, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_other_route_demands_a_viewer_but_those_that_are_open()
    {
        await using RestServer server = await RestServer.StartAsync();
        Route[] routes = [.. Routes(server)];

        Assert.All(routes.Where(route => route.Is("GET") && route.Name is not "GET /periodictask/run" && !ForAnybody.Contains(route.Name, StringComparer.Ordinal)), route => Assert.Equal("Viewer", route.Demands));
        Assert.Equal("Editor", routes.Single(route => route.Name is "GET /periodictask/run").Demands);
        Assert.Equal(ForAnybody.Order(StringComparer.Ordinal), routes.Where(route => route.Demands is "nothing").Select(route => route.Name).Order(StringComparer.Ordinal));
        Assert.Equal(ForViewers.Order(StringComparer.Ordinal), routes.Where(route => !route.Is("GET") && route.Demands is "Viewer").Select(route => route.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<Route> Routes(RestServer server) =>
        from endpoint in server.Endpoints
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
        where method is not "HEAD"
        select new Route($"{method} {endpoint.RoutePattern.RawText}", Demanded(endpoint));

    private static string Demanded(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
        ? "nothing"
        : string.Join(' ', endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy));

    private sealed record Route(string Name, string Demands)
    {
        public bool Is(string method) => Name.StartsWith(method + ' ', StringComparison.Ordinal);
    }
}

using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Web;
using Web.Access;
using Web.Components;
using Web.Hosting;
using Web.KeptResults;
using Web.Rest;

namespace UnitTests.Web.Hosting;

/// <summary>A GET is answered by a page or by a route, never by whichever happens to win.</summary>
public sealed partial class RouteCollisionTests
{
    [Fact]
    public async Task No_page_and_no_route_answer_the_same_address()
    {
        await using WebApplication app = Mapped();
        RouteEndpoint[] endpoints = [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];
        RouteEndpoint[] pages = [.. endpoints.Where(IsPage)];
        RouteEndpoint[] routes = [.. endpoints.Where(IsRoute)];

        IEnumerable<string> collisions =
            from page in pages
            from route in routes
            where CanMeet(page.RoutePattern, route.RoutePattern)
            select $"page {page.RoutePattern.RawText} and route {route.RoutePattern.RawText}";

        Assert.True(pages.Length > 10 && routes.Length > 50, $"{pages.Length} pages, {routes.Length} routes");
        Assert.Empty(collisions);
    }

    // What Program.cs maps is what is looked at above.
    [Fact]
    public void All_that_the_program_maps_is_looked_at()
    {
        string program = File.ReadAllText(Path.Combine(Repository.Root, "src", "Web", "Program.cs"));

        Assert.Equal(["MapAccess", "MapConsole", "MapQueries", "MapResults", "MapStaticAssets", "MapTables"], Map().Matches(program).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/catalog", "/catalog", true)]
    [InlineData("/catalog", "/Catalog/", true)]
    [InlineData("/catalog", "/tables", false)]
    [InlineData("/t/{name}", "/t/list", true)]
    [InlineData("/t/{name}", "/{kind}/{name}", true)]
    [InlineData("/t/{name}", "/t", false)]
    [InlineData("/new/{id}/{step?}", "/new/{id}", true)]
    [InlineData("/kafka/{brokers}/{topic}", "/{**rest}", true)]
    [InlineData("/kafka/{brokers}/{topic}", "/tables/{**rest}", false)]
    public void Templates_meet_where_one_address_fits_both(string page, string route, bool canMeet) =>
        Assert.Equal(canMeet, CanMeet(RoutePatternFactory.Parse(page), RoutePatternFactory.Parse(route)));

    private static WebApplication Mapped()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        Settings settings = new(new ServerOptions(), new StorageOptions(), new KafkaOptions(), new DemoOptions(), new global::Ingestion.Settings.IngestionOptions(), new global::Query.QueryLimits());
        builder.Services.AddHosting(settings);
        builder.Services.AddAccess(settings);
        builder.Services.AddSegments(settings);
        builder.Services.AddIngestion(settings);
        builder.Services.AddQueries(settings);
        builder.Services.AddTableRoutes();
        builder.Services.AddConsoleEngines(settings);
        builder.Services.AddConsole();
        builder.Services.AddConsoleAccess();
        WebApplication app = builder.Build();
        app.MapQueries();
        app.MapTables();
        app.MapAccess();
        app.MapResults();
        app.MapConsole();
        return app;
    }

    private static bool IsPage(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null && Literal(endpoint) != "not-found";

    // Those that share their path say so, and SharedPathPolicy tells who asks.
    private static bool IsRoute(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is null
        && endpoint.Metadata.GetMetadata<SharedPathMetadata>() is null
        && (endpoint.Metadata.GetMetadata<ListenerMetadata>()?.Listener ?? Listener.Controller).HasFlag(Listener.Controller)
        && (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is not { HttpMethods.Count: > 0 } methods || methods.HttpMethods.Contains("GET"))
        && !Literal(endpoint).StartsWith('_');

    private static string Literal(RouteEndpoint endpoint) => endpoint.RoutePattern.PathSegments is [{ Parts: [RoutePatternLiteralPart literal] }, ..] ? literal.Content : "";

    private static bool CanMeet(RoutePattern one, RoutePattern other) => CanMeet(one.PathSegments, other.PathSegments, 0);

    private static bool CanMeet(IReadOnlyList<RoutePatternPathSegment> one, IReadOnlyList<RoutePatternPathSegment> other, int at)
    {
        if (at >= one.Count || at >= other.Count)
        {
            return (at >= one.Count || CanBeAbsent(one[at])) && (at >= other.Count || CanBeAbsent(other[at]));
        }

        return IsRest(one[at]) || IsRest(other[at]) || (Fits(one[at], other[at]) && CanMeet(one, other, at + 1));
    }

    private static bool Fits(RoutePatternPathSegment one, RoutePatternPathSegment other) =>
        one.Parts is not [RoutePatternLiteralPart first] || other.Parts is not [RoutePatternLiteralPart second] || string.Equals(first.Content, second.Content, StringComparison.OrdinalIgnoreCase);

    private static bool CanBeAbsent(RoutePatternPathSegment segment) => segment.Parts is [RoutePatternParameterPart { IsOptional: true } or RoutePatternParameterPart { IsCatchAll: true }];

    private static bool IsRest(RoutePatternPathSegment segment) => segment.Parts is [RoutePatternParameterPart { IsCatchAll: true }];

    [GeneratedRegex(@"app\.(?<name>Map\w+)\(", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Map();
}

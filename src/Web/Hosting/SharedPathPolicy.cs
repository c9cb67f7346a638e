using Microsoft.AspNetCore.Routing.Matching;

namespace Web.Hosting;

/// <summary>Marks a route whose path is a page's too.</summary>
internal sealed class SharedPathMetadata;

/// <summary>
/// <c>/query</c> is our page and Pinot's route. The route answers what the page cannot mean: a request with <c>sql</c>, one that
/// does not ask for HTML, or one that is no GET. Everything else is a person with a browser.
/// </summary>
internal sealed class SharedPathPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => 1; // after the ports: on the broker's there is no page

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<SharedPathMetadata>() is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        bool hasPage = false;
        for (int i = 0; i < candidates.Count; i++)
        {
            hasPage |= candidates.IsValidCandidate(i) && !IsRoute(candidates[i].Endpoint);
        }

        bool isForRoute = !hasPage || IsForRoute(httpContext.Request);
        for (int i = 0; i < candidates.Count; i++)
        {
            if (IsRoute(candidates[i].Endpoint) != isForRoute)
            {
                candidates.SetValidity(i, value: false);
            }
        }

        return Task.CompletedTask;
    }

    private static bool IsRoute(Endpoint endpoint) => endpoint.Metadata.GetMetadata<SharedPathMetadata>() is not null;

    private static bool IsForRoute(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) || request.Query.ContainsKey("sql") || !AcceptsHtml(request);

    private static bool AcceptsHtml(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}

/// <summary>Says that a route shares its path with a page.</summary>
internal static class SharedPathExtensions
{
    public static void SharesPathWithPage<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new SharedPathMetadata());
}

using Microsoft.AspNetCore.Routing.Matching;

namespace Web.Hosting;

/// <summary>Which of the two ports answers an endpoint.</summary>
[Flags]
internal enum Listener
{
    /// <summary>The port of console and controller.</summary>
    Controller = 1,

    /// <summary>The port of Pinot's broker.</summary>
    Broker = 2,

    /// <summary>Both.</summary>
    Both = Controller | Broker,
}

/// <summary>Marks an endpoint with the ports it belongs to; without it, it is the controller's.</summary>
internal sealed record ListenerMetadata(Listener Listener);

/// <summary>Keeps each endpoint on its port. The same path may mean different things on the two.</summary>
internal sealed class ListenerPolicy(Settings settings) : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => 0;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => true;

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        Listener asked = httpContext.ListenerOf(settings.Server);
        for (int i = 0; i < candidates.Count; i++)
        {
            if (candidates[i].Endpoint is RouteEndpoint endpoint && !ServedOn(endpoint).HasFlag(asked)) // what answers 405 has no route and stays
            {
                candidates.SetValidity(i, value: false);
            }
        }

        return Task.CompletedTask;
    }

    private static Listener ServedOn(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<ListenerMetadata>()?.Listener ?? Listener.Controller;
}

/// <summary>Says on which port an endpoint answers and a request came in.</summary>
internal static class ListenerExtensions
{
    /// <summary>Serves the endpoint on these ports only.</summary>
    public static TBuilder On<TBuilder>(this TBuilder endpoint, Listener listener)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new ListenerMetadata(listener));

    public static Listener ListenerOf(this HttpContext context, ServerOptions server) =>
        context.Connection.LocalPort == server.BrokerPort ? Listener.Broker : Listener.Controller;
}

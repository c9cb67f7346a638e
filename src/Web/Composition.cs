using Microsoft.Extensions.DependencyInjection.Extensions;
using Web.Hosting;

namespace Web;

/// <summary>The only place where concrete types are chosen.</summary>
internal static class Composition
{
    public static void AddHosting(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, ListenerPolicy>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, SharedPathPolicy>());
    }
}

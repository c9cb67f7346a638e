using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Web.Hosting;
using IPNetwork = System.Net.IPNetwork;

namespace Web.Access;

/// <summary>Proxies in front of the server: only theirs are the headers that say who asks, from where and over what.</summary>
internal static class TrustedProxies
{
    private static readonly object Mark = new();

    /// <summary>True if the request came through a proxy that is believed.</summary>
    public static bool IsBehind(HttpContext context) => context.Items.ContainsKey(Mark);

    /// <summary>Marks their requests, and takes address, scheme and host from them.</summary>
    public static void UseTrustedProxies(this WebApplication app)
    {
        IReadOnlyList<IPNetwork> proxies = app.Services.GetRequiredService<Settings>().Access.Proxies;
        if (proxies.Count == 0)
        {
            return;
        }

        ForwardedHeadersOptions headers = new() { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost };
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();
        foreach (IPNetwork proxy in proxies)
        {
            headers.KnownIPNetworks.Add(proxy);
        }

        app.Use((context, next) =>
        {
            // Before the next step puts the browser's address in the proxy's place.
            if (context.Connection.RemoteIpAddress is { } address && proxies.Any(proxy => Contains(proxy, address)))
            {
                context.Items[Mark] = true;
            }

            return next(context);
        });
        app.UseForwardedHeaders(headers);
    }

    private static bool Contains(IPNetwork network, IPAddress address) => network.Contains(address) || (address.IsIPv4MappedToIPv6 && network.Contains(address.MapToIPv4()));
}

using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Web.Hosting;

/// <summary>The two endpoints of the process and the addresses people open.</summary>
internal static class Listeners
{
    private const int MaxRequestLineBytes = 32 * 1024; // links carry whole statements

    public static void ListenOn(this WebApplicationBuilder builder, ServerOptions options) =>
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestLineSize = MaxRequestLineBytes;
            kestrel.Listen(options.Host, options.Port);
            kestrel.Listen(options.Host, options.BrokerPort);
        });

    public static bool IsKnownHost(string host) => IsLoopback(host) || host is "*" || IPAddress.TryParse(host, out _);

    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>What to type into a browser on this machine; on a public address, the name other machines know.</summary>
    public static string AddressToOpen(ServerOptions options) => $"http://{NameToOpen(options.Host)}:{options.Port}";

    private static string NameToOpen(string host) => host switch
    {
        "*" or "0.0.0.0" or "::" => "localhost",
        _ => IPAddress.TryParse(host, out IPAddress? address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{host}]" : host,
    };

    private static void Listen(this KestrelServerOptions kestrel, string host, int port)
    {
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            kestrel.ListenLocalhost(port);
        }
        else if (host is "*")
        {
            kestrel.ListenAnyIP(port);
        }
        else
        {
            kestrel.Listen(IPAddress.Parse(host), port);
        }
    }
}

namespace Web.Hosting;

/// <summary>Pinot's names for the three roles, all played by this process. Clients take host and port from them.</summary>
internal static class Instances
{
    private const int ServerPort = 8098; // nobody connects to it; Pinot's own port keeps names alike

    public static string Controller(ServerOptions options) => $"Controller_{Host(options)}_{options.Port}";

    public static string Broker(ServerOptions options) => $"Broker_{Host(options)}_{options.BrokerPort}";

    public static string Server(ServerOptions options) => $"Server_{Host(options)}_{ServerPort}";

    /// <summary>A name under which clients reach this process.</summary>
    public static string Host(ServerOptions options) => options.Host is "*" or "0.0.0.0" or "::" ? System.Net.Dns.GetHostName() : options.Host;
}

namespace Web.Hosting;

/// <summary>Where the process listens. Section <c>Server</c>.</summary>
internal sealed class ServerOptions
{
    /// <summary>Host name or address to listen on; <c>localhost</c> keeps other machines out, <c>*</c> lets all in.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>Port of the console and of Pinot's controller routes.</summary>
    public int Port { get; init; } = 9000;

    /// <summary>Port of Pinot's broker routes.</summary>
    public int BrokerPort { get; init; } = 8099;

    /// <summary>Pages of the console that may be open at a time, in all browsers.</summary>
    public int MaxCircuits { get; init; } = 500;

    /// <summary>True if other machines can reach the process.</summary>
    public bool IsPublic => !Listeners.IsLoopback(Host);

    public IEnumerable<string> Validate()
    {
        if (!Listeners.IsKnownHost(Host))
        {
            yield return $"Server:Host is '{Host}'; give localhost, * for every address, or an IP address of this machine";
        }

        if (MaxCircuits < 1)
        {
            yield return $"Server:MaxCircuits is {MaxCircuits}; give 1 or more";
        }

        if (Port is < 1 or > 65_535)
        {
            yield return $"Server:Port is {Port}; give a port from 1 to 65535";
        }

        if (BrokerPort is < 1 or > 65_535)
        {
            yield return $"Server:BrokerPort is {BrokerPort}; give a port from 1 to 65535";
        }
        else if (BrokerPort == Port)
        {
            yield return $"Server:BrokerPort is {BrokerPort}, the same as Server:Port; give two different ports";
        }
    }
}

using System.Globalization;

namespace Ingestion.Diagnosis;

/// <summary>Where a broker is said to listen.</summary>
internal readonly record struct BrokerAddress(string Host, int Port)
{
    private const int DefaultPort = 9092;

    /// <summary>Reads <c>bootstrap.servers</c>.</summary>
    /// <exception cref="StageException">One of them is no address.</exception>
    public static IReadOnlyList<BrokerAddress> ParseList(string brokers)
    {
        BrokerAddress[] all = [.. brokers.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Parse)];
        return all.Length > 0 ? all : throw new StageException("No address is given. Write host and port, such as kafka:9092.");
    }

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    private static BrokerAddress Parse(string text)
    {
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        string address = scheme < 0 ? text : text[(scheme + 3)..];
        int colon = address.LastIndexOf(':');
        bool hasPort = colon >= 0 && (address[0] != '[' || address[colon - 1] == ']') && (address[0] == '[' || address.IndexOf(':', StringComparison.Ordinal) == colon);
        string host = (hasPort ? address[..colon] : address).Trim('[', ']');
        int port = DefaultPort;
        return host.Length > 0 && (!hasPort || (int.TryParse(address[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535))
            ? new BrokerAddress(host, port)
            : throw new StageException($"'{text}' is no address of a broker. Write host and port, such as kafka:9092.");
    }
}

namespace Web.Hosting;

/// <summary>The Kafka that new tables come from unless they name another. Section <c>Kafka</c>.</summary>
internal sealed class KafkaOptions
{
    /// <summary><c>host:port</c>, several separated by commas; null if none is set.</summary>
    public string? BootstrapServers { get; init; }

    public IEnumerable<string> Validate()
    {
        foreach (string server in (BootstrapServers ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int colon = server.LastIndexOf(':');
            if (colon < 1 || !ushort.TryParse(server.AsSpan(colon + 1), out ushort port) || port == 0)
            {
                yield return $"Kafka:BootstrapServers has '{server}'; give host:port, such as localhost:9092";
            }
        }
    }
}

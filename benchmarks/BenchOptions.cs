namespace Benchmarks;

/// <summary>What all runs have in common.</summary>
internal sealed record BenchOptions
{
    /// <summary>Bootstrap servers of a running broker; null to start one.</summary>
    public string? Kafka { get; init; }

    /// <summary>Where topics, segments, rows for DuckDB and logs go.</summary>
    public required string WorkDirectory { get; init; }

    /// <summary>The published server's <c>Web.dll</c>.</summary>
    public required string Server { get; init; }

    /// <summary>HTTP port of the server; the next one is its broker port.</summary>
    public required int Port { get; init; }

    /// <summary>First of the five ports of a broker started for the run.</summary>
    public int KafkaPort => Port + 10;
}

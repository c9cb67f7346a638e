using System.Text.Json.Nodes;
using Benchmarks.Generation;
using Benchmarks.Hosting;
using Benchmarks.Loading;
using Benchmarks.Pages;

namespace Benchmarks.Runs;

/// <summary>Every run with little data, so that the benchmarks keep working.</summary>
internal static class DryRun
{
    public const long Rows = 5_000;

    public const int MessagesPerSecond = 1_000;

    public static QueryRunSize QuerySize { get; } = new(Rows, Rows, WarmUps: 1, Runs: 2, Only: "");

    public static UiRunSize UiSize { get; } = new(Loads: 1, Circuits: 5, Duration: TimeSpan.FromSeconds(2), Screens: 3);

    public static TimeSpan Duration { get; } = TimeSpan.FromSeconds(1);

    public static JsonObject Run(BenchOptions options)
    {
        using Broker broker = Broker.Open(options);
        BenchOptions shared = options with { Kafka = broker.Servers };
        return new JsonObject
        {
            ["engineIngest"] = EngineRun.Ingest(shared, Enum.GetValues<RowKind>(), Rows, byRecords: false),
            ["engineIngestByRecords"] = EngineRun.Ingest(shared, Enum.GetValues<RowKind>(), Rows, byRecords: true),
            ["engineQuery"] = EngineRun.Query(shared, QuerySize),
            ["ingest"] = IngestRun.Run(shared, Workload.All, Rows),
            ["query"] = QueryRun.Run(shared, QuerySize),
            ["freshness"] = FreshnessRun.Run(shared, Duration, Duration, MessagesPerSecond),
            ["idle"] = IdleRun.Run(shared, Duration),
            ["restart"] = RestartRun.Run(shared, Rows),
            ["ui"] = Chromium.IsAvailable ? UiRun.Run(shared, UiSize) : null,
        };
    }
}

using System.Text.Json.Nodes;
using Benchmarks.Generation;
using Benchmarks.Hosting;
using Benchmarks.Loading;
using Benchmarks.Measuring;
using Benchmarks.Reporting;

namespace Benchmarks.Runs;

/// <summary>How fast a full topic becomes a queryable table, and what a row costs then.</summary>
internal static class IngestRun
{
    /// <summary>Loads each workload into a fresh server and prints a table.</summary>
    /// <param name="options">Where things are.</param>
    /// <param name="workloads">What to load, in order.</param>
    /// <param name="rows">Messages of each; null for the usual number.</param>
    public static JsonObject Run(BenchOptions options, IReadOnlyList<Workload> workloads, long? rows)
    {
        using Broker broker = Broker.Open(options);
        TextTable table = new("rows", "count", "rows/s", "steady", "CPU s/M rows", "consuming B/row", "sealed B/row", "seal s", "peak RSS MB");
        JsonArray figures = [];
        foreach (Workload workload in workloads)
        {
            JsonObject figure = Load(options, broker, workload, rows ?? UsualRows(workload.Kind));
            figures.Add((JsonNode)figure);
            table.Add([.. figure.Select(member => member.Value is null ? "-" : member.Value.ToString())]);
        }

        Console.Error.WriteLine(table);
        return new JsonObject { ["kinds"] = figures };
    }

    /// <summary>The rows that the reference figures are about.</summary>
    public static long UsualRows(RowKind kind) => kind is RowKind.Clicks ? 1_000_000 : 5_000_000;

    private static JsonObject Load(BenchOptions options, Broker broker, Workload workload, long rows)
    {
        string topic = TopicFiller.Fill(broker.Servers, workload, rows);
        using ServerProcess server = ServerProcess.Start(options, $"ingest-{workload.Name}", broker.Servers);
        BenchTable table = new(server.Client, workload);
        TimeSpan cpuBefore = server.CpuTime;
        ArrivalCurve curve = table.Load(broker.Servers, topic, rows);
        TimeSpan cpu = server.CpuTime - cpuBefore;
        long consumingBytes = table.ConsumingBytes();
        TimeSpan seal = table.Seal();
        return new JsonObject
        {
            ["kind"] = workload.Name,
            ["rows"] = rows,
            ["rowsPerSecond"] = Math.Round(curve.WholeRate),
            ["steadyRowsPerSecond"] = curve.SteadyRate is { } steady ? Math.Round(steady) : null,
            ["cpuSecondsPerMillionRows"] = Report.Rounded(cpu.TotalSeconds / rows * 1e6),
            ["consumingBytesPerRow"] = Report.Rounded(consumingBytes / (double)rows),
            ["sealedBytesPerRow"] = Report.Rounded(table.SealedBytes() / (double)rows),
            ["sealSeconds"] = Report.Rounded(seal.TotalSeconds),
            ["peakResidentMb"] = server.PeakResidentBytes >> 20,
        };
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Benchmarks.Generation;
using Benchmarks.Hosting;
using Benchmarks.Loading;
using Benchmarks.Reporting;

namespace Benchmarks.Runs;

/// <summary>Memory of a server that has started, holds one small table, and is left alone.</summary>
internal static class IdleRun
{
    private const long Rows = 1_000;

    /// <param name="options">Where things are.</param>
    /// <param name="wait">Time between the start and the measurement.</param>
    public static JsonObject Run(BenchOptions options, TimeSpan wait)
    {
        using Broker broker = Broker.Open(options);
        string topic = TopicFiller.Fill(broker.Servers, Workload.Of(RowKind.Events), Rows);
        using ServerProcess server = ServerProcess.Start(options, "idle", broker.Servers);
        new BenchTable(server.Client, Workload.Of(RowKind.Events)).Load(broker.Servers, topic, Rows);
        Progress.Say($"leaving the server alone for {wait.TotalSeconds} s");
        TimeSpan cpuBefore = server.CpuTime;
        Thread.Sleep(wait);
        TimeSpan cpu = server.CpuTime - cpuBefore;

        TextTable table = new("idle server", "resident MB", "CPU %", "start s");
        table.Add(
            $"one table of {Rows:N0} rows, after {wait.TotalSeconds} s",
            (server.ResidentBytes >> 20).ToString(CultureInfo.InvariantCulture),
            (cpu / wait * 100).ToString("F1", CultureInfo.InvariantCulture),
            server.StartTime.TotalSeconds.ToString("F2", CultureInfo.InvariantCulture));
        Console.Error.WriteLine(table);
        return new JsonObject
        {
            ["residentMb"] = server.ResidentBytes >> 20,
            ["cpuPercent"] = Report.Rounded(cpu / wait * 100, 1),
            ["startSeconds"] = Report.Rounded(server.StartTime.TotalSeconds),
        };
    }
}

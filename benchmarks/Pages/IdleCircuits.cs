using System.Globalization;
using System.Text.Json.Nodes;
using Benchmarks.Circuits;
using Benchmarks.Hosting;
using Benchmarks.Reporting;

namespace Benchmarks.Pages;

/// <summary>Many people who leave the ingest page open: what they cost the server, which draws each page once a second.</summary>
internal static class IdleCircuits
{
    private const double CpuLimitPercent = 10;
    private const double MemoryLimitMb = 2;
    private const double Megabyte = 1 << 20;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    /// <param name="server">With a table that takes rows all the while.</param>
    /// <param name="address">Root of its console.</param>
    /// <param name="count">Circuits.</param>
    /// <param name="duration">How long CPU time is counted, without the circuits and with them.</param>
    public static async Task<JsonObject> MeasureAsync(ServerProcess server, Uri address, int count, TimeSpan duration)
    {
        using HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
        List<Circuit> circuits = [];
        try
        {
            // The first circuits load and compile what all share.
            await OpenAsync(http, address, circuits, count: Math.Max(1, count / 20));
            await Task.Delay(Settling);
            int before = circuits.Count;
            double cpuOfFew = await CpuPercentAsync(server, duration);
            long memoryOfFew = server.ResidentBytes;
            await OpenAsync(http, address, circuits, count);
            await Task.Delay(Settling);
            (long batches, long bytes) = (circuits.Sum(circuit => circuit.Batches), circuits.Sum(circuit => circuit.Bytes));
            double cpu = await CpuPercentAsync(server, duration);
            batches = circuits.Sum(circuit => circuit.Batches) - batches;
            bytes = circuits.Sum(circuit => circuit.Bytes) - bytes;
            if (circuits.Find(circuit => circuit.Fault is not null) is { } broken)
            {
                throw new BenchException($"a circuit ended: {broken.Fault}");
            }

            double megabytes = (server.ResidentBytes - memoryOfFew) / Megabyte / count;
            double perSecond = batches / duration.TotalSeconds / circuits.Count;
            Progress.Say(string.Create(CultureInfo.InvariantCulture, $"{count} circuits more, drawn {perSecond:F2} times a second: {cpu - cpuOfFew:F1} % of a core beside {cpuOfFew:F1} % of the server with {before} of them; {megabytes:F2} MB each"));
            return new JsonObject
            {
                ["circuits"] = count,
                ["drawingsPerSecondEach"] = Report.Rounded(perSecond),
                ["bytesPerDrawing"] = Math.Round((double)bytes / Math.Max(1, batches)),
                ["cpuPercent"] = new Budget(cpu - cpuOfFew, CpuLimitPercent).Json,
                ["cpuPercentBefore"] = new JsonObject { ["circuits"] = before, ["value"] = Report.Rounded(cpuOfFew) },
                ["megabytesEach"] = new Budget(megabytes, MemoryLimitMb).Json,
                ["residentMb"] = Math.Round(server.ResidentBytes / Megabyte),
            };
        }
        finally
        {
            await Task.WhenAll(circuits.Select(circuit => circuit.DisposeAsync().AsTask()));
        }
    }

    private static async Task OpenAsync(HttpClient http, Uri address, List<Circuit> circuits, int count)
    {
        for (int i = 0; i < count; i++)
        {
            circuits.Add(await Circuit.OpenAsync(http, address, "/ingest", CancellationToken.None));
        }
    }

    private static async Task<double> CpuPercentAsync(ServerProcess server, TimeSpan duration)
    {
        TimeSpan before = server.CpuTime;
        await Task.Delay(duration);
        return (server.CpuTime - before) / duration * 100;
    }
}

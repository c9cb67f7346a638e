using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Benchmarks.Hosting;
using Benchmarks.Loading;
using Benchmarks.Reporting;

namespace Benchmarks.Runs;

/// <summary>How long a killed server takes until it answers as before: it opens its segments and reads again what was in memory.</summary>
internal static class RestartRun
{
    /// <summary>The rows that the reference figures are about.</summary>
    public const long UsualRows = 25_000_000;

    /// <param name="options">Where things are.</param>
    /// <param name="rows">Messages; the last twenty-fifth of them is in memory when the server is killed.</param>
    public static JsonObject Run(BenchOptions options, long rows)
    {
        using Broker broker = Broker.Open(options);
        Workload workload = Workload.Sealing(rows / 25 * 2);
        string question = $"SELECT COUNT(*), SUM(\"count\"), MAX(ts) FROM {workload.Table}";
        string topic = TopicFiller.Fill(broker.Servers, workload, rows);
        string before;
        using (ServerProcess killed = ServerProcess.Start(options, "restart", broker.Servers))
        {
            BenchTable table = new(killed.Client, workload);
            table.Load(broker.Servers, topic, rows);
            table.WaitUntilSealed();
            before = Answer(killed, question);
            killed.Kill();
        }

        using ServerProcess server = ServerProcess.StartAgain(options, "restart", broker.Servers);
        long healthy = Stopwatch.GetTimestamp();
        while (Answer(server, question) != before)
        {
            if (Stopwatch.GetElapsedTime(healthy) > TimeSpan.FromMinutes(1))
            {
                throw new BenchException($"a minute after its start the server answers {Answer(server, question)}, not {before} as before");
            }

            Thread.Sleep(10);
        }

        TimeSpan exact = server.StartTime + Stopwatch.GetElapsedTime(healthy);
        TextTable figures = new("killed server", "rows", "healthy s", "exact answers s");
        figures.Add(
            "started again",
            rows.ToString("N0", CultureInfo.InvariantCulture),
            server.StartTime.TotalSeconds.ToString("F2", CultureInfo.InvariantCulture),
            exact.TotalSeconds.ToString("F2", CultureInfo.InvariantCulture));
        Console.Error.WriteLine(figures);
        return new JsonObject
        {
            ["rows"] = rows,
            ["rowsReadAgain"] = rows / 25,
            ["healthySeconds"] = Report.Rounded(server.StartTime.TotalSeconds),
            ["exactSeconds"] = Report.Rounded(exact.TotalSeconds),
        };
    }

    private static string Answer(ServerProcess server, string question)
    {
        JsonNode answer = JsonNode.Parse(server.Client.Query(question))!;
        return answer["resultTable"]?["rows"]?.ToJsonString() ?? answer["exceptions"]!.ToJsonString();
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Benchmarks.Loading;
using Benchmarks.Measuring;
using Benchmarks.Reporting;

namespace Benchmarks.Hosting;

/// <summary>A benchmark table on the server: created, loaded, sealed through REST.</summary>
internal sealed class BenchTable(ServerClient client, Workload workload)
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(60);

    private readonly string _name = workload.Table;

    /// <summary>Creates schema and table over a topic.</summary>
    public void Create(string servers, string topic)
    {
        client.Post("/schemas", TableFiles.Schema(workload).ToJsonString());
        client.Post("/tables", TableFiles.Table(workload, servers, topic).ToJsonString());
    }

    /// <summary>Creates the table over a full topic and waits until all of its rows can be queried.</summary>
    /// <remarks>Where rows are dropped or replaced, a count does not tell: then the position that is published with them does.</remarks>
    public ArrivalCurve Load(string servers, string topic, long rows)
    {
        ArrivalCurve curve = new();
        client.Post("/schemas", TableFiles.Schema(workload).ToJsonString());
        long started = Stopwatch.GetTimestamp();
        client.Post("/tables", TableFiles.Table(workload, servers, topic).ToJsonString());
        (long count, long lastCount, TimeSpan lastGain) = (0, 0, TimeSpan.Zero);
        while (count < rows)
        {
            count = workload.HasFewerRows ? Position() : client.Count(_name);
            TimeSpan now = Stopwatch.GetElapsedTime(started);
            curve.Add(now, count);
            (lastCount, lastGain) = count > lastCount ? (count, now) : (lastCount, lastGain);
            if (now - lastGain > StallLimit)
            {
                throw new BenchException($"table {_name} stays at {count:N0} of {rows:N0} rows for {StallLimit.TotalSeconds} s: see the server's log");
            }

            if (count < rows)
            {
                Thread.Sleep(PollEvery);
            }
        }

        Progress.Say(string.Create(CultureInfo.InvariantCulture, $"{_name}: {count:N0} rows queryable after {curve.Duration.TotalSeconds:F2} s"));
        return count == rows ? curve : throw new BenchException($"table {_name} has {count:N0} rows, more than the {rows:N0} of its topic");
    }

    /// <summary>Seals the consuming segment and waits until it is done.</summary>
    /// <returns>How long that took.</returns>
    public TimeSpan Seal()
    {
        long started = Stopwatch.GetTimestamp();
        string job = client.Post($"/tables/{_name}/forceCommit")["forceCommitJobId"]!.GetValue<string>();
        while (client.Get($"/tables/forceCommitStatus/{job}")["numberOfSegmentsYetToBeCommitted"]!.GetValue<int>() != 0)
        {
            if (Stopwatch.GetElapsedTime(started) > StallLimit)
            {
                throw new BenchException($"table {_name} is not sealed after {StallLimit.TotalSeconds} s: see the server's log");
            }

            Thread.Sleep(PollEvery);
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        Progress.Say(string.Create(CultureInfo.InvariantCulture, $"{_name}: sealed in {elapsed.TotalSeconds:F2} s"));
        return elapsed;
    }

    /// <summary>Waits until no full segment is in memory any more.</summary>
    public void WaitUntilSealed()
    {
        long started = Stopwatch.GetTimestamp();
        while (client.Number($"SELECT COUNT(*) FROM sys.partitions WHERE tableName = '{_name}' AND sealing > 0") != 0)
        {
            if (Stopwatch.GetElapsedTime(started) > StallLimit)
            {
                throw new BenchException($"table {_name} is still sealing after {StallLimit.TotalSeconds} s: see the server's log");
            }

            Thread.Sleep(PollEvery);
        }
    }

    /// <summary>Bytes of the sealed segments' files.</summary>
    public long SealedBytes() => client.Get($"/tables/{_name}/size")["reportedSizeInBytes"]!.GetValue<long>();

    /// <summary>Heap bytes of the consuming segments.</summary>
    public long ConsumingBytes()
    {
        JsonNode? bytes = client.Get($"/tables/{_name}/size")["consumingSizeInBytes"];
        return bytes?.GetValue<long>() ?? throw new BenchException($"GET /tables/{_name}/size does not tell the bytes of the consuming segments");
    }

    /// <summary>Messages whose rows can be queried.</summary>
    private long Position() => client.Get($"/tables/{_name}/consumingSegmentsInfo")["_segmentToConsumingInfoMap"]!.AsObject()
        .SelectMany(segment => segment.Value![0]!["partitionToOffsetMap"]!.AsObject())
        .Sum(partition => long.Parse(partition.Value!.GetValue<string>(), CultureInfo.InvariantCulture));
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Benchmarks.Generation;
using Benchmarks.Hosting;
using Benchmarks.Loading;
using Benchmarks.Measuring;
using Benchmarks.Reporting;
using Confluent.Kafka;

namespace Benchmarks.Runs;

/// <summary>
/// Time from handing a message to a producer until a query sees it, while the partition takes a steady load.
/// </summary>
/// <remarks>
/// A probe is sent every 20 ms whether or not the one before was seen (open loop), so a stall counts against every probe that it delays.
/// Probes are numbered and messages of a partition keep their order, so an answer of n to the count of probes from a number on means that
/// the n probes after it are visible. One connection asks that every millisecond (without a pause it would take a whole core from what it
/// measures): a probe is charged up to the arrival of the first answer that has it, so each figure contains up to one millisecond and one
/// round trip of the query more than the visibility itself. The round trip is reported beside it, and so is Kafka's own acknowledgement.
/// </remarks>
internal sealed class FreshnessRun
{
    // Above every count of the load, and rising: whatever asks for probes not seen yet skips the blocks before them by their bounds.
    private const long FirstProbe = 1_000_000;

    private static readonly TimeSpan ProbeEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(1);

    /// <summary>Probes of this time are sent and not counted.</summary>
    /// <remarks>
    /// A broker that has just started compiles its code beside its work: its own acknowledgements take hundreds of milliseconds at the
    /// 99th percentile in the first 40 s and stay below 10 ms after 60 s.
    /// </remarks>
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ServerClient _client;
    private readonly string _servers;
    private readonly TopicPartition _target;
    private readonly int _uncounted;
    private readonly long[] _sentAt;
    private readonly double[] _acknowledgedMs;
    private readonly List<double> _latencies = [];
    private readonly List<double> _roundTrips = [];

    private FreshnessRun(ServerClient client, string servers, string topic, TimeSpan warmUp, TimeSpan duration)
    {
        _client = client;
        _servers = servers;
        _target = new TopicPartition(topic, 0);
        _uncounted = (int)(warmUp / ProbeEvery);
        _sentAt = new long[_uncounted + (int)(duration / ProbeEvery)];
        _acknowledgedMs = new double[_sentAt.Length];
    }

    /// <param name="options">Where things are.</param>
    /// <param name="warmUp">Time before measuring.</param>
    /// <param name="duration">Time of measuring.</param>
    /// <param name="messagesPerSecond">The load beside the probes.</param>
    public static JsonObject Run(BenchOptions options, TimeSpan warmUp, TimeSpan duration, int messagesPerSecond)
    {
        using Broker broker = Broker.Open(options);
        string topic = $"bench-freshness-{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}";
        TopicFiller.Create(broker.Servers, topic);
        using ServerProcess server = ServerProcess.Start(options, "freshness", broker.Servers);
        new BenchTable(server.Client, Workload.Of(RowKind.Events)).Create(broker.Servers, topic);
        Progress.Say($"{messagesPerSecond:N0} messages/s and a probe every {ProbeEvery.TotalMilliseconds} ms for {(warmUp + duration).TotalSeconds} s");
        return new FreshnessRun(server.Client, broker.Servers, topic, warmUp, duration).Measure(messagesPerSecond);
    }

    private JsonObject Measure(int messagesPerSecond)
    {
        using (new SteadyLoad(_servers, _target, messagesPerSecond))
        {
            Thread probes = new(SendProbes);
            probes.Start();
            Poll();
            probes.Join();
        }

        Distribution latency = new(_latencies.Skip(_uncounted));
        Distribution acknowledged = new(_acknowledgedMs.Skip(_uncounted));
        Distribution roundTrip = new(_roundTrips);
        TextTable table = new("freshness", "p50 ms", "p90", "p99", "p99.9", "max", "samples");
        table.Add(["produce to visible", .. Cells(latency)]);
        table.Add(["produce to acknowledged by Kafka", .. Cells(acknowledged)]);
        table.Add(["round trip of the query that looks", .. Cells(roundTrip)]);
        Console.Error.WriteLine(table);
        return new JsonObject
        {
            ["messagesPerSecond"] = messagesPerSecond,
            ["produceToVisibleMs"] = Json(latency),
            ["produceToAcknowledgedMs"] = Json(acknowledged),
            ["queryRoundTripMs"] = Json(roundTrip),
        };
    }

    // The n-th answer settles every probe that it has and none before had.
    private void Poll()
    {
        long lastGain = Stopwatch.GetTimestamp();
        while (_latencies.Count < _sentAt.Length)
        {
            int seen = _latencies.Count;
            long asked = Stopwatch.GetTimestamp();
            long visible = seen + _client.Number(string.Create(CultureInfo.InvariantCulture, $"SELECT COUNT(*) FROM events WHERE \"count\" >= {FirstProbe + seen}"));
            long answered = Stopwatch.GetTimestamp();
            _roundTrips.Add(Stopwatch.GetElapsedTime(asked, answered).TotalMilliseconds);
            if (_latencies.Count < visible)
            {
                lastGain = answered;
            }
            else if (Stopwatch.GetElapsedTime(lastGain, answered) > Patience)
            {
                throw new BenchException($"{_latencies.Count} of {_sentAt.Length} probes became visible, then none for {Patience.TotalSeconds} s");
            }

            while (_latencies.Count < visible)
            {
                _latencies.Add(Stopwatch.GetElapsedTime(Volatile.Read(ref _sentAt[_latencies.Count]), answered).TotalMilliseconds);
            }

            Thread.Sleep(PollEvery);
        }
    }

    private void SendProbes()
    {
        using IProducer<Null, byte[]> producer =
            new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = _servers, LingerMs = 0 }).Build();
        long started = Stopwatch.GetTimestamp();
        for (int probe = 0; probe < _sentAt.Length; probe++)
        {
            WaitUntil(started, probe * ProbeEvery);
            byte[] message = Encoding.UTF8.GetBytes($$"""{"name":"probe","count":{{FirstProbe + probe}},"ts":{{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}}}""");
            Volatile.Write(ref _sentAt[probe], Stopwatch.GetTimestamp());
            int number = probe;
            producer.Produce(_target, new Message<Null, byte[]> { Value = message }, _ => Acknowledge(number));
        }

        producer.Flush(Patience);
    }

    private void Acknowledge(int probe) => _acknowledgedMs[probe] = Stopwatch.GetElapsedTime(_sentAt[probe]).TotalMilliseconds;

    private static void WaitUntil(long started, TimeSpan due)
    {
        TimeSpan left = due - Stopwatch.GetElapsedTime(started);
        if (left > TimeSpan.Zero)
        {
            Thread.Sleep(left);
        }
    }

    private static string[] Cells(Distribution figures) =>
    [
        Text(figures.Median), Text(figures.Percentile(90)), Text(figures.Percentile(99)), Text(figures.Percentile(99.9)), Text(figures.Max),
        figures.Count.ToString(CultureInfo.InvariantCulture),
    ];

    private static JsonObject Json(Distribution figures) => new()
    {
        ["p50"] = Report.Rounded(figures.Median),
        ["p90"] = Report.Rounded(figures.Percentile(90)),
        ["p99"] = Report.Rounded(figures.Percentile(99)),
        ["p999"] = Report.Rounded(figures.Percentile(99.9)),
        ["max"] = Report.Rounded(figures.Max),
        ["samples"] = figures.Count,
    };

    private static string Text(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
}

using System.Diagnostics;
using System.Globalization;
using Benchmarks.Circuits;
using Confluent.Kafka;
using EndToEndTests.Browser;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEndTests.Scenarios;

/// <summary>
/// Fifty pages that stay open while rows come in: memory stays flat, pages go on changing, and clicks are answered. Half a minute of it in every
/// run; <c>./test --soak</c> for a working day.
/// </summary>
[Collection(nameof(SoakTests))]
[CollectionDefinition(nameof(SoakTests), DisableParallelization = true)]
public sealed class SoakTests(KafkaBroker kafka, BrowserFixture browser)
{
    private const int Circuits = 48; // and two in a browser
    private const int MessagesPerSecond = 200;
    private const int RowsPerSegment = 50_000;
    private const string Topic = "soak";

    // Beside other tests a click waits for the processors, not for the page.
    private const int AloneFromMinutes = 5;
    private const double NavigationLimitMs = 200;
    private const double NavigationLimitBesideOthersMs = 1_500;

    private static readonly string[] Paths = ["/ingest", $"/t/{Topic}?tab=ingest", $"/query?query=select%20*%20from%20{Topic}%20limit%201000&run=1"];

    // Clicks a link of the header and waits until the page has another heading: milliseconds, by the page's own clock.
    private const string Navigate = """
        path => new Promise((done, failed) => {
          const heading = document.querySelector('main h1'), before = heading && heading.textContent, started = performance.now();
          const look = () => {
            const now = document.querySelector('main h1');
            if (location.pathname === path && now && now.textContent !== before) { done(performance.now() - started); }
            else if (performance.now() - started > 20000) { failed(new Error(`${location.pathname} was opened 20 s ago and the page still says ${now && now.textContent}`)); }
            else { setTimeout(look, 2); }
          };
          document.querySelector(`.shell-nav a[href="${path}"]`).click();
          look();
        })
        """;

    private readonly List<double> _navigationsMs = [];
    private readonly List<double> _megabytes = [];

    [Fact]
    public async Task Fifty_open_pages_stay_alive_and_memory_stays_flat()
    {
        double minutes = double.Parse(Environment.GetEnvironmentVariable("MILLRACE_SOAK_MINUTES") ?? "0.5", CultureInfo.InvariantCulture);
        string address = await kafka.AddressAsync();
        await kafka.CreateTopicAsync(Topic, 2);
        await using ServerProcess server = new("--kafka", address);
        using RestClient client = new(server);
        await server.StartAsync(TestContext.Current.CancellationToken);
        await client.CreateTableAsync(NumberTable.Schema(Topic), NumberTable.Config(Topic, address, RowsPerSegment));
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task producing = ProduceAsync(stop.Token);
        List<Circuit> circuits = await OpenAsync(server);
        IPage watched = await browser.OpenAsync(new Uri(server.Controller, Paths[1]), []);
        IPage walked = await browser.OpenAsync(server.Controller, []);

        await WalkAsync(walked, server, TimeSpan.FromMinutes(minutes));

        await ExpectAliveAsync(circuits, watched);
        await stop.CancelAsync();
        await producing;
        ExpectFlatMemory();
        ExpectQuickNavigation(minutes);
        await Task.WhenAll(circuits.Select(circuit => circuit.DisposeAsync().AsTask()));
        await Task.WhenAll(watched.CloseAsync(), walked.CloseAsync());
    }

    private static async Task<List<Circuit>> OpenAsync(ServerProcess server)
    {
        using HttpClient http = new();
        List<Circuit> circuits = [];
        for (int i = 0; i < Circuits; i++)
        {
            circuits.Add(await Circuit.OpenAsync(http, server.Controller, Paths[i % Paths.Length], TestContext.Current.CancellationToken));
        }

        return circuits;
    }

    // A page a second, and a figure of memory with each; what has happened so far is told sixty times.
    private async Task WalkAsync(IPage page, ServerProcess server, TimeSpan duration)
    {
        long started = Stopwatch.GetTimestamp();
        int told = 0;
        for (int step = 0; Stopwatch.GetElapsedTime(started) < duration; step++)
        {
            _navigationsMs.Add(await page.EvaluateAsync<double>(Navigate, step % 2 == 0 ? "/ingest" : "/catalog"));
            _megabytes.Add(OwnMegabytes(server.ProcessId));
            int share = (int)(Stopwatch.GetElapsedTime(started) / duration * 60);
            if (share > told)
            {
                told = share;
                TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(started).TotalMinutes,6:F1} min: {_megabytes[^1],5:F0} MB, {_navigationsMs[^1],4:F0} ms to a page"));
            }

            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }
    }

    private static async Task ExpectAliveAsync(List<Circuit> circuits, IPage watched)
    {
        long[] before = [.. circuits.Select(circuit => circuit.Batches)];
        string seen = await watched.Locator(".partitions").InnerTextAsync();
        await Expect(watched.Locator(".partitions")).Not.ToHaveTextAsync(seen, new() { UseInnerText = true });
        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.All(circuits, circuit => Assert.Null(circuit.Fault));
        for (int i = 0; i < circuits.Count; i++)
        {
            bool isLive = Paths[i % Paths.Length].Contains("ingest", StringComparison.Ordinal);
            Assert.True(!isLive || circuits[i].Batches > before[i], $"circuit {i} of {Paths[i % Paths.Length]} was not drawn for 5 s after {before[i]} times");
        }
    }

    // The first third is for the server to get warm. What then grows by more than a tenth is kept somewhere.
    private void ExpectFlatMemory()
    {
        int third = _megabytes.Count / 3;
        (double middle, double last) = (Median(_megabytes.Skip(third).Take(third)), Median(_megabytes.Skip(2 * third)));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"memory of its own: {middle:F0} MB in the middle third, {last:F0} MB in the last"));
        Assert.True(last < (middle * 1.1) + 32, $"the server's own memory grew from {middle:F0} MB in the middle third to {last:F0} MB in the last");
    }

    private void ExpectQuickNavigation(double minutes)
    {
        double median = Median(_navigationsMs);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_navigationsMs.Count} navigations, {median:F0} ms in the middle, {_navigationsMs.Max():F0} ms at most"));
        double limit = minutes >= AloneFromMinutes ? NavigationLimitMs : NavigationLimitBesideOthersMs;
        Assert.True(median < limit, $"half of {_navigationsMs.Count} navigations took longer than {median:F0} ms; {limit} are allowed");
    }

    private async Task ProduceAsync(CancellationToken stop)
    {
        using IProducer<Null, string> producer = await kafka.ProducerAsync();
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(100));
        try
        {
            for (long sequence = 0; await timer.WaitForNextTickAsync(stop);)
            {
                for (int i = 0; i < MessagesPerSecond / 10; i++, sequence++)
                {
                    int partition = (int)(sequence % 2);
                    producer.Produce(new TopicPartition(Topic, partition), new Message<Null, string> { Value = NumberTable.Message(partition, sequence) });
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The pages have been open for long enough.
        }
    }

    // Heap and compiled code. Mapped segments are the system's to keep or to drop, so they do not count.
    private static double OwnMegabytes(int process) => File.ReadLines($"/proc/{process}/status")
        .Where(line => line.StartsWith("RssAnon:", StringComparison.Ordinal) || line.StartsWith("RssShmem:", StringComparison.Ordinal))
        .Sum(line => double.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)) / 1024;

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}

using System.Text.Json.Nodes;
using Benchmarks.Generation;
using Benchmarks.Hosting;
using Benchmarks.Loading;
using Benchmarks.Pages;
using Confluent.Kafka;
using Microsoft.Playwright;

namespace Benchmarks.Runs;

/// <summary>How much of the console is run.</summary>
/// <param name="Loads">Cold loads of the home page.</param>
/// <param name="Circuits">Pages that are left open.</param>
/// <param name="Duration">Time that their CPU is counted.</param>
/// <param name="Screens">How far the result is scrolled.</param>
internal sealed record UiRunSize(int Loads, int Circuits, TimeSpan Duration, int Screens);

/// <summary>The console in a browser and its budgets.</summary>
internal static class UiRun
{
    private const int MessagesPerSecond = 200;
    private const int ResultRows = 10_000;

    public static UiRunSize UsualSize { get; } = new(Loads: 15, Circuits: 200, TimeSpan.FromSeconds(30), Screens: 40);

    public static JsonObject Run(BenchOptions options, UiRunSize size)
    {
        using Broker broker = Broker.Open(options);
        string clicks = TopicFiller.Fill(broker.Servers, Workload.Of(RowKind.Clicks), ResultRows);
        string live = $"bench-ui-{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}";
        TopicFiller.Create(broker.Servers, live);
        using ServerProcess server = ServerProcess.Start(options, "ui", broker.Servers);
        new BenchTable(server.Client, Workload.Of(RowKind.Clicks)).Load(broker.Servers, clicks, ResultRows);
        new BenchTable(server.Client, Workload.Of(RowKind.Events)).Create(broker.Servers, live);
        using SteadyLoad load = new(broker.Servers, new TopicPartition(live, 0), MessagesPerSecond);
        try
        {
            return MeasureAsync(server, new Uri($"http://127.0.0.1:{options.Port}/"), broker.Servers, clicks, size).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is PlaywrightException or TimeoutException)
        {
            throw new BenchException($"a page did not get where the run expected it: {exception.Message}");
        }
    }

    // The circuits last: a server that has drawn two hundred pages is no longer a fresh one.
    private static async Task<JsonObject> MeasureAsync(ServerProcess server, Uri address, string brokers, string topic, UiRunSize size)
    {
        JsonObject figures = [];
        await using (Chromium chromium = await Chromium.StartAsync())
        {
            figures["shell"] = await ShellLoads.MeasureAsync(chromium, address, size.Loads);
            figures["javaScriptBytes"] = await ShellLoads.WeighAsync(chromium, address);
            figures["typing"] = await EditorTyping.MeasureAsync(chromium, address);
            figures["scrolling"] = await ResultScrolling.MeasureAsync(chromium, address, $"select * from clicks limit {ResultRows}", size.Screens);
            figures["wizard"] = await WizardWalk.MeasureAsync(chromium, address, brokers, topic);
        }

        figures["circuits"] = await IdleCircuits.MeasureAsync(server, address, size.Circuits, size.Duration);
        return figures;
    }
}

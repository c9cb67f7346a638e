using System.Globalization;
using System.Text.Json.Nodes;
using Benchmarks.Measuring;
using Benchmarks.Reporting;
using Microsoft.Playwright;

namespace Benchmarks.Pages;

/// <summary>How soon a page is there for somebody who comes for the first time, and what it loads.</summary>
internal static class ShellLoads
{
    private const double PaintLimitMs = 500;
    private const double InteractiveLimitMs = 1_000;
    private const double JavaScriptLimitBytes = 450_000;

    // The page's own clock, from the beginning of the navigation.
    private const string Watch = """
        new MutationObserver((_, watcher) => {
          if (document.querySelector('[data-interactive=true]')) { window.interactiveAt = performance.now(); watcher.disconnect(); }
        }).observe(document, { childList: true, subtree: true, attributes: true });
        """;

    private const string PaintedAt = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null";

    /// <summary>First paint and first click of the home page, cache empty.</summary>
    /// <param name="chromium">The browser.</param>
    /// <param name="server">Root of the console.</param>
    /// <param name="loads">How often; one more before them is not counted.</param>
    public static async Task<JsonObject> MeasureAsync(Chromium chromium, Uri server, int loads)
    {
        List<(double Painted, double Interactive)> times = [];
        for (int load = 0; load <= loads; load++)
        {
            times.Add(await LoadAsync(chromium, server));
        }

        Distribution painted = new(times.Skip(1).Select(time => time.Painted));
        Distribution interactive = new(times.Skip(1).Select(time => time.Interactive));
        Progress.Say(string.Create(CultureInfo.InvariantCulture, $"first paint {painted.Median:F0} ms, interactive {interactive.Median:F0} ms, medians of {loads} loads"));
        return new JsonObject
        {
            ["loads"] = loads,
            ["firstPaintMs"] = With(new Budget(painted.Median, PaintLimitMs).Json, painted),
            ["interactiveMs"] = With(new Budget(interactive.Median, InteractiveLimitMs).Json, interactive),
        };
    }

    /// <summary>The scripts of the pages that have most: our own under the limit, those of frameworks beside them.</summary>
    public static async Task<JsonObject> WeighAsync(Chromium chromium, Uri server)
    {
        Dictionary<string, long> files = new(StringComparer.Ordinal);
        IPage page = await chromium.NewPageAsync();
        List<Task> reading = [];
        page.Response += (_, response) =>
        {
            if (response.Ok && response.Request.ResourceType == "script")
            {
                reading.Add(AddAsync(response));
            }
        };
        foreach (string path in new[] { "/", "/ingest", "/query" })
        {
            await page.GotoAsync(new Uri(server, path).ToString());
            await page.Locator(Chromium.Interactive).WaitForAsync();
        }

        await page.Locator(".cm-content, textarea").First.WaitForAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Task.WhenAll(reading);
        await Chromium.CloseAsync(page);
        long own = files.Where(file => !IsFramework(file.Key)).Sum(file => file.Value);
        Progress.Say($"JavaScript of our own: {own:N0} bytes");
        JsonObject json = new Budget(own, JavaScriptLimitBytes).Json;
        json["files"] = List(files.Where(file => !IsFramework(file.Key)));
        json["frameworkFiles"] = List(files.Where(file => IsFramework(file.Key)));
        return json;

        async Task AddAsync(IResponse response)
        {
            byte[] body = await response.BodyAsync();
            files[new Uri(response.Url).AbsolutePath] = body.Length;
        }
    }

    private static async Task<(double Painted, double Interactive)> LoadAsync(Chromium chromium, Uri server)
    {
        IPage page = await chromium.NewPageAsync();
        await page.AddInitScriptAsync(Watch);
        await page.GotoAsync(server.ToString());
        await page.WaitForFunctionAsync("() => window.interactiveAt");
        await page.WaitForFunctionAsync(PaintedAt);
        (double Painted, double Interactive) times = (await page.EvaluateAsync<double>(PaintedAt), await page.EvaluateAsync<double>("() => window.interactiveAt"));
        await Chromium.CloseAsync(page);
        return times;
    }

    private static bool IsFramework(string path) => path.StartsWith("/_framework/", StringComparison.Ordinal) || path.StartsWith("/_content/", StringComparison.Ordinal);

    private static JsonObject With(JsonObject json, Distribution times)
    {
        json["min"] = Report.Rounded(times.Min);
        json["max"] = Report.Rounded(times.Max);
        return json;
    }

    private static JsonArray List(IEnumerable<KeyValuePair<string, long>> files) =>
        [.. files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => new JsonObject { ["file"] = file.Key, ["bytes"] = file.Value })];
}

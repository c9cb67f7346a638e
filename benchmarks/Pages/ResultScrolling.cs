using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Benchmarks.Hosting;
using Benchmarks.Measuring;
using Benchmarks.Reporting;
using Microsoft.Playwright;

namespace Benchmarks.Pages;

/// <summary>A large result, scrolled screen by screen: what each screen costs on the wire, and whether the page stays smooth.</summary>
internal static class ResultScrolling
{
    private const double ScreenLimitBytes = 300_000;
    private const double FrameLimitMs = 50;
    private const int RowHeight = 28;

    private const string RecordFrames = """
        () => { window.gaps = []; let last = performance.now();
          const step = now => { window.gaps.push(now - last); last = now; requestAnimationFrame(step); }; requestAnimationFrame(step); }
        """;

    // Down by one screen; done when the row in the middle of it is there.
    private const string ScrollOn = """
        rowHeight => new Promise(done => {
          const grid = document.querySelector('.grid'), started = performance.now();
          grid.scrollTop += grid.clientHeight;
          const middle = Math.floor((grid.scrollTop + grid.clientHeight / 2) / rowHeight);
          const look = () => {
            if (grid.querySelector(`tr[data-row="${middle}"]`)) { done(performance.now() - started); }
            else if (performance.now() - started > 20000) { done(-1); } else { requestAnimationFrame(look); }
          };
          look();
        })
        """;

    /// <param name="chromium">The browser.</param>
    /// <param name="server">Root of the console.</param>
    /// <param name="sql">A statement with many rows.</param>
    /// <param name="screens">How far to scroll.</param>
    public static async Task<JsonObject> MeasureAsync(Chromium chromium, Uri server, string sql, int screens)
    {
        IPage page = await chromium.NewPageAsync();
        Wire wire = new(page);
        await page.GotoAsync(new Uri(server, $"/query?query={Uri.EscapeDataString(sql)}&run=1").ToString());
        await page.Locator(".grid tr[data-row] td").First.WaitForAsync();
        int rows = int.Parse((await page.Locator(".grid table").First.GetAttributeAsync("aria-rowcount"))!, CultureInfo.InvariantCulture) - 1;
        await page.EvaluateAsync(RecordFrames);
        List<double> bytes = [];
        List<double> shownMs = [];
        for (int screen = 0; screen < screens; screen++)
        {
            long before = wire.BytesReceived;
            shownMs.Add(await page.EvaluateAsync<double>(ScrollOn, RowHeight));
            await Task.Delay(100); // the rows beyond the edge come after those in view
            bytes.Add(wire.BytesReceived - before);
        }

        double[] gaps = (await page.EvaluateAsync<JsonElement>("() => window.gaps")).EnumerateArray().Select(gap => gap.GetDouble()).ToArray();
        await Chromium.CloseAsync(page);
        return shownMs.Contains(-1)
            ? throw new BenchException("the rows of a screen did not come within 20 s of scrolling to it")
            : Json(rows, new Distribution(bytes), new Distribution(shownMs), new Distribution(gaps));
    }

    private static JsonObject Json(int rows, Distribution bytes, Distribution shownMs, Distribution gaps)
    {
        Progress.Say(string.Create(CultureInfo.InvariantCulture, $"scrolling: {bytes.Max:N0} bytes for the dearest screen, rows there after {shownMs.Median:F0} ms, 99 % of frames within {gaps.Percentile(99):F0} ms"));
        return new JsonObject
        {
            ["rows"] = rows,
            ["screens"] = bytes.Count,
            ["bytesPerScreen"] = new Budget(bytes.Max, ScreenLimitBytes).Json,
            ["bytesPerScreenMedian"] = bytes.Median,
            ["frameGapMsP99"] = new Budget(gaps.Percentile(99), FrameLimitMs).Json,
            ["frameGapMsMax"] = Report.Rounded(gaps.Max),
            ["rowsShownMsMedian"] = Report.Rounded(shownMs.Median),
            ["rowsShownMsMax"] = Report.Rounded(shownMs.Max),
        };
    }
}

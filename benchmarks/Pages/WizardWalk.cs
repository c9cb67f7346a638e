using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Benchmarks.Reporting;
using Microsoft.Playwright;

namespace Benchmarks.Pages;

/// <summary>From a topic to a table by the wizard, as fast as somebody can click.</summary>
internal static class WizardWalk
{
    private const double LimitSeconds = 10;

    /// <param name="chromium">The browser.</param>
    /// <param name="server">Root of the console.</param>
    /// <param name="brokers">Bootstrap servers.</param>
    /// <param name="topic">A topic with JSON messages that no table is called after.</param>
    public static async Task<JsonObject> MeasureAsync(Chromium chromium, Uri server, string brokers, string topic)
    {
        IPage page = await chromium.OpenAsync(new Uri(server, $"/new?brokers={Uri.EscapeDataString(brokers)}&topic={topic}"));
        long started = Stopwatch.GetTimestamp();
        await page.GetByRole(AriaRole.Button, new() { Name = $"From {topic}" }).ClickAsync();
        await page.GetByText("JSON objects (").WaitForAsync();
        foreach ((string step, string shown) in new[] { ("schema", "text=rows of"), ("preview", "text=Add a computed column"), ("create", "pre.json") })
        {
            await page.GetByRole(AriaRole.Button, new() { Name = $"Continue to {step}" }).ClickAsync();
            await page.Locator(shown).First.WaitForAsync();
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Create and watch" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Overview" }).ClickAsync();
        await page.Locator("[role=grid] tr[data-row] td").First.WaitForAsync();
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await Chromium.CloseAsync(page);
        Progress.Say(string.Create(CultureInfo.InvariantCulture, $"wizard: first row visible {seconds:F1} s after the topic was chosen"));
        return new JsonObject { ["firstRowSeconds"] = new Budget(seconds, LimitSeconds).Json };
    }
}

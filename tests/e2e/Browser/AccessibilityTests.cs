using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEndTests.Browser;

public sealed class AccessibilityTests(DemoServer demo, BrowserFixture browser)
{
    private const string NothingMoves = "() => Promise.all(document.getAnimations().filter(one => one.effect.getTiming().iterations !== Infinity).map(one => one.finished.catch(() => null)))";

    // Nothing else differs between the themes.
    private static readonly AxeRunOptions ColoursOnly = new() { RunOnly = RunOnlyOptions.Rules("color-contrast") };

    public static TheoryData<string> Pages { get; } = new(
        "/", "/catalog", "/ingest", "/query?query=select%20*%20from%20events&run=1", "/t/events", "/t/events?tab=ingest", "/t/events?tab=schema", "/t/events?tab=segments", "/t/events?tab=activity", "/kafka",
        "/admin", "/admin/queries", "/admin/audit", "/admin/system");

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_has_no_serious_finding_light_and_dark(string path)
    {
        ServerProcess server = await demo.StartedAsync();
        IPage page = await browser.OpenAsync(new Uri(server.Controller, path), []);
        await Expect(page.Locator("main")).ToBeVisibleAsync();

        Assert.Empty(await FindingsAsync(page));
        await page.CloseAsync();
    }

    /// <summary>Serious findings about a page as it is shown, light and dark.</summary>
    internal static async Task<IReadOnlyList<string>> FindingsAsync(IPage page) =>
        [.. await FindingsAsync(page, ColorScheme.Light, new AxeRunOptions()), .. await FindingsAsync(page, ColorScheme.Dark, ColoursOnly)];

    private static async Task<IEnumerable<string>> FindingsAsync(IPage page, ColorScheme scheme, AxeRunOptions rules)
    {
        string theme = scheme.ToString().ToLowerInvariant();
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
        await Expect(page.Locator($"html[data-theme={theme}]")).ToBeAttachedAsync();
        await page.EvaluateAsync(NothingMoves); // colours and drawer move in

        AxeResult result = await page.RunAxe(rules);
        return result.Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .SelectMany(violation => violation.Nodes.Select(node => $"{theme}: {violation.Id}: {node.Html}"));
    }
}

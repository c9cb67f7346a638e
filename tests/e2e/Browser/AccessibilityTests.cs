using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEndTests.Browser;

/// <summary>axe on every page in every state.</summary>
public sealed class AccessibilityTests(PageStage stage) : IClassFixture<PageStage>
{
    private const string NothingMoves = "() => Promise.all(document.getAnimations().filter(one => one.effect.getTiming().iterations !== Infinity).map(one => one.finished.catch(() => null)))";

    // What was found to be in order is not listed: on a page with a hundred messages that alone takes seconds.
    private static readonly AxeRunOptions Everything = new() { ResultTypes = [ResultType.Violations] };

    // Nothing else differs between the themes.
    private static readonly AxeRunOptions ColoursOnly = new() { RunOnly = RunOnlyOptions.Rules("color-contrast"), ResultTypes = [ResultType.Violations] };

    public static TheoryData<string> Pages => PageShots.Names;

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_has_no_serious_finding_light_and_dark(string name)
    {
        IPage page = await PageShots.Find(name).OpenAsync(stage);

        try
        {
            IReadOnlyList<string> findings = await FindingsAsync(page);
            Assert.True(findings.Count == 0, string.Join('\n', findings)); // whole: a list is shown cut
        }
        finally
        {
            await page.CloseAsync(); // an open one goes on drawing beside the tests that follow
        }
    }

    /// <summary>Serious findings about a page as it is shown, light and dark.</summary>
    internal static async Task<IReadOnlyList<string>> FindingsAsync(IPage page) =>
        [.. await FindingsAsync(page, ColorScheme.Light, Everything), .. await FindingsAsync(page, ColorScheme.Dark, ColoursOnly)];

    /// <summary>Changes the theme as the system does, and waits until all has its colour and its place.</summary>
    internal static async Task ShowAsync(IPage page, ColorScheme scheme)
    {
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await Expect(page.Locator($"html[data-theme={Theme(scheme)}]")).ToBeAttachedAsync();
        await page.EvaluateAsync(NothingMoves); // colours and drawer move in
    }

    private static async Task<IEnumerable<string>> FindingsAsync(IPage page, ColorScheme scheme, AxeRunOptions rules)
    {
        await ShowAsync(page, scheme);
        AxeResult result = await page.RunAxe(rules);
        return result.Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .SelectMany(violation => violation.Nodes.Select(node => $"{Theme(scheme)}: {violation.Id}: {node.Html}"));
    }

    private static string Theme(ColorScheme scheme) => scheme.ToString().ToLowerInvariant();
}

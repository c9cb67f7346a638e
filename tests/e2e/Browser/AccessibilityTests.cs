using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEndTests.Browser;

public sealed class AccessibilityTests(DemoServer demo, BrowserFixture browser)
{
    public static MatrixTheoryData<string, bool> Pages { get; } = new(
        ["/", "/catalog", "/ingest", "/query?query=select%20*%20from%20events&run=1", "/t/events", "/t/events?tab=ingest", "/t/events?tab=schema", "/t/events?tab=segments"],
        [false, true]);

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_has_no_serious_finding(string path, bool dark)
    {
        ServerProcess server = await demo.StartedAsync();
        IPage page = await browser.OpenAsync(new Uri(server.Controller, path), [], dark);
        await Expect(page.Locator("main")).ToBeVisibleAsync();
        await page.WaitForTimeoutAsync(1_500); // colours and drawer move in

        AxeResult result = await page.RunAxe();

        Assert.Empty(result.Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .SelectMany(violation => violation.Nodes.Select(node => $"{violation.Id}: {node.Html}")));
    }
}

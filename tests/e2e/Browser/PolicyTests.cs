using Microsoft.Playwright;

namespace EndToEndTests.Browser;

/// <summary>What the whole run is watched for (see <see cref="BrowserFixture"/>) is noticed when it happens.</summary>
public sealed class PolicyTests(DemoServer demo)
{
    [Fact]
    public async Task A_script_that_the_policy_forbids_does_not_run_and_fails_the_run()
    {
        BrowserFixture browser = new();
        IPage page = await browser.OpenAsync(new Uri((await demo.StartedAsync()).Controller, "/"), []);

        bool hasRun = await page.EvaluateAsync<bool>("""
            () => { const script = document.createElement('script'); script.textContent = 'window.hasRun = true'; document.head.append(script); return window.hasRun === true; }
            """);

        Assert.False(hasRun);
        InvalidOperationException told = await Assert.ThrowsAsync<InvalidOperationException>(async () => await browser.DisposeAsync());
        Assert.Contains("script-src", told.Message, StringComparison.Ordinal);
    }
}

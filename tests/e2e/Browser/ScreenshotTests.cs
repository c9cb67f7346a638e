using Microsoft.Playwright;

namespace EndToEndTests.Browser;

/// <summary>Pictures of every page for people to look at: <c>./test --screenshots DIR</c>.</summary>
public sealed class ScreenshotTests(PageStage stage) : IClassFixture<PageStage>
{
    private const int Height = 900;
    private const int SettleMillis = 300;

    private static readonly int[] Widths = [375, 768, 1280, 2560];

    public static TheoryData<string> Pages => PageShots.Names;

    [Theory(Explicit = true)]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_pictured_light_and_dark_in_every_width(string name)
    {
        string folder = Environment.GetEnvironmentVariable("MILLRACE_SCREENSHOTS") ?? throw new InvalidOperationException("MILLRACE_SCREENSHOTS names no folder for the pictures.");
        IPage page = await PageShots.Find(name).OpenAsync(stage);
        foreach (ColorScheme scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await AccessibilityTests.ShowAsync(page, scheme);
            foreach (int width in Widths)
            {
                await page.SetViewportSizeAsync(width, Height);
                await page.WaitForTimeoutAsync(SettleMillis); // a chart is drawn anew for the room it has
                string file = $"{name}--{scheme.ToString().ToLowerInvariant()}--{width}.png";
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder, file), FullPage = true });
            }
        }

        await page.CloseAsync();
    }
}

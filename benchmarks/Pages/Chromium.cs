using Benchmarks.Hosting;
using Microsoft.Playwright;

namespace Benchmarks.Pages;

/// <summary>The browser of a run. Each page has a context of its own: nothing is cached from the one before.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    /// <summary>There when the page takes clicks.</summary>
    public const string Interactive = "[data-interactive=true]";

    private static readonly string Program = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>True if this machine has it.</summary>
    public static bool IsAvailable => File.Exists(Program);

    public static async Task<Chromium> StartAsync()
    {
        if (!IsAvailable)
        {
            throw new BenchException($"no browser: {Program} is not there; install Debian's chromium, or name one in CHROMIUM");
        }

        IPlaywright playwright = await Playwright.CreateAsync();
        string[] arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
        return new Chromium(playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = arguments }));
    }

    /// <summary>An empty page.</summary>
    public async Task<IPage> NewPageAsync()
    {
        IPage page = await _browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 900 } });
        page.SetDefaultTimeout(30_000);
        return page;
    }

    /// <summary>A page that takes clicks.</summary>
    public async Task<IPage> OpenAsync(Uri address)
    {
        IPage page = await NewPageAsync();
        await page.GotoAsync(address.ToString());
        await page.Locator(Interactive).WaitForAsync();
        return page;
    }

    /// <summary>Ends a page and the context that was made for it.</summary>
    public static Task CloseAsync(IPage page) => page.Context.CloseAsync();

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _playwright.Dispose();
    }
}

using System.Collections.Concurrent;
using EndToEndTests.Browser;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace EndToEndTests.Browser;

/// <summary>
/// One chromium for the whole run, started when the first test asks for a page. The run fails in the end if any page did what the content
/// security policy forbids.
/// </summary>
public sealed class BrowserFixture : IAsyncDisposable
{
    private static readonly string Chromium = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";

    // The machine may be busy with other tests.
    private const int PatienceMs = 60_000;

    private readonly SemaphoreSlim _starting = new(1);
    private readonly ConcurrentQueue<string> _breaches = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A page in a context of its own; skips the test where there is no browser.</summary>
    /// <param name="address">What to open.</param>
    /// <param name="complaints">Gets what the page's console complains of.</param>
    internal async Task<IPage> OpenAsync(Uri address, ICollection<string> complaints)
    {
        IBrowser browser = await BrowserAsync();
        IPage page = await browser.NewPageAsync(new BrowserNewPageOptions
        {
            ViewportSize = new ViewportSize { Width = 1280, Height = 900 },
        });
        page.SetDefaultTimeout(PatienceMs);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add(message.Text);
            }
        };
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                _breaches.Enqueue($"{page.Url}: {message.Text}");
            }
        };
        page.PageError += (_, text) => complaints.Add(text);
        await page.GotoAsync(address.ToString());
        await page.Locator("[data-interactive=true]").WaitForAsync(); // a click before that is lost
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        _starting.Dispose();
        if (!_breaches.IsEmpty)
        {
            throw new InvalidOperationException($"Pages did what the content security policy forbids:\n{string.Join('\n', _breaches)}");
        }
    }

    private async Task<IBrowser> BrowserAsync()
    {
        Need.That(File.Exists(Chromium), $"No browser: {Chromium} is not there.");
        await _starting.WaitAsync();
        try
        {
            Assertions.SetDefaultExpectTimeout(PatienceMs);
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = Chromium,
                Args =
                [
                    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                    "--disable-sync",
                ],
            });
        }
        finally
        {
            _starting.Release();
        }
    }
}

using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEndTests.Browser;

/// <summary>What tests do with any page of the console.</summary>
internal static class ConsolePages
{
    /// <summary>Writes into a field and leaves it: then it is kept.</summary>
    public static async Task ChangeAsync(this IPage page, string label, string value)
    {
        await page.GetByLabel(label, new() { Exact = true }).FillAsync(value);
        await page.GetByLabel(label, new() { Exact = true }).PressAsync("Tab");
    }

    /// <summary>Clicks a button or link by its whole name.</summary>
    public static Task ClickAsync(this IPage page, AriaRole role, string name) => page.GetByRole(role, new() { Name = name, Exact = true }).ClickAsync();

    /// <summary>Loads the page anew and waits until it takes clicks.</summary>
    public static async Task RefreshAsync(this IPage page)
    {
        await page.ReloadAsync();
        await page.Locator("[data-interactive=true]").WaitForAsync();
    }

    /// <summary>Goes to another address and waits until the page takes clicks.</summary>
    public static async Task OpenAsync(this IPage page, Uri address)
    {
        await page.GotoAsync(address.ToString());
        await page.Locator("[data-interactive=true]").WaitForAsync();
    }

    /// <summary>Nothing on the page has failed, and nothing that came as data was run.</summary>
    public static async Task ExpectSoundAsync(this IPage page)
    {
        await Expect(page.Locator("#blazor-error-ui")).ToBeHiddenAsync();
        await Expect(page.GetByText("Something broke on our side", new() { Exact = true })).ToHaveCountAsync(0);
        Assert.False(await page.EvaluateAsync<bool>("() => 'stolen' in window"), $"data was run as a script at {page.Url}");
        Assert.Equal(0, await page.Locator("img[src=x]").CountAsync());
    }
}

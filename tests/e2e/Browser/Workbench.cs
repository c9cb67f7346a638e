using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEndTests.Browser;

/// <summary>The query page as a person uses it.</summary>
internal static class Workbench
{
    /// <summary>Puts SQL into the editor in place of what is there, as by pasting.</summary>
    public static async Task TypeAsync(this IPage page, string sql)
    {
        await page.GetByTestId("sql").ClickAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.InsertTextAsync(sql);
    }

    /// <summary>Runs the statement at the cursor and waits for its answer.</summary>
    /// <param name="page">The page.</param>
    /// <param name="rows">How many rows it has, as the page writes it, such as <c>3 rows</c>.</param>
    public static async Task RunAsync(this IPage page, string rows)
    {
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator(".result-head")).ToContainTextAsync(rows);
    }

    /// <summary>The text in the editor.</summary>
    public static async Task<string> TextAsync(this IPage page) => string.Join('\n', await page.Locator("[data-testid=sql] .cm-line").AllTextContentsAsync());

    /// <summary>The cells of a column, as shown.</summary>
    public static Task<IReadOnlyList<string>> CellsAsync(this IPage page, int column) => page.Locator($"tr[data-row] td:nth-child({column + 2})").AllTextContentsAsync();

    /// <summary>Makes a short link in the dialog.</summary>
    /// <param name="page">The page.</param>
    /// <param name="withResult">True to share the answer with it.</param>
    public static async Task<string> ShareAsync(this IPage page, bool withResult)
    {
        await page.Locator("#share").ClickAsync();
        if (withResult)
        {
            await page.GetByLabel("Query and this result").CheckAsync();
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Copy link" }).ClickAsync();
        string link = await page.GetByLabel("The link").InputValueAsync();
        await page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();
        return link;
    }
}

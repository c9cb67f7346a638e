using EndToEndTests.Browser;
using EndToEndTests.Rest;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEndTests.Scenarios;

/// <summary>The text of an editor belongs to one browser, and outlives the server.</summary>
public sealed class EditorTests(DemoServer demo, BrowserFixture browser)
{
    // Tenths of a second for each row, so that a server that has run for a moment is busy with it for longer than the test takes.
    private const string Slow = "select max(levenshteinDistance(repeat(uuid, 200), reverse(repeat(uuid, 200)))) as distance from events";

    [Fact]
    public async Task Two_browsers_never_see_the_text_of_each_other()
    {
        ServerProcess server = await demo.StartedAsync();
        IPage[] pages = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => browser.OpenAsync(new Uri(server.Controller, "/query"), [])));
        string[] names = ["alice", "robert"];

        for (int round = 0; round < 3; round++)
        {
            await Task.WhenAll(pages.Zip(names, (page, name) => TypeAsync(page, $"select '{name} {round}' as person from events limit 1")));
            await Task.WhenAll(pages.Select(RunAsync));
            await Task.WhenAll(pages.Zip(names, (page, name) => Expect(page.Locator("[role=grid] tr[data-row] td").First).ToHaveTextAsync($"{name} {round}")));
            await ExpectOwnTextAsync(pages, names);
        }

        await Task.WhenAll(pages.Zip(names, (page, name) => TypeAsync(page, $"select '{name} has not run this'")));
        await Task.Delay(500, TestContext.Current.CancellationToken); // a draft is kept 300 ms after the last key
        await Task.WhenAll(pages.Select(page => page.ReloadAsync()));
        await Task.WhenAll(pages.Zip(names, (page, name) => Expect(Editor(page)).ToContainTextAsync($"{name} has not run this")));
        await ExpectOwnTextAsync(pages, names);
        await Task.WhenAll(pages.Select(page => page.CloseAsync()));
    }

    [Fact]
    public async Task A_page_whose_server_is_killed_while_it_answers_comes_back_with_its_text()
    {
        await using ServerProcess server = new();
        using RestClient client = new(server);
        await server.StartAsync(TestContext.Current.CancellationToken);
        IPage page = await browser.OpenAsync(new Uri(server.Controller, "/query"), []);
        await page.Locator("body").EvaluateAsync("body => body.dataset.old = 'yes'");
        await client.AtLeastAsync(500, "select count(*) from events");
        await TypeAsync(page, Slow);
        await RunAsync(page);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Cancel" })).ToBeVisibleAsync();
        await client.AtLeastAsync(1, "select count(*) from events"); // others are answered meanwhile
        await Editor(page).PressAsync("Control+End");
        await Editor(page).PressSequentiallyAsync(" -- written meanwhile");
        await Task.Delay(500, TestContext.Current.CancellationToken); // a draft is kept 300 ms after the last key

        await server.KillAsync();
        await server.StartAsync(TestContext.Current.CancellationToken);

        await page.Locator("body:not([data-old]) [data-interactive=true]").WaitForAsync(new() { Timeout = 60_000 });
        await Expect(Editor(page)).ToContainTextAsync("reverse(repeat(uuid, 200)))) as distance from events -- written meanwhile");
        await TypeAsync(page, "select count(*) as answer_rows from events");
        await RunAsync(page);
        await Expect(page.GetByText("answer_rows").Last).ToBeVisibleAsync();
        await page.CloseAsync();
    }

    private static ILocator Editor(IPage page) => page.GetByRole(AriaRole.Textbox, new() { Name = "SQL" }).First;

    // Through the element, which takes the focus each time: a page that opens gives it to its heading, on a busy machine rather late.
    private static Task TypeAsync(IPage page, string sql) => Editor(page).FillAsync(sql);

    private static Task RunAsync(IPage page) => Editor(page).PressAsync("Control+Enter");

    private static async Task ExpectOwnTextAsync(IPage[] pages, string[] names)
    {
        for (int i = 0; i < pages.Length; i++)
        {
            string shown = await pages[i].ContentAsync();
            Assert.Contains(names[i], shown, StringComparison.Ordinal);
            Assert.DoesNotContain(names[1 - i], shown, StringComparison.Ordinal);
        }
    }
}

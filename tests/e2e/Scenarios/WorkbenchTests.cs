using EndToEndTests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEndTests.Scenarios;

/// <summary>The query page in a real browser over the demo.</summary>
public sealed class WorkbenchTests(DemoServer demo, BrowserFixture browser)
{
    [Fact]
    public async Task Pinots_links_land_and_run_what_only_reads()
    {
        ServerProcess server = await demo.StartedAsync();
        List<string> complaints = [];
        IPage page = await browser.OpenAsync(new Uri(server.Controller, "/#/query?query=select%20count(*)%20from%20events&tracing=false&useMSE=false"), complaints);
        await Expect(page.Locator(".result-head")).ToContainTextAsync("1 row");

        IPage second = await browser.OpenAsync(new Uri(server.Controller, "/#/query?query=drop%20table%20events"), complaints);
        await Expect(second.GetByText("Opened, not run: it begins with DROP.")).ToBeVisibleAsync();
        Assert.Equal("drop table events", await second.TextAsync());
        await Expect(second.Locator(".result-head, .callout-error")).ToHaveCountAsync(0);
        Assert.Empty(complaints);
        await page.CloseAsync();
        await second.CloseAsync();
    }

    [Fact]
    public async Task A_long_statement_is_shared_by_a_short_link_and_a_longer_one_runs()
    {
        ServerProcess server = await demo.StartedAsync();
        IPage page = await browser.OpenAsync(new Uri(server.Controller, "/query"), []);
        string sevenThousand = "select 7 as seven -- " + new string('x', 7_000);
        await page.TypeAsync(sevenThousand);
        await page.RunAsync("1 row");
        string link = await page.ShareAsync(withResult: false);
        Assert.InRange(link.Length, 10, 60);

        IPage second = await browser.OpenAsync(new Uri(link), []);
        await Expect(second.Locator(".result-head")).ToContainTextAsync("1 row");
        Assert.Equal(["7"], await second.CellsAsync(0));
        await second.TypeAsync("select 40 as forty -- " + new string('y', 40_000));
        await second.RunAsync("1 row");
        await Expect(second.Locator("tr[data-row] td").First).ToHaveTextAsync("40");
        await Expect(second.GetByText("too long for an address")).ToBeVisibleAsync();
        await page.CloseAsync();
        await second.CloseAsync();
    }

    [Fact]
    public async Task A_file_holds_what_the_answer_held()
    {
        ServerProcess server = await demo.StartedAsync();
        IPage page = await browser.OpenAsync(new Uri(server.Controller, "/query"), []);
        await page.TypeAsync("select 9223372036854775807 as n, count, count, '=cmd' as f, 'say \"hi\", twice' as q, 'two\nlines' as l from events where count = 7 limit 1");
        await page.RunAsync("1 row");
        await page.GetByRole(AriaRole.Button, new() { Name = "Export" }).ClickAsync();
        IDownload file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).First.ClickAsync());

        string text = await File.ReadAllTextAsync(await file.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal("n,count,count,f,q,l\r\n9223372036854775807,7,7,'=cmd,\"say \"\"hi\"\", twice\",\"two\nlines\"\r\n", text.TrimStart('\uFEFF'));
        await page.CloseAsync();
    }

    [Fact]
    public async Task Tabs_keep_their_texts_over_a_reload_and_a_closed_one_comes_back()
    {
        ServerProcess server = await demo.StartedAsync();
        IPage page = await browser.OpenAsync(new Uri(server.Controller, "/query"), []);
        await page.TypeAsync("select 1 as one");
        await page.RunAsync("1 row");
        await page.Keyboard.PressAsync("Alt+t");
        await Expect(page.GetByRole(AriaRole.Tab)).ToHaveCountAsync(2);
        await page.TypeAsync("select 2 as two -- not run");
        await Task.Delay(500, TestContext.Current.CancellationToken); // what is typed is kept a moment later

        await page.ReloadAsync();
        await page.Locator("[data-interactive=true]").WaitForAsync();
        await Expect(page.GetByRole(AriaRole.Tab)).ToHaveCountAsync(2);
        await Expect(page.GetByTestId("sql")).ToContainTextAsync("select 2 as two -- not run");
        await page.Keyboard.PressAsync("Alt+1");
        await Expect(page.Locator("tr[data-row] td").First).ToHaveTextAsync("1"); // the answer is still kept on the server
        await page.Keyboard.PressAsync("Alt+2");
        await Expect(page.GetByTestId("sql")).ToContainTextAsync("not run");
        await page.Keyboard.PressAsync("Alt+w");
        await Expect(page.GetByRole(AriaRole.Tab)).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Alt+Shift+T");
        await Expect(page.GetByTestId("sql")).ToContainTextAsync("select 2 as two -- not run");
        await page.CloseAsync();
    }

    [Fact]
    public async Task A_wrong_name_is_mended_at_a_click_and_several_statements_run_in_a_row()
    {
        ServerProcess server = await demo.StartedAsync();
        IPage page = await browser.OpenAsync(new Uri(server.Controller, "/query"), []);
        await page.TypeAsync("select cout from events limit 3");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.GetByText("No such column at line 1, column 8")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Alert).GetByRole(AriaRole.Button, new() { Name = "count", Exact = true }).ClickAsync();
        await page.RunAsync("3 rows");

        await page.TypeAsync("select uuid from events limit 1;\nselect uuid from events limit 2;\nselect nope from events;\nselect 4");
        await page.Keyboard.PressAsync("Control+Shift+Enter");
        await Expect(page.Locator(".result-tabs button")).ToHaveCountAsync(3); // the first that fails ends the run
        await Expect(page.GetByText("No such column at line 3, column 8")).ToBeVisibleAsync();
        await page.Locator(".result-tabs button").Nth(1).ClickAsync();
        await Expect(page.Locator(".result-head")).ToContainTextAsync("2 rows");
        await page.CloseAsync();
    }
}

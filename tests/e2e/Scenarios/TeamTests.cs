using System.Globalization;
using EndToEndTests.Browser;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEndTests.Scenarios;

/// <summary>Two people, two browsers, one server: from a topic to a chart that both see, and through a crash.</summary>
public sealed class TeamTests(KafkaBroker kafka, BrowserFixture browser)
{
    private const int Messages = 3_000;
    private const string Sql = "select city, count(*) as orders, sum(amount) as amount from team_orders group by city order by city limit 10";

    [Fact]
    public async Task A_table_a_chart_and_two_links_go_from_one_browser_to_another_and_survive_a_crash()
    {
        string address = await kafka.AddressAsync();
        string topic = $"team-{Guid.NewGuid():N}"[..16];
        await kafka.CreateTopicAsync(topic, 2);
        await ProduceAsync(topic, 0, Messages);
        await using ServerProcess server = new("--demo", "off");
        using RestClient client = new(server);
        await server.StartAsync(TestContext.Current.CancellationToken);
        List<string> complaints = [];

        IPage anna = await browser.OpenAsync(new Uri(server.Controller, $"/new?brokers={Uri.EscapeDataString(address)}&topic={topic}"), complaints);
        await MakeTableAsync(anna, topic);
        await client.ExpectAsync(Messages, "select count(*) from team_orders");
        await Expect(anna.Locator(".ingest-summary")).ToContainTextAsync("LIVE");

        await anna.GetByRole(AriaRole.Navigation, new() { Name = "Pages" }).GetByRole(AriaRole.Link, new() { Name = "Query" }).ClickAsync();
        await anna.TypeAsync(Sql);
        await anna.RunAsync("3 rows");
        await anna.GetByRole(AriaRole.Button, new() { Name = "Chart", Exact = true }).ClickAsync();
        await Expect(anna.Locator(".chart svg .chart-fill")).ToHaveCountAsync(1);
        string link = await anna.ShareAsync(withResult: false);
        string snapshot = await anna.ShareAsync(withResult: true);
        Assert.NotEqual(link, snapshot);

        IPage ben = await OpenBothAsync(link, snapshot, anna, topic, client, complaints);
        await ben.TypeAsync("select 'mine' as whose");
        await ben.RunAsync("1 row");
        Assert.Equal(Sql, await anna.TextAsync());
        await anna.TypeAsync("select 'typed, not run' as draft");
        await Task.Delay(600, TestContext.Current.CancellationToken); // what is typed is kept a moment later
        await server.KillAsync();
        await server.StartAsync(TestContext.Current.CancellationToken);

        await ExpectBackAsync(anna, "select 'typed, not run' as draft");
        await ExpectBackAsync(ben, "select 'mine' as whose");
        await anna.RunAsync("1 row");
        await ben.GotoAsync(snapshot); // links outlive the crash
        await Expect(ben.GetByText("It was kept with the link; nothing ran.")).ToBeVisibleAsync();
        await anna.CloseAsync();
        await ben.CloseAsync();
    }

    private async Task<IPage> OpenBothAsync(string link, string snapshot, IPage anna, string topic, RestClient client, List<string> complaints)
    {
        string drawn = await DrawnAsync(anna);
        IPage ben = await browser.OpenAsync(new Uri(link), complaints);
        await Expect(ben.Locator(".chart svg .chart-fill")).ToHaveCountAsync(1);
        Assert.Equal(Sql, await ben.TextAsync());
        Assert.Equal(drawn, await DrawnAsync(ben));

        await ProduceAsync(topic, Messages, 3); // the table goes on, the snapshot does not
        await client.ExpectAsync(Messages + 3, "select count(*) from team_orders");
        await ben.GotoAsync(snapshot);
        await Expect(ben.GetByText("It was kept with the link; nothing ran.")).ToBeVisibleAsync();
        await Expect(ben.Locator(".chart svg .chart-fill")).ToHaveCountAsync(1);
        await ben.GetByRole(AriaRole.Button, new() { Name = "Grid", Exact = true }).ClickAsync();
        await Expect(ben.Locator("tr[data-row]")).ToHaveCountAsync(3);
        Assert.Equal(["1000", "1000", "1000"], await ben.CellsAsync(1));
        Assert.Empty(complaints);
        return ben;
    }

    // Its kind, its axes and their figures; the pixels depend on the room there is.
    private static async Task<string> DrawnAsync(IPage page) =>
        $"{await page.Locator(".chart svg").GetAttributeAsync("aria-label")}: {string.Join(' ', await page.Locator(".chart svg .chart-label.middle").AllTextContentsAsync())}";

    // A page that lost its server comes back by itself, with what was typed.
    private static async Task ExpectBackAsync(IPage page, string text)
    {
        await Expect(page.Locator("#connection")).ToHaveTextAsync("Live", new() { Timeout = 60_000 });
        await page.Locator("[data-interactive=true]").WaitForAsync(new() { Timeout = 60_000 });
        await Expect(page.GetByTestId("sql")).ToContainTextAsync(text, new() { Timeout = 60_000 });
    }

    private static async Task MakeTableAsync(IPage page, string topic)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = $"From {topic}" }).ClickAsync();
        await Expect(page.GetByText("JSON objects (")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue to schema" }).ClickAsync();
        await Expect(page.GetByLabel("Time column")).ToHaveValueAsync("at");
        await page.GotoAsync(page.Url.Replace("/schema", "/create", StringComparison.Ordinal));
        await page.Locator("[data-interactive=true]").WaitForAsync();
        await page.GetByLabel("Table name", new() { Exact = true }).FillAsync("team_orders");
        await page.GetByLabel("Table name", new() { Exact = true }).PressAsync("Tab");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create and watch" }).ClickAsync();
        await page.WaitForURLAsync("**/t/team_orders?tab=ingest*");
    }

    private async Task ProduceAsync(string topic, int first, int count)
    {
        string[] cities = ["Bern", "Köln", "Oslo"];
        string[] messages = [.. Enumerable.Range(first, count).Select(i =>
            $$"""{"id":{{i}},"city":"{{cities[i % 3]}}","amount":{{(i % 7).ToString(CultureInfo.InvariantCulture)}}.5,"at":{{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - i}}}""")];
        await kafka.ProduceAsync(topic, 0, messages[..(count / 2)]);
        await kafka.ProduceAsync(topic, 1, messages[(count / 2)..]);
    }
}

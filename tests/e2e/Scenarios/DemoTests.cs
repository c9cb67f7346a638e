using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using EndToEndTests.Browser;
using EndToEndTests.Rest;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEndTests.Scenarios;

/// <summary>What <c>./run</c> with nothing else shows.</summary>
public sealed class DemoTests(DemoServer demo, BrowserFixture browser)
{
    [Fact]
    public async Task The_demo_table_grows()
    {
        using RestClient client = new(await demo.StartedAsync());

        long first = await client.NumberAsync("SELECT COUNT(*) FROM events");
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        long second = await client.NumberAsync("SELECT COUNT(*) FROM events");

        Assert.True(second > first, $"{first} rows, two seconds later {second}");
    }

    [Fact]
    public async Task The_demo_writes_both_forms_of_time()
    {
        using RestClient client = new(await demo.StartedAsync());

        JsonElement[] rows = await client.RowsAsync("SELECT ts, uuid, \"count\" FROM events WHERE ts > ago('PT1H') LIMIT 1000");

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.NotEmpty(row[1].GetString()!));
    }

    [Fact]
    public async Task A_statement_typed_into_the_editor_shows_its_rows()
    {
        List<string> complaints = [];
        ServerProcess server = await demo.StartedAsync();
        IPage page = await browser.OpenAsync(new Uri(server.Controller, "/query"), complaints);

        await page.GetByRole(AriaRole.Textbox, new() { Name = "SQL" }).First.ClickAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("SELECT COUNT(*) AS answer_rows FROM events");
        await page.Keyboard.PressAsync("Control+Enter");

        await Expect(page.GetByText("answer_rows").Last).ToBeVisibleAsync();
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task A_topic_and_its_messages_can_be_looked_at()
    {
        List<string> complaints = [];
        ServerProcess server = await demo.StartedAsync();
        IPage page = await browser.OpenAsync(new Uri(server.Controller, "/"), complaints);

        await page.GetByRole(AriaRole.Link, new() { Name = "Kafka" }).ClickAsync();
        await page.GetByRole(AriaRole.Table, new() { Name = "Topics" }).GetByRole(AriaRole.Link, new() { Name = "events" }).First.ClickAsync();
        ILocator first = page.GetByRole(AriaRole.Table, new() { Name = "Messages" }).Locator("details").First;
        await first.ClickAsync();

        await Expect(first.Locator("pre")).ToContainTextAsync("\"uuid\"");
        ILocator offset = page.GetByRole(AriaRole.Table, new() { Name = "Messages" }).Locator("tbody tr").First.Locator("td").Nth(1);
        string newest = await offset.InnerTextAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Oldest" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/events\\?from=earliest$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Oldest" })).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(offset).Not.ToHaveTextAsync(newest); // not 0 either, once the demo's broker dropped the first ones
        Assert.True(long.Parse(await offset.InnerTextAsync(), CultureInfo.InvariantCulture) < long.Parse(newest, CultureInfo.InvariantCulture));
        Assert.Empty(complaints);
        Assert.Empty(await AccessibilityTests.FindingsAsync(page));
    }

    [Fact]
    public async Task The_hub_sends_frames_of_a_table()
    {
        ServerProcess server = await demo.StartedAsync();
        await using HubConnection hub = new HubConnectionBuilder().WithUrl(new Uri(server.Controller, "/hubs/live")).Build();
        await hub.StartAsync(TestContext.Current.CancellationToken);

        JsonElement frame = await hub.StreamAsync<JsonElement>("Follow", "events", TestContext.Current.CancellationToken)
            .FirstAsync(TestContext.Current.CancellationToken);

        Assert.Equal("events", frame.GetProperty("table").GetString());
        Assert.Equal(2, frame.GetProperty("p").GetArrayLength());
    }

    [Fact]
    public async Task A_page_comes_back_by_itself_after_a_restart()
    {
        await using ServerProcess server = new();
        await server.StartAsync(TestContext.Current.CancellationToken);
        IPage page = await browser.OpenAsync(new Uri(server.Controller, "/catalog"), []);
        await page.Locator("body").EvaluateAsync("body => body.dataset.old = 'yes'");

        await server.KillAsync();
        await server.StartAsync(TestContext.Current.CancellationToken);

        await page.Locator("body:not([data-old]) [data-interactive=true]").WaitForAsync(new() { Timeout = 60_000 });
        await Expect(page.GetByText("events").First).ToBeVisibleAsync();
    }
}

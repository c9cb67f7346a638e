using System.Text.Json;
using EndToEndTests.Rest;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEndTests.Browser;

/// <summary>Servers in every condition that a page can meet, and the ways to pages that take more than an address.</summary>
public sealed class PageStage(DemoServer demo, BrowserFixture browser) : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private ServerProcess? _empty;
    private string? _draft;

    /// <summary>A page of the server with the demo, once it shows something.</summary>
    /// <param name="path">Its address.</param>
    /// <param name="shown">What is there when the page is complete.</param>
    internal async Task<IPage> DemoAsync(string path, string shown)
    {
        ServerProcess server = await demo.StartedAsync();
        return await OpenAsync(server, path, shown);
    }

    /// <summary>A page of a server without tables.</summary>
    internal async Task<IPage> EmptyAsync(string path, string shown)
    {
        await _starting.WaitAsync();
        try
        {
            if (_empty is null)
            {
                ServerProcess server = new("--demo", "off");
                await server.StartAsync(TestContext.Current.CancellationToken);
                _empty = server;
            }
        }
        finally
        {
            _starting.Release();
        }

        return await OpenAsync(_empty, path, shown);
    }

    /// <summary>A page whose server has gone.</summary>
    internal async Task<IPage> DeadAsync(string path, string shown)
    {
        await using ServerProcess server = new();
        await server.StartAsync(TestContext.Current.CancellationToken);
        IPage page = await OpenAsync(server, path, shown);
        await server.KillAsync();
        await Expect(page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
        return page;
    }

    /// <summary>The address of messages of the demo's topic, or of all its topics.</summary>
    internal async Task<string> KafkaAsync(string? topic = null) =>
        $"/kafka/{Uri.EscapeDataString(await BrokersAsync())}{(topic is null ? "" : $"/{topic}")}";

    /// <summary>A step of the wizard, over a draft with a sample of the demo's topic.</summary>
    internal async Task<IPage> WizardAsync(string step, string shown)
    {
        await _starting.WaitAsync();
        try
        {
            _draft ??= await BeginDraftAsync("events_by_hand");
        }
        finally
        {
            _starting.Release();
        }

        return await DemoAsync($"{_draft}/{step}", shown);
    }

    /// <summary>The last step over a draft whose table is there already.</summary>
    internal async Task<IPage> TakenNameAsync() => await DemoAsync($"{await BeginDraftAsync("events")}/create", "text=exists already");

    public async ValueTask DisposeAsync()
    {
        if (_empty is not null)
        {
            await _empty.DisposeAsync();
        }

        _starting.Dispose();
    }

    // Address of the draft, without a step.
    private async Task<string> BeginDraftAsync(string table)
    {
        IPage page = await DemoAsync($"/new?brokers={Uri.EscapeDataString(await BrokersAsync())}&topic=events", "text=A table reads one Kafka topic");
        await page.GetByRole(AriaRole.Button, new() { Name = "From events" }).ClickAsync();
        await Expect(page.GetByText("JSON objects (")).ToBeVisibleAsync();
        string path = new Uri(page.Url).AbsolutePath;
        string draft = path[..path.LastIndexOf('/')];
        await page.GotoAsync(new Uri(new Uri(page.Url), $"{draft}/create").ToString());
        await page.Locator("[data-interactive=true]").WaitForAsync();
        await page.ChangeAsync("Table name", table);
        await Expect(page.Locator("pre.json")).ToContainTextAsync($"\"tableName\": \"{table}\"");
        await page.CloseAsync();
        return draft;
    }

    private async Task<string> BrokersAsync()
    {
        using RestClient client = new(await demo.StartedAsync());
        JsonElement table = (await client.GetAsync("/tables/events")).Json;
        return table.GetProperty("REALTIME").GetProperty("tableIndexConfig").GetProperty("streamConfigs").GetProperty("stream.kafka.broker.list").GetString()!;
    }

    private async Task<IPage> OpenAsync(ServerProcess server, string path, string shown)
    {
        IPage page = await browser.OpenAsync(new Uri(server.Controller, path), []);
        await page.Locator(shown).First.WaitForAsync();
        return page;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Confluent.Kafka;
using EndToEndTests.Browser;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEndTests.Scenarios;

/// <summary>Data and events that nobody wishes for end in words, and harm nothing.</summary>
public sealed class WrongInputTests(KafkaBroker kafka, ScratchServer scratch, BrowserFixture browser)
{
    private const int Columns = 700;
    private const string Hostile = "\"><img src=x onerror=window.stolen=1>";

    private static readonly TimeSpan Usable = TimeSpan.FromSeconds(20); // the machine may be busy with other tests

    [Fact]
    public async Task A_message_of_5_MB_is_cut_in_the_view_and_ingested_whole()
    {
        string topic = Name("large");
        await kafka.CreateTopicAsync(topic, 1, ("max.message.bytes", "8000000"));
        await kafka.ProduceAsync(
            topic,
            [Message("""{"id":"small","ts":1764000000000}"""), Message($$"""{"id":"large","ts":1764000000001,"text":"{{new string('x', 5_000_000)}}"}""")],
            ("message.max.bytes", "8000000"));
        (IPage page, List<string> complaints) = await FromTopicAsync(topic);

        await Expect(page.GetByText("A message of 5 MB is cut at 64 kB in this view; ingestion reads it whole.").First).ToBeVisibleAsync();
        await Expect(page.GetByText("JSON objects (1 of 1 messages).")).ToBeVisibleAsync();
        await page.ClickAsync(AriaRole.Button, "Continue to schema");
        await Expect(page.GetByText("1 rows of 2 messages, 0 rejected, 1 without a row")).ToBeVisibleAsync();
        await CreateAsync(page, topic);

        using RestClient client = new(await scratch.StartedAsync());
        await client.ExpectAsync(2, $"select count(*) from {topic} where id in ('small', 'large')");
        await CloseSoundAsync(page, complaints);
    }

    [Fact]
    public async Task Seven_hundred_columns_stay_usable_from_the_wizard_to_the_grid()
    {
        string topic = Name("wide");
        await kafka.CreateTopicAsync(topic, 1);
        await kafka.ProduceAsync(topic, 0, Enumerable.Range(0, 50).Select(row => "{" + string.Join(',', Enumerable.Range(0, Columns).Select(column => string.Create(CultureInfo.InvariantCulture, $"\"field{column}\":{(row * column) + 0.5}"))) + "}"));
        (IPage page, List<string> complaints) = await FromTopicAsync(topic);

        await Expect(page.GetByText("JSON objects (50 of 50 messages).")).ToBeVisibleAsync(); // Kafka takes its time
        await TimedAsync("reload of the sample step", async () =>
        {
            await page.RefreshAsync();
            await Expect(page.GetByText("JSON objects (50 of 50 messages).")).ToBeVisibleAsync();
        });
        await TimedAsync("schema step", async () =>
        {
            await page.ClickAsync(AriaRole.Button, "Continue to schema");
            await Expect(page.GetByLabel("Column of field0", new() { Exact = true })).ToBeVisibleAsync();
        });
        await TimedAsync("another name of a column, kept and previewed", async () =>
        {
            await page.ChangeAsync("Column of field3", "a_first_one");
            await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "a_first_one DOUBLE" })).ToBeVisibleAsync();
        });
        await CreateAsync(page, topic);
        await TimedAsync("columns of the table's page", async () =>
        {
            await page.ClickAsync(AriaRole.Link, "Schema");
            await Expect(page.GetByRole(AriaRole.Rowheader, new() { Name = "field699", Exact = true })).ToBeAttachedAsync();
        });
        await TimedAsync("rows in the console", async () =>
        {
            await page.GetByRole(AriaRole.Link, new() { Name = "Query", Exact = true }).Last.ClickAsync();
            await Expect(page.GetByText("of 701", new() { Exact = false })).ToBeVisibleAsync();
            await Expect(page.Locator("[role=grid] tr[data-row]").First).ToBeVisibleAsync();
        });
        await TimedAsync("later columns", async () =>
        {
            await page.ClickAsync(AriaRole.Button, "Later columns");
            await Expect(page.GetByText("Columns 61–120 of 701.")).ToBeVisibleAsync();
        });
        await CloseSoundAsync(page, complaints);
    }

    [Fact]
    public async Task Names_of_all_kinds_are_texts_and_nothing_more()
    {
        string topic = Name("odd.names-");
        string[] fields = [Hostile, "it's \"quoted\"", "two words", "naïve_日本", "tab\\there", "a.b.c", "select", "‮bidi", "'; drop table x; --"];
        await kafka.CreateTopicAsync(topic, 1);
        string message = "{" + string.Join(',', fields.Select(field => $"{JsonText(field)}:{JsonText(Hostile)}")) + "}";
        await kafka.ProduceAsync(topic, [new() { Key = Encoding.UTF8.GetBytes(Hostile), Value = Encoding.UTF8.GetBytes(message), Headers = [new Confluent.Kafka.Header(Hostile, Encoding.UTF8.GetBytes(Hostile))] }]);
        ServerProcess server = await scratch.StartedAsync();
        (IPage page, List<string> complaints) = await FromTopicAsync(topic);
        await Expect(page.GetByText("JSON objects (1 of 1 messages).")).ToBeVisibleAsync();
        await page.Locator("table[aria-label=Messages] details summary").ClickAsync();
        await page.ExpectSoundAsync();

        await page.ClickAsync(AriaRole.Button, "Continue to schema");
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Columns" }).GetByText(Hostile).First).ToBeVisibleAsync();
        await Expect(page.GetByText("1 rows of 1 messages, 0 rejected")).ToBeVisibleAsync();
        await page.ClickAsync(AriaRole.Button, "Continue to preview");
        await page.ExpectSoundAsync();
        await page.ClickAsync(AriaRole.Button, "Continue to create");
        await page.ChangeAsync("Table name", Hostile);
        await Expect(page.GetByText($"'tableName': '{Hostile}' must not start with '.' or contain blanks")).ToBeVisibleAsync();
        string table = Name("odd");
        await page.ChangeAsync("Table name", table);
        await page.ClickAsync(AriaRole.Button, "Create and watch");
        await Expect(page.GetByText("First rows are queryable")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = $"Query {table}" }).First.ClickAsync();
        await Expect(page.Locator("[role=grid] tr[data-row] td").Filter(new() { HasText = Hostile }).First).ToBeVisibleAsync();
        string escaped = Uri.EscapeDataString(Hostile);
        foreach (string path in new[] { $"/t/{table}", $"/t/{table}?tab=schema", $"/t/{table}?tab=config", $"/t/{escaped}", $"/kafka/{escaped}", $"/kafka/{escaped}/{escaped}", $"/new?brokers={escaped}&topic={escaped}", $"/query?query={escaped}&run=1", $"/catalog?q={escaped}", $"/new/{escaped}/schema" })
        {
            await page.OpenAsync(new Uri(server.Controller, path));
            await page.ExpectSoundAsync();
        }

        await CloseSoundAsync(page, complaints);
    }

    [Fact]
    public async Task A_table_that_is_deleted_while_its_pages_are_open_says_so_on_each()
    {
        string table = Name("gone");
        await kafka.CreateTopicAsync(table, 1);
        await kafka.ProduceAsync(table, 0, [NumberTable.Message(0, 0)]);
        ServerProcess server = await scratch.StartedAsync();
        using RestClient client = new(server);
        await client.CreateTableAsync(NumberTable.Schema(table), NumberTable.Config(table, await kafka.AddressAsync(), 1000));
        await client.ExpectAsync(1, $"select count(*) from {table}");
        List<string> complaints = [];
        IPage[] pages = [await browser.OpenAsync(new Uri(server.Controller, $"/t/{table}"), complaints), await browser.OpenAsync(new Uri(server.Controller, $"/t/{table}?tab=ingest"), complaints)];
        IPage console = await browser.OpenAsync(new Uri(server.Controller, $"/query?query={Uri.EscapeDataString($"select * from {table}")}&run=1"), complaints);
        await Expect(console.Locator("[role=grid] tr[data-row]")).ToHaveCountAsync(1);

        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(HttpMethod.Delete, $"/tables/{table}")).Status);

        foreach (IPage page in pages)
        {
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = $"There is no table {table}" })).ToBeVisibleAsync();
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Create it" })).ToBeVisibleAsync();
            await page.ExpectSoundAsync();
            await page.CloseAsync();
        }

        await console.Locator("#run").ClickAsync();
        await Expect(console.GetByRole(AriaRole.Alert)).ToContainTextAsync(table);
        await CloseSoundAsync(console, complaints);
    }

    private async Task<(IPage Page, List<string> Complaints)> FromTopicAsync(string topic)
    {
        ServerProcess server = await scratch.StartedAsync();
        List<string> complaints = [];
        string brokers = await kafka.AddressAsync();
        IPage page = await browser.OpenAsync(new Uri(server.Controller, $"/new?brokers={Uri.EscapeDataString(brokers)}&topic={topic}"), complaints);
        await page.ClickAsync(AriaRole.Button, $"From {topic} on {brokers}");
        return (page, complaints);
    }

    // From the schema step on, with what is suggested.
    private static async Task CreateAsync(IPage page, string table)
    {
        await page.ClickAsync(AriaRole.Button, "Continue to preview");
        await page.ClickAsync(AriaRole.Button, "Continue to create");
        await Expect(page.GetByLabel("Table name")).ToHaveValueAsync(table);
        await page.ClickAsync(AriaRole.Button, "Create and watch");
        await Expect(page.GetByText("First rows are queryable")).ToBeVisibleAsync();
    }

    private static async Task CloseSoundAsync(IPage page, List<string> complaints)
    {
        await page.ExpectSoundAsync();
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    private static async Task TimedAsync(string what, Func<Task> work)
    {
        long started = Stopwatch.GetTimestamp();
        await work();
        TimeSpan took = Stopwatch.GetElapsedTime(started);
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {took.TotalMilliseconds:0} ms");
        Assert.True(took < Usable, $"{what} took {took}");
    }

    private static string Name(string word) => $"{word}{Guid.NewGuid():N}"[..(word.Length + 8)];

    private static string JsonText(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private static Message<byte[]?, byte[]?> Message(string value) => new() { Value = Encoding.UTF8.GetBytes(value) };
}

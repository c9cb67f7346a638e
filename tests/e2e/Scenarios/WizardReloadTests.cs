using EndToEndTests.Browser;
using EndToEndTests.Kafka;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEndTests.Scenarios;

/// <summary>What was chosen in the wizard outlives the page, and reaches other browsers.</summary>
public sealed class WizardReloadTests(KafkaBroker kafka, DemoServer demo, BrowserFixture browser)
{
    private const int Messages = 30;

    [Fact]
    public async Task A_reload_in_every_step_keeps_everything_and_another_browser_works_on_the_same_draft()
    {
        string topic = $"wizard-reload-{Guid.NewGuid():N}"[..24];
        await kafka.CreateTopicAsync(topic, 2);
        await kafka.ProduceAsync(topic, 0, Enumerable.Range(0, Messages).Select(Message));
        ServerProcess server = await demo.StartedAsync();
        List<string> complaints = [];
        IPage page = await browser.OpenAsync(new Uri(server.Controller, $"/new?brokers={Uri.EscapeDataString(await kafka.AddressAsync())}&topic={topic}"), complaints);
        await page.ClickAsync(AriaRole.Button, $"From {topic} on {await kafka.AddressAsync()}");

        await SampleAsync(page, topic);
        await SourceAsync(page, topic);
        await SchemaAsync(page);
        await PreviewAsync(page);
        await CreateAsync(page);
        await InAnotherBrowserAsync(page);

        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    private async Task SampleAsync(IPage page, string topic)
    {
        await Expect(page.GetByText("JSON objects (30 of 30 messages).")).ToBeVisibleAsync();
        await kafka.ProduceAsync(topic, 1, [Message(77)]); // a sample that is read again would hold it
        await page.RefreshAsync();
        await Expect(page.GetByText("JSON objects (30 of 30 messages).")).ToBeVisibleAsync();

        await page.ClickAsync(AriaRole.Button, "Sample more");
        await Expect(page.GetByText("JSON objects (31 of 31 messages).")).ToBeVisibleAsync();
    }

    private static async Task SourceAsync(IPage page, string topic)
    {
        await page.ClickAsync(AriaRole.Button, "Back");
        await Expect(page.GetByLabel("Brokers")).ToBeVisibleAsync();
        await page.RefreshAsync();
        await Expect(page.GetByText($"Chosen: {topic}")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = topic }).GetByRole(AriaRole.Button)).ToHaveAttributeAsync("aria-current", "true");
        await page.ClickAsync(AriaRole.Button, "Continue to sample");
        await page.ClickAsync(AriaRole.Button, "Continue to schema");
    }

    private static async Task SchemaAsync(IPage page)
    {
        await page.ChangeAsync("Column of id", "order_id");
        await page.GetByLabel("Type of amount").SelectOptionAsync("String");
        await page.GetByRole(AriaRole.Button, new() { Name = "Index of order_id: none" }).ClickAsync();
        await page.GetByRole(AriaRole.Group, new() { Name = "Index of order_id" }).GetByLabel("inverted").CheckAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Index of order_id: inverted" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.RefreshAsync();
        await Expect(page.GetByLabel("Column of id", new() { Exact = true })).ToHaveValueAsync("order_id");
        await Expect(page.GetByLabel("Type of amount")).ToHaveValueAsync("String");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Index of order_id: inverted" })).ToBeVisibleAsync();

        await page.ClickAsync(AriaRole.Button, "Re-infer amount");
        await Expect(page.GetByLabel("Type of amount")).ToHaveValueAsync("Double");
        await page.ClickAsync(AriaRole.Button, "Continue to preview");
    }

    private static async Task PreviewAsync(IPage page)
    {
        await page.GetByLabel("Drop rows where").PressSequentiallyAsync("amo");
        await Expect(page.Locator("#filter-words option").First).ToHaveAttributeAsync("value", "amount");
        await page.ChangeAsync("Drop rows where", "amount > 20");
        await Expect(page.GetByText("without a row")).ToBeVisibleAsync();
        await page.RefreshAsync();
        await Expect(page.GetByLabel("Drop rows where")).ToHaveValueAsync("amount > 20");
        await page.ClickAsync(AriaRole.Button, "Continue to create");
    }

    private static async Task CreateAsync(IPage page)
    {
        await page.ChangeAsync("Table name", "reloaded");
        await page.GetByLabel("only new messages").CheckAsync();
        await page.ChangeAsync("Keep for (days)", "7");
        await Expect(page.GetByLabel("Request as JSON")).ToContainTextAsync("\"retentionTimeValue\": \"7\"");
        await page.RefreshAsync();
        await Expect(page.GetByLabel("Table name")).ToHaveValueAsync("reloaded");
        await Expect(page.GetByLabel("only new messages")).ToBeCheckedAsync();
        await Expect(page.GetByLabel("Keep for (days)")).ToHaveValueAsync("7");
        await Expect(page.GetByLabel("Request as JSON")).ToContainTextAsync("\"invertedIndexColumns\"");
    }

    private async Task InAnotherBrowserAsync(IPage page)
    {
        IPage second = await browser.OpenAsync(new Uri(page.Url), []);
        await Expect(second.GetByText("draft, changed in another browser")).ToBeVisibleAsync();
        await Expect(second.GetByLabel("Table name")).ToHaveValueAsync("reloaded");
        await second.ChangeAsync("Table name", "by_two");
        await Expect(second.GetByText("draft, kept")).ToBeVisibleAsync();

        await Expect(page.GetByLabel("Table name")).ToHaveValueAsync("by_two");
        await Expect(page.GetByText("draft, changed in another browser")).ToBeVisibleAsync();
        await second.CloseAsync();
    }

    private static string Message(int number) => $$"""{"id":"o{{number}}","ts":{{1_764_000_000_000 + number}},"amount":{{number}}.5}""";
}

using EndToEndTests.Browser;
using EndToEndTests.Kafka;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEndTests.Scenarios;

/// <summary>From a topic to the rows of a query without a mouse.</summary>
public sealed class KeyboardTests(KafkaBroker kafka, ScratchServer scratch, BrowserFixture browser)
{
    private const int MostTabs = 60;

    // What a screen reader would call the element that has the focus, near enough.
    private const string FocusedName = """
        () => {
          const focused = document.activeElement;
          const label = focused.getAttribute('aria-label') || (focused.labels && focused.labels[0] && focused.labels[0].textContent) || focused.textContent;
          return label.replace(/\s+/g, ' ').trim();
        }
        """;

    [Fact]
    public async Task A_table_is_made_and_queried_by_keys_alone()
    {
        string topic = $"keys{Guid.NewGuid():N}"[..16];
        await kafka.CreateTopicAsync(topic, 1);
        await kafka.ProduceAsync(topic, 0, Enumerable.Range(0, 20).Select(i => $$"""{"id":"o{{i}}","ts":{{1_764_000_000_000 + i}}}"""));
        ServerProcess server = await scratch.StartedAsync();
        string brokers = await kafka.AddressAsync();
        IPage page = await browser.OpenAsync(new Uri(server.Controller, $"/new?brokers={Uri.EscapeDataString(brokers)}&topic={topic}"), []);

        await TabToAsync(page, $"From {topic} on {brokers}");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("JSON objects (20 of 20 messages).")).ToBeVisibleAsync();
        await WizardAsync(page, topic);
        await QueryAsync(page, topic);
        await page.CloseAsync();
    }

    private static async Task WizardAsync(IPage page, string topic)
    {
        await page.Keyboard.PressAsync("Alt+ArrowLeft");
        await ExpectStepAsync(page, "Which topic?");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = topic, Exact = true })).ToBeVisibleAsync();
        await TabToAsync(page, topic);
        await page.Keyboard.PressAsync("Enter"); // chosen, and on to the sample
        await ExpectStepAsync(page, "What is in it?");
        await page.Keyboard.PressAsync("Alt+ArrowRight");
        await ExpectStepAsync(page, "Which columns?");
        await TabToAsync(page, "Column of id");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("order_id");
        await page.Keyboard.PressAsync("Control+Enter"); // the field is kept though it was not left
        await ExpectStepAsync(page, "What comes of it?");
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "order_id STRING" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Alt+ArrowRight");
        await ExpectStepAsync(page, "Create the table");
        await TabToAsync(page, "Table name");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync(topic + "_table");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.GetByText("First rows are queryable")).ToBeVisibleAsync();
    }

    private static async Task QueryAsync(IPage page, string topic)
    {
        await TabToAsync(page, $"Query {topic}_table");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[role=grid] tr[data-row]").First).ToBeVisibleAsync();
        await TabToAsync(page, "SQL query");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.InsertTextAsync($"select order_id from {topic}_table order by ts limit 5");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator("table[role=grid][aria-rowcount='6']")).ToBeVisibleAsync();
        await TabToAsync(page, "Result rows; arrow keys move, Enter shows a cell whole, Ctrl+C copies it");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.Locator("td.is-active")).ToHaveTextAsync("o2");
    }

    private static async Task ExpectStepAsync(IPage page, string heading)
    {
        await Expect(page.Locator("#step")).ToHaveTextAsync(heading);
        await Expect(page.Locator("#step")).ToBeFocusedAsync();
    }

    private static async Task TabToAsync(IPage page, string name)
    {
        List<string> met = [];
        while (met.Count < MostTabs)
        {
            await page.Keyboard.PressAsync("Tab");
            met.Add(await page.EvaluateAsync<string>(FocusedName));
            if (met[^1] == name)
            {
                return;
            }
        }

        Assert.Fail($"{MostTabs} times Tab did not reach '{name}' but {string.Join(" | ", met)}");
    }
}

using System.Globalization;
using EndToEndTests.Browser;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEndTests.Scenarios;

/// <summary>From a topic on a real broker to a table, by the wizard alone.</summary>
public sealed class WizardTests(KafkaBroker kafka, SchemaRegistry registry, DemoServer demo, BrowserFixture browser)
{
    private const int Messages = 2_000;

    [Fact]
    public async Task A_topic_becomes_a_table_step_by_step_and_nothing_is_lost_on_the_way()
    {
        string address = await kafka.AddressAsync();
        string topic = $"wizard.orders-{Guid.NewGuid():N}"[..24];
        await kafka.CreateTopicAsync(topic, 3);
        await ProduceAsync(topic);
        await using ServerProcess server = new("--kafka", address);
        using RestClient client = new(server);
        await server.StartAsync(TestContext.Current.CancellationToken);
        List<string> complaints = [];
        IPage page = await browser.OpenAsync(new Uri(server.Controller, "/new"), complaints);

        await ChooseTopicAsync(page, address, topic);
        await ReadSampleAsync(page);
        await ChooseColumnsAsync(page);
        await ComputeAsync(page, topic);
        IPage second = await browser.OpenAsync(new Uri(page.Url), []); // sees the same draft
        await Expect(second.GetByLabel("double_amount", new() { Exact = true })).ToHaveValueAsync("mult(amount, 2)");
        await second.CloseAsync();
        await CreateAsync(page);

        await Expect(page).ToHaveURLAsync(new Uri(server.Controller, "/t/orders?tab=ingest").ToString());
        await client.ExpectAsync(Messages - 1, "select count(*) from orders where double_amount = 2 * amount and \"customer.city\" in ('Köln', 'Oslo')");
        await client.ExpectAsync(1, "select count(*) from sys.rejects where tableName = 'orders'");
        Assert.Equal("order-7", (await client.RowsAsync("select order_id from orders where order_id = 'order-7'"))[0][0].GetString());
        await page.GotoAsync(new Uri(server.Controller, "/new").ToString());
        await Expect(page.GetByText("A table reads one Kafka topic.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Drafts" })).ToHaveCountAsync(0);
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [Fact]
    public async Task A_password_typed_into_the_wizard_is_shown_and_told_nowhere_and_still_works_after_a_restart()
    {
        const string Password = "se cret"; // of the broker's user alice
        string address = await kafka.AddressAsync("SASL_PLAINTEXT");
        string topic = $"wizard-secret-{Guid.NewGuid():N}"[..24];
        await kafka.CreateTopicAsync(topic, 1);
        await kafka.ProduceAsync(topic, 0, ["""{"n":1}"""]);
        await using ServerProcess server = new("--demo", "off");
        using RestClient client = new(server);
        await server.StartAsync(TestContext.Current.CancellationToken);
        IPage page = await browser.OpenAsync(new Uri(server.Controller, "/new"), []);
        await page.GetByRole(AriaRole.Button, new() { Name = "From a Kafka topic" }).ClickAsync();
        await page.GetByLabel("Protocol").SelectOptionAsync("SASL_PLAINTEXT");
        await page.GetByLabel("Sign-in").SelectOptionAsync("PLAIN");
        await ChangeAsync(page, "User", "alice");
        await ChangeAsync(page, "Password", Password);
        await Expect(page.GetByText("User and password are kept on the server")).ToBeVisibleAsync();
        await ChangeAsync(page, "Brokers", address);
        await page.GetByRole(AriaRole.Button, new() { Name = "Check connection" }).ClickAsync();
        await Expect(page.Locator(".checklist + [role=status]")).ToHaveTextAsync("All checks passed");
        List<string> shown = [await page.ContentAsync()];
        await page.GetByLabel("Filter topics").FillAsync(topic);
        await page.ClickAsync(AriaRole.Button, topic);
        await Expect(page.GetByText("JSON objects (1 of 1 messages).")).ToBeVisibleAsync();
        await page.GotoAsync(page.Url.Replace("/sample", "/create", StringComparison.Ordinal));
        await page.Locator("[data-interactive=true]").WaitForAsync();
        await ChangeAsync(page, "Table name", "secret_table");
        shown.Add(await page.ContentAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Create and watch" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(server.Controller, "/t/secret_table?tab=ingest").ToString());
        await client.ExpectAsync(1, "select count(*) from secret_table");

        await server.StopAsync();
        await server.StartAsync(TestContext.Current.CancellationToken);
        await kafka.ProduceAsync(topic, 0, ["""{"n":2}"""]);
        await client.ExpectAsync(2, "select count(*) from secret_table");
        shown.Add((await client.GetAsync("/tableConfigs/secret_table")).Body);
        shown.Add((await client.GetAsync("/tables/secret_table")).Body);
        shown.Add(server.Log);
        Assert.DoesNotContain(shown, text => text.Contains(Password, StringComparison.Ordinal));
        await page.CloseAsync();
    }

    [Fact]
    public async Task Avro_behind_a_registry_is_told_apart_and_its_fields_become_columns()
    {
        const string Schema = """{"type":"record","name":"Event","fields":[{"name":"uuid","type":"string"},{"name":"ts","type":"long"},{"name":"amount","type":"double"}]}""";
        string topic = $"wizard-avro-{Guid.NewGuid():N}"[..24];
        Uri address = await registry.AddressAsync();
        int id = await AvroMessages.RegisterAsync(address, $"{topic}-value", Schema);
        await kafka.CreateTopicAsync(topic, 1);
        await kafka.ProduceAsync(topic, Enumerable.Range(0, 30).Select(i => AvroMessages.Framed(id, AvroMessages.Encode(Schema, ("uuid", $"u{i}"), ("ts", 1_764_000_000_000L + i), ("amount", i / 2.0)))));
        ServerProcess server = await demo.StartedAsync();
        IPage page = await browser.OpenAsync(new Uri(server.Controller, $"/new?brokers={Uri.EscapeDataString(await kafka.AddressAsync())}&topic={topic}"), []);

        await page.GetByRole(AriaRole.Button, new() { Name = $"From {topic}" }).ClickAsync();
        await Expect(page.GetByText($"These messages start with the Confluent schema-registry header (schema id {id}). Give the registry address.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Read them so" }).ClickAsync();
        await ChangeAsync(page, "Schema registry", address.ToString());
        await Expect(page.GetByText("Readable (30 of 30 messages).")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue to schema" }).ClickAsync();

        await Expect(page.GetByLabel("Time column")).ToHaveValueAsync("ts");
        await Expect(page.GetByText("30 rows of 30 messages, 0 rejected")).ToBeVisibleAsync();
        await page.CloseAsync();
    }

    [Fact]
    public async Task An_empty_topic_is_watched_and_one_of_garbage_says_where_it_fails()
    {
        string address = await kafka.AddressAsync();
        string topic = $"wizard-empty-{Guid.NewGuid():N}"[..24];
        await kafka.CreateTopicAsync(topic, 2);
        ServerProcess server = await demo.StartedAsync();
        IPage page = await browser.OpenAsync(new Uri(server.Controller, $"/new?brokers={Uri.EscapeDataString(address)}&topic={topic}"), []);
        await page.GetByRole(AriaRole.Button, new() { Name = $"From {topic}" }).ClickAsync();
        await Expect(page.GetByText($"{topic} has no messages right now (2 partitions, all empty).")).ToBeVisibleAsync();
        await Expect(page.GetByText("You can wait here")).ToBeVisibleAsync();

        await kafka.ProduceAsync(topic, 1, ["<xml/>", "<b onmouseover=alert(1)>"]);

        await Expect(page.GetByText("None of 2 messages is valid JSON. First error: '<' is an invalid start of a value (line 1, byte 1) (partition 1, offset 0)")).ToBeVisibleAsync();
        await Expect(page.GetByText("(partition 1, offset 0)").First).ToBeVisibleAsync();
        await Expect(page.GetByText("<b onmouseover=alert(1)>").First).ToBeVisibleAsync();
        await page.CloseAsync();
    }

    // Fields are kept when they are left.
    private static async Task ChangeAsync(IPage page, string label, string value)
    {
        await page.GetByLabel(label, new() { Exact = true }).FillAsync(value);
        await page.GetByLabel(label, new() { Exact = true }).PressAsync("Tab");
    }

    private static async Task ChooseTopicAsync(IPage page, string address, string topic)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "From a Kafka topic" }).ClickAsync();
        await Expect(page.GetByLabel("Brokers")).ToHaveValueAsync(address);
        await page.GetByLabel("Filter topics").FillAsync(topic);
        await page.ClickAsync(AriaRole.Button, topic);
    }

    private static async Task ReadSampleAsync(IPage page)
    {
        await Expect(page.GetByText("JSON objects (299 of 300 messages). 1 could not be parsed; they will be rejected and listed, not lost.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue to schema" }).ClickAsync();
    }

    private static async Task ChooseColumnsAsync(IPage page)
    {
        await Expect(page.GetByLabel("Time column")).ToHaveValueAsync("ts");
        await page.GetByLabel("Column of orderId").FillAsync("order_id");
        await page.GetByLabel("Column of orderId").PressAsync("Tab");
        await page.GetByLabel("Use the field internal").UncheckAsync();
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "internal" })).ToHaveCountAsync(0); // its rows follow
        await Expect(page.GetByText("299 rows of 300 messages, 1 rejected")).ToBeVisibleAsync();
        Assert.Empty(await AccessibilityTests.FindingsAsync(page));
        await page.ReloadAsync();
        await page.Locator("[data-interactive=true]").WaitForAsync();
        await Expect(page.GetByLabel("Column of orderId")).ToHaveValueAsync("order_id");
        await Expect(page.GetByLabel("Use the field internal")).Not.ToBeCheckedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue to preview" }).ClickAsync();
    }

    private static async Task ComputeAsync(IPage page, string topic)
    {
        await page.GetByLabel("Add a computed column").FillAsync("double_amount");
        await page.GetByLabel("Expression").FillAsync("mult(amount, 2)");
        await page.GetByLabel("Type").SelectOptionAsync("DOUBLE");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await page.GetByLabel("SQL over these rows").FillAsync($"select count(*) from \"{Name(topic)}\" where double_amount = 2 * amount");
        await page.GetByRole(AriaRole.Button, new() { Name = "Query these rows" }).ClickAsync();
        await Expect(page.Locator("[role=grid] tr[data-row] td").First).ToHaveTextAsync("299");
    }

    private static async Task CreateAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue to create" }).ClickAsync();
        await Expect(page.GetByText("everything there is (about 2 k messages")).ToBeVisibleAsync();
        await page.GetByLabel("Table name").FillAsync("orders");
        await page.GetByLabel("Table name").PressAsync("Tab");
        Assert.Empty(await AccessibilityTests.FindingsAsync(page));
        await page.GetByRole(AriaRole.Button, new() { Name = "Create and watch" }).ClickAsync();
    }

    private Task ProduceAsync(string topic) => kafka.ProduceAsync(topic, partition: 0, Enumerable.Range(0, Messages).Select(i => i == Messages - 5
        ? "not json <"
        : string.Create(CultureInfo.InvariantCulture, $$$"""{"orderId":"order-{{{i}}}","ts":{{{1_764_000_000_000 + i}}},"customer":{"id":{{{i % 7}}},"city":"{{{(i % 2 == 0 ? "Köln" : "Oslo")}}}"},"amount":{{{i}}}.5,"internal":true}""")));

    private static string Name(string topic) => topic.Replace('.', '_');
}

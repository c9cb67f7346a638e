using System.Text.Json;
using EndToEndTests.Browser;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEndTests.Scenarios;

/// <summary>The steps of Pinot's guide to streams, as its readers type them.</summary>
public sealed class GuideTests(KafkaBroker kafka, BrowserFixture browser)
{
    private const int Messages = 500;

    [Fact]
    public async Task Create_topic_produce_AddTable_and_click_shows_ten_rows_with_both_forms_of_time()
    {
        string address = await kafka.AddressAsync();
        await using ServerProcess server = new("--kafka", address);
        using RestClient client = new(server);
        await server.StartAsync(TestContext.Current.CancellationToken);
        using TempFolder folder = new();
        string config = folder.File(
            "table-config-stream.json",
            (await File.ReadAllTextAsync(Repository.PathOf("examples", "events", "table-config-stream.json"), TestContext.Current.CancellationToken))
                .Replace("localhost:9092", address, StringComparison.Ordinal));

        (await ShellAsync($"'{KafkaBroker.Script}' topics --bootstrap-server {address} --create --topic events --partitions 2")).Succeeded();
        (await ShellAsync($"python3 datagen.py --count {Messages} --rate 0 | '{KafkaBroker.Script}' console-producer --bootstrap-server {address} --topic events")).Succeeded();
        CommandResult dry = (await ShellAsync($"../../millrace AddTable -schemaFile schema-stream.json -tableConfigFile '{config}' -controllerHost localhost -controllerPort {server.Port}")).Succeeded();
        Assert.DoesNotContain("events", (await client.GetAsync("/tables")).Body, StringComparison.Ordinal);
        Assert.NotEmpty(dry.Output);
        (await ShellAsync($"../../millrace AddTable -schemaFile schema-stream.json -tableConfigFile '{config}' -controllerHost localhost -controllerPort {server.Port} -exec")).Succeeded();

        await client.ExpectAsync(Messages, "select count(*) from events");
        JsonElement[] years = await client.RowsAsync("select year(ts), count(*) from events group by year(ts) order by year(ts)");
        Assert.DoesNotContain(years, row => row[0].GetInt32() < 2000); // a time that was not understood would be 1970

        IPage page = await browser.OpenAsync(new Uri(server.Controller, "/#/query"), []);
        await Expect(page).ToHaveURLAsync(new Uri(server.Controller, "/query").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "First 10 rows of events" }).ClickAsync();
        await Expect(page.Locator("[role=grid] tr[data-row]").Nth(9)).ToBeVisibleAsync();
    }

    private static Task<CommandResult> ShellAsync(string line) =>
        Hosting.Command.ShellAsync(line, Repository.PathOf("examples", "events"), TestContext.Current.CancellationToken);
}

using System.Net;
using System.Text.Json;
using EndToEndTests.Browser;
using EndToEndTests.Kafka;
using EndToEndTests.Rest;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEndTests.Guide;

/// <summary>A schema that changes while its table is read and asked.</summary>
public sealed class SchemaEvolutionTests(KafkaBroker kafka, GuideServer server, BrowserFixture browser)
{
    private const string ByCountry = "SELECT country, COUNT(*), SUM(seconds) FROM visits GROUP BY country ORDER BY country";

    [Fact]
    public async Task A_new_column_has_its_default_in_old_rows_and_its_values_in_new_ones()
    {
        await kafka.CreateTopicAsync("visits", 1);
        RestClient client = await server.StartedAsync();
        ExampleTable visits = new ExampleTable("schema-evolution").With(("stream.kafka.broker.list", await kafka.AddressAsync()));
        await visits.CreateAsync(client);
        string wider = await File.ReadAllTextAsync(Path.Combine(visits.Folder, "schema-v2.json"), TestContext.Current.CancellationToken);

        // Some rows in a file, some in memory, all written before the table had the column.
        await ProduceAsync(0, 40);
        await client.ExpectAsync(40, "SELECT COUNT(*) FROM visits");
        Assert.Null(await Golden.ForceCommit.RunAsync(client, "visits"));
        await ProduceAsync(40, 60);
        await client.ExpectAsync(60, "SELECT COUNT(*) FROM visits");

        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(HttpMethod.Put, "/schemas/visits?reload=true", wider)).Status);
        Assert.Equal(["unknown 60 0"], await CountriesAsync(client));
        await ProduceAsync(60, 100);
        await client.ExpectAsync(100, "SELECT COUNT(*) FROM visits");
        Assert.Equal(["DE 20 1600", "FR 20 1580", "unknown 60 0"], await CountriesAsync(client));
        Assert.False((await client.GetAsync("/segments/visits/needReload")).Json.GetProperty("needReload").GetBoolean());

        // Refused, with the reason, and without effect: a column less, a type changed.
        foreach ((string from, string to, string reason) in new[] { ("\"name\": \"uuid\"", "\"name\": \"id\"", "uuid"), ("\"dataType\": \"INT\"", "\"dataType\": \"LONG\"", "INT") })
        {
            RestAnswer refused = await client.SendAsync(HttpMethod.Put, "/schemas/visits", wider.Replace(from, to, StringComparison.Ordinal));
            Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
            Assert.Contains("Backward incompatible schema visits", refused.Body, StringComparison.Ordinal);
            Assert.Contains(reason, refused.Body, StringComparison.Ordinal);
        }

        JsonElement kept = (await client.GetAsync("/schemas/visits")).Json;
        Assert.Equal(
            ["uuid STRING", "country STRING", "count INT", "seconds DOUBLE"],
            new[] { "dimensionFieldSpecs", "metricFieldSpecs" }.SelectMany(list => kept.GetProperty(list).EnumerateArray()).Select(column => $"{column.GetProperty("name")} {column.GetProperty("dataType")}"));
        Assert.Null(await Golden.ForceCommit.RunAsync(client, "visits"));
        Assert.Equal(["DE 20 1600", "FR 20 1580", "unknown 60 0"], await CountriesAsync(client));

        IPage page = await browser.OpenAsync(new Uri(server.Console, "/t/visits?tab=schema"), []);
        await Expect(page.GetByText("country").First).ToBeVisibleAsync();
        await AddSeenFieldAsync(client, page);
    }

    // A key that producers begin to write is told, and becomes a column at a click.
    private async Task AddSeenFieldAsync(RestClient client, IPage page)
    {
        await Task.Delay(TimeSpan.FromSeconds(1.2), TestContext.Current.CancellationToken); // messages are looked at once a second
        await kafka.ProduceAsync("visits", 0, ["""{"ts":1700000000500,"uuid":"v1","count":1,"country":"FR","seconds":1,"device":"phone"}"""]);
        await Expect(page.GetByText("1 field not in the schema seen")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Status).GetByText("device")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Add column" }).ClickAsync();

        await Expect(page.GetByText("1 field not in the schema seen")).ToHaveCountAsync(0);
        await client.ExpectAsync(0, "SELECT SUM(consumingRows) FROM sys.partitions WHERE tableName = 'visits'");
        await kafka.ProduceAsync("visits", 0, ["""{"ts":1700000000501,"uuid":"v2","count":1,"country":"FR","seconds":1,"device":"desk"}"""]);
        await client.ExpectAsync(1, "SELECT COUNT(*) FROM visits WHERE device = 'desk'");
        await client.ExpectAsync(101, "SELECT COUNT(*) FROM visits WHERE device = 'null'");
    }

    private static async Task<string[]> CountriesAsync(RestClient client) => [.. (await client.RowsAsync(ByCountry)).Select(row => $"{row[0]} {row[1]} {row[2].GetDouble():0.##}")];

    private Task ProduceAsync(int from, int to) => kafka.ProduceAsync(
        "visits",
        0,
        Enumerable.Range(from, to - from).Select(i => $$"""{"ts":{{1_700_000_000_000 + i}},"uuid":"u{{i}}","count":1,"country":"{{(i % 2 == 0 ? "FR" : "DE")}}","seconds":{{i}}}"""));
}

using Microsoft.Playwright;

namespace EndToEndTests.Browser;

/// <summary>A page in one of its states.</summary>
/// <param name="Name">Page and state, as the files of pictures are called.</param>
/// <param name="OpenAsync">The way there.</param>
internal sealed record PageShot(string Name, Func<PageStage, Task<IPage>> OpenAsync);

/// <summary>Every page in every state: what is looked at by <see cref="AccessibilityTests"/> and by people (<see cref="ScreenshotTests"/>). A new page is a line here.</summary>
internal static class PageShots
{
    private const string Rows = "select * from events limit 200";
    private const string Row = "[role=grid] tr[data-row] td";

    // Names of columns as wide as people's, and more of them than fit.
    private static readonly string Wide = $"select {string.Join(", ", Enumerable.Range(1, 40).Select(i => $"concat(uuid, 'column {i}') as \"customer address line {i}\""))} from events limit 50";

    private static readonly PageShot[] All =
    [
        new("home--demo", stage => stage.DemoAsync("/", "table.data-table tbody tr")),
        new("home--empty", stage => stage.EmptyAsync("/", ".empty")),
        new("home--pinot-link", stage => stage.DemoAsync("/?notice=pinot-page", "table.data-table tbody tr")),
        new("catalog--rows", stage => stage.DemoAsync("/catalog", "table.data-table tbody tr")),
        new("catalog--empty", stage => stage.EmptyAsync("/catalog", ".empty")),
        new("catalog--no-hit", stage => stage.DemoAsync("/catalog?q=evnt", "text=No table matches")),
        new("table--overview", stage => stage.DemoAsync("/t/events", Row)),
        new("table--ingest", stage => stage.DemoAsync("/t/events?tab=ingest", ".partitions tbody tr")),
        new("table--schema", stage => stage.DemoAsync("/t/events?tab=schema", "tbody tr")),
        new("table--segments", stage => stage.DemoAsync("/t/events?tab=segments", "tbody tr")),
        new("table--rejects", stage => stage.DemoAsync("/t/events?tab=rejects", "text=No message was rejected")),
        new("table--config", stage => stage.DemoAsync("/t/events?tab=config", "pre")),
        new("table--missing", stage => stage.DemoAsync("/t/evens", "text=There is no table")),
        new("table--delete", DeleteAsync),
        new("missing--page", stage => stage.DemoAsync("/no-such-page", "h1")),
        new("ingest--demo", stage => stage.DemoAsync("/ingest", ".ingest-summary")),
        new("ingest--empty", stage => stage.EmptyAsync("/ingest", ".empty")),
        new("kafka--topics", async stage => await stage.DemoAsync(await stage.KafkaAsync(), "table[aria-label=Topics] th[scope=row]")),
        new("kafka--empty", stage => stage.EmptyAsync("/kafka", "#brokers")),
        new("kafka--unreachable", stage => stage.DemoAsync("/kafka/127.0.0.1%3A1", "text=Check again")),
        new("topic--messages", async stage => await stage.DemoAsync(await stage.KafkaAsync("events"), "table[aria-label=Messages] tbody tr")),
        new("topic--message", MessageAsync),
        new("topic--missing", async stage => await stage.DemoAsync(await stage.KafkaAsync("no-such-topic"), ".callout, [role=status]")),
        new("wizard--begin", stage => stage.EmptyAsync("/new", "text=A table reads one Kafka topic")),
        new("wizard--source", stage => stage.WizardAsync("source", "table[aria-label=Topics] th[scope=row]")),
        new("wizard--sample", stage => stage.WizardAsync("sample", "table[aria-label=Messages] tbody tr")),
        new("wizard--schema", stage => stage.WizardAsync("schema", "text=rows of")),
        new("wizard--preview", stage => stage.WizardAsync("preview", "text=rows of")),
        new("wizard--create", stage => stage.WizardAsync("create", "pre.json")),
        new("wizard--taken", stage => stage.TakenNameAsync()),
        new("wizard--json", JsonAsync),
        new("wizard--missing", stage => stage.EmptyAsync("/new/no-such-draft/source", "text=There is no such draft")),
        new("query--empty", stage => stage.EmptyAsync("/query", "[role=tab]")),
        new("query--tables", stage => stage.DemoAsync("/query", "[role=tab]")),
        new("query--grid", stage => stage.DemoAsync(Query(Rows), Row)),
        new("query--chart", stage => stage.DemoAsync(Query("select date_trunc('second', ts) as second, count < 500 as small, count(*) as n from events group by 1, 2 order by 1 limit 200", "chart"), ".chart figcaption")),
        new("query--plan", stage => stage.DemoAsync(Query(Rows, "plan"), ".plan li")),
        new("query--json", stage => stage.DemoAsync(Query(Rows, "json"), ".result-pane pre")),
        new("query--stats", stage => stage.DemoAsync(Query(Rows, "stats"), ".result-pane dl, .result-pane table")),
        new("query--error", stage => stage.DemoAsync(Query("select uuid, nothing from events"), ".callout-error")),
        new("query--wide", stage => stage.DemoAsync(Query(Wide), Row)),
        new("query--no-row", stage => stage.DemoAsync(Query("select * from events where uuid = 'nobody'"), "text=no row matched")),
        new("query--share", ShareAsync),
        new("query--dead-link", stage => stage.DemoAsync("/q/nosuchlink1", "text=removed or has expired")),
        new("saved--empty", stage => stage.EmptyAsync("/saved", "h1")),
        new("history", stage => stage.DemoAsync("/history", "h1")),
        new("admin", stage => stage.DemoAsync("/admin", "h1")),
        new("admin--queries", stage => stage.DemoAsync("/admin/queries", "h1")),
        new("admin--links", stage => stage.DemoAsync("/admin/links", "h1")),
        new("admin--audit", stage => stage.DemoAsync("/admin/audit", "h1")),
        new("admin--system", stage => stage.DemoAsync("/admin/system", "h1")),
        new("table--activity", stage => stage.DemoAsync("/t/events?tab=activity", "h1")),
        new("connection--lost", stage => stage.DeadAsync("/ingest", ".ingest-summary")),
    ];

    /// <summary>All names, for theories.</summary>
    public static TheoryData<string> Names { get; } = new(All.Select(shot => shot.Name));

    /// <summary>The page of that name.</summary>
    public static PageShot Find(string name) => All.Single(shot => shot.Name == name);

    private static string Query(string sql, string view = "grid") => $"/query?query={Uri.EscapeDataString(sql)}&run=1&view={view}";

    private static async Task<IPage> DeleteAsync(PageStage stage)
    {
        IPage page = await stage.DemoAsync("/t/events?tab=config", "pre");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete…" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).WaitForAsync();
        return page;
    }

    private static async Task<IPage> ShareAsync(PageStage stage)
    {
        IPage page = await stage.DemoAsync(Query(Rows), Row);
        await page.Locator("#share").ClickAsync();
        await page.GetByLabel("The link").WaitForAsync();
        return page;
    }

    private static async Task<IPage> MessageAsync(PageStage stage)
    {
        IPage page = await stage.DemoAsync(await stage.KafkaAsync("events"), "table[aria-label=Messages] tbody tr");
        ILocator message = page.Locator("table[aria-label=Messages] details").First;
        await message.ClickAsync();
        await message.Locator("pre").WaitForAsync();
        return page;
    }

    private static async Task<IPage> JsonAsync(PageStage stage)
    {
        IPage page = await stage.WizardAsync("create", "pre.json");
        await page.GetByRole(AriaRole.Button, new() { Name = "JSON", Exact = true }).ClickAsync();
        await page.Locator("textarea.json-editor").WaitForAsync();
        return page;
    }
}

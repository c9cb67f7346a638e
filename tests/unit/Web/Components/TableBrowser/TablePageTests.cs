using Bunit;
using Ingestion.Drift;
using Ingestion.Sampling;
using Ingestion.Status;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Segments.Schema;
using Web.Addresses;
using Web.Components.TableBrowser;
using Web.Live;

namespace UnitTests.Web.Components.TableBrowser;

public sealed class TablePageTests : ConsoleContext
{
    [Fact]
    public void An_unknown_table_leads_to_similar_ones()
    {
        AddTable("events", 1);

        IRenderedComponent<TablePage> page = Open("evens");

        Assert.Equal("There is no table evens", page.Find("h1").TextContent);
        Assert.Equal("/t/events", page.Find("p a").GetAttribute("href"));
    }

    [Fact]
    public void Pinots_name_with_type_finds_the_table()
    {
        AddTable("events", 1_234_567, Partition(0));

        Assert.Equal("events", Open("events_REALTIME").Find("h1").TextContent);
    }

    [Fact]
    public void The_ingest_tab_shows_each_partition_and_follows_the_figures()
    {
        AddTable("events", 10, Partition(0, PartitionState.Backfill, position: 25, end: 100), Partition(1));
        IRenderedComponent<TablePage> page = Open("events", TableTab.Ingest);
        Assert.Equal(["25", "100"], page.FindAll(".partitions [role=progressbar]").Select(bar => bar.GetAttribute("aria-valuenow")));
        Assert.Contains("25 / 100", page.Find(".offsets").TextContent, StringComparison.Ordinal);

        Tables.Clear();
        AddTable("events", 10, Partition(0, PartitionState.Backfill, position: 60, end: 100), Partition(1));

        page.WaitForAssertion(() => Assert.Equal("60", page.Find(".partitions [role=progressbar]").GetAttribute("aria-valuenow")));
    }

    [Fact]
    public void The_ingest_tab_names_the_topics_where_there_are_several()
    {
        AddTable("events", 10, Partition(0) with { Topic = "orders" }, Partition(10_001) with { Topic = "refunds" });

        IRenderedComponent<TablePage> page = Open("events", TableTab.Ingest);

        Assert.Equal(["orders", "refunds"], page.FindAll(".partitions tbody td:first-child").Select(cell => cell.TextContent));
        Assert.Equal(["0", "1"], page.FindAll(".partitions tbody th").Select(cell => cell.TextContent));
    }

    [Fact]
    public void The_ingest_tab_counts_rows_that_were_left_out_on_purpose()
    {
        AddTable("events", 10, Partition(0) with { Filtered = 3, Dropped = 4 }, Partition(1) with { Dropped = 1 });

        string summary = Open("events", TableTab.Ingest).Find(".ingest-summary").TextContent;

        Assert.Contains("3 filtered", summary, StringComparison.Ordinal);
        Assert.Contains("5 dropped", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void The_schema_tab_lists_types_roles_and_defaults()
    {
        AddTable("events", 0);

        string text = Open("events", TableTab.Schema).Find("tbody").TextContent;

        Assert.Contains("TIMESTAMP", text, StringComparison.Ordinal);
        Assert.Contains("date-time, time column", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_config_tab_shows_no_secret()
    {
        AddTable("events", 0);

        string text = Open("events", TableTab.Config).Markup;

        Assert.Contains("sasl.jaas.config", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rejects_tab_groups_reasons_and_shows_the_message()
    {
        AddTable("events", 0, Partition(0));
        byte[] raw = "{\"ts\": \u202Eoops}"u8.ToArray();
        Rejected.Add(new RejectedMessage(0, 42, Now, Now, "not a number", raw, raw.Length));

        IRenderedComponent<TablePage> page = Open("events", TableTab.Rejects);

        Assert.Contains("1 × not a number", page.Find("li").TextContent, StringComparison.Ordinal);
        Assert.Contains("\\u202Eoops", page.Find("pre").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_overview_shows_the_newest_rows_and_follows_until_told_not_to()
    {
        List<string> ran = [];
        Execute = (request, _) =>
        {
            ran.Add(request.Sql);
            return Answer(["n"], ["LONG"], [(long)ran.Count]);
        };
        AddTable("events", 0, Partition(0));
        IRenderedComponent<TablePage> page = Open("events");
        Assert.Contains("answers queries with 0 rows", page.Markup, StringComparison.Ordinal);
        Assert.Empty(ran);

        Grow(10);
        page.WaitForAssertion(() => Assert.Equal("1", page.Find("tr[data-row] td").TextContent));
        Assert.Equal(["select * from events order by ts desc limit 20"], ran);

        await page.InvokeAsync(() => Button(page, "Follow").Click());
        Grow(20);
        Assert.Single(ran);
        await page.InvokeAsync(() => Button(page, "Follow").Click());
        page.WaitForAssertion(() => Assert.Equal("2", page.Find("tr[data-row] td").TextContent));
    }

    [Fact]
    public async Task The_first_rows_of_a_new_table_take_nobody_away_from_another_tab()
    {
        AddTable("events", 0, Partition(0));
        Navigation.NavigateTo(AppUrls.Created("events"));
        IRenderedComponent<TablePage> page = Render<TablePage>(parameters => parameters.Add(one => one.Name, "events"));

        await page.InvokeAsync(() => Navigation.NavigateTo(AppUrls.Table("events", TableTab.Schema)));
        Grow(10);

        page.WaitForAssertion(() => Assert.Contains("First rows are queryable", page.Markup, StringComparison.Ordinal));
        Assert.EndsWith("tab=schema", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void The_segments_tab_marks_the_one_that_a_link_names()
    {
        TableEntry entry = AddTable("events", 10, Partition(0));
        Navigation.NavigateTo($"/t/events?tab=segments&segment={entry.Snapshot.Segments[0].Name}");

        IRenderedComponent<TablePage> page = Render<TablePage>(parameters => parameters.Add(one => one.Name, "events"));

        Assert.Contains("0 sealed, 1 consuming", page.Markup, StringComparison.Ordinal);
        Assert.Equal(entry.Snapshot.Segments[0].Name, page.Find("tr.marked th").TextContent);
    }

    [Fact]
    public async Task Pausing_says_what_it_does_and_asks_first()
    {
        AddTable("events", 10, Partition(0), Partition(1));
        IRenderedComponent<MudDialogProvider> dialogs = Dialogs;
        Render<MudPopoverProvider>();
        IRenderedComponent<TablePage> page = Open("events");

        Task asked = Button(page, "Pause…").ClickAsync();
        dialogs.WaitForAssertion(() => Assert.Contains("Pausing seals the 2 consuming segments", dialogs.Markup, StringComparison.Ordinal));
        Assert.Empty(Done);
        await dialogs.FindAll("button").Single(button => button.TextContent == "Pause").ClickAsync();
        await asked;

        Assert.Equal(["pause events"], Done);
    }

    [Fact]
    public async Task Deleting_asks_for_the_name()
    {
        AddTable("events", 10, Partition(0));
        IRenderedComponent<MudDialogProvider> dialogs = Dialogs;
        Render<MudPopoverProvider>();
        IRenderedComponent<TablePage> page = Open("events");

        Task asked = Button(page, "Delete…").ClickAsync();
        dialogs.WaitForElement("#confirm-name");
        Assert.True(Button(dialogs, "Delete").HasAttribute("disabled"));
        await dialogs.Find("#confirm-name").InputAsync(new ChangeEventArgs { Value = "events" });
        await Button(dialogs, "Delete").ClickAsync();
        await asked;

        Assert.Equal(["delete events"], Done);
        Assert.EndsWith("/catalog", Navigation.Uri, StringComparison.Ordinal);
    }

    private void Grow(long rows)
    {
        Tables.Clear();
        AddTable("events", rows, Partition(0));
        Publish(); // every second frame is drawn
    }

    private static AngleSharp.Dom.IElement Button<T>(IRenderedComponent<T> component, string text)
        where T : IComponent => component.FindAll("button").Single(button => button.TextContent.Trim() == text);

    private IRenderedComponent<TablePage> Open(string table, TableTab tab = TableTab.Overview)
    {
        Navigation.NavigateTo(AppUrls.Table(table, tab));
        return Render<TablePage>(parameters => parameters.Add(page => page.Name, table));
    }

    [Fact]
    public void Fields_that_the_table_does_not_take_are_told_and_can_become_columns()
    {
        AddTable("events", 10, Partition(0));
        FieldProfile country = new("country", DataType.String, IsMultiValue: false, Present: 4, Nulls: 0, "NO", "SE", Distinct: 2, ["NO", "SE"], Verdict: null);
        NewFields = new NewFields([new NewField(country, Now), new NewField(country with { Path = "<b>", Type = DataType.Long }, Now)], Looked: 10);

        IRenderedComponent<TablePage> page = Open("events", TableTab.Schema);

        Assert.Equal("2 fields not in the schema seen", page.Find(".callout strong").TextContent);
        Assert.StartsWith("country (STRING, in 40 % of 10 messages looked at", page.Find(".callout li").TextContent, StringComparison.Ordinal);
        page.FindAll(".callout button")[0].Click();
        page.FindAll(".callout button")[1].Click();
        Assert.Equal(["add to events: country <b>", "ignore of events: country <b>"], Done);
        Assert.Empty(Open("events", TableTab.Config).FindAll(".callout"));
    }
}

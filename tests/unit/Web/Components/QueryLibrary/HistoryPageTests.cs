using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Web.Addresses;
using Web.Components.QueryLibrary;
using Web.QueryHistory;
using Web.Storage;

namespace UnitTests.Web.Components.QueryLibrary;

public sealed class HistoryPageTests : LibraryContext
{
    [Fact]
    public void Nobody_who_ran_nothing_sees_more_than_one_way_on()
    {
        IRenderedComponent<HistoryPage> page = Open<HistoryPage>("/history");

        Assert.Contains("Nothing ran yet.", page.Find(".empty").TextContent, StringComparison.Ordinal);
        Assert.Equal("/query", page.Find(".empty a").GetAttribute("href"));
    }

    [Fact]
    public void Each_entry_shows_how_it_ended()
    {
        SignIn(Ann);
        Add("select a\n  from b", rows: 1_234);
        Add("select c", HistoryOutcome.Failed);
        History.Add(Bob, Entry("select 'secret'"));

        IRenderedComponent<HistoryPage> page = Open<HistoryPage>("/history");

        Assert.Equal(["select c", "select a from b"], page.FindAll("tbody th a").Select(link => link.TextContent));
        Assert.Equal(["✕ failed", "✓ done"], page.FindAll(".chip").Select(chip => chip.TextContent));
        Assert.Equal("it went wrong", page.Find(".below").TextContent);
        Assert.Contains("1\u202F234", page.Markup, StringComparison.Ordinal);
        Assert.Equal(AppUrls.Query(new QueryLink("select a\n  from b")), page.FindAll("tbody th a")[1].GetAttribute("href"));
    }

    [Fact]
    public async Task Search_status_and_star_narrow_the_list_and_stand_in_the_address()
    {
        Add("select 1 from orders");
        Add("select 2 from events");
        Add("select 3 from events", HistoryOutcome.Failed);
        IRenderedComponent<HistoryPage> page = Open<HistoryPage>("/history");

        await page.InvokeAsync(() => page.Find("input[type=search]").Input("events"));
        Assert.EndsWith("/history?q=events", Navigation.Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
        await ChangeAsync(page, "select", "failed");
        page.WaitForAssertion(() => Assert.Equal("select 3 from events", Assert.Single(page.FindAll("tbody th a")).TextContent));
        await ChangeAsync(page, ".page-head input[type=checkbox]", true);
        Assert.EndsWith("/history?q=events&status=failed&starred=1", Navigation.Uri, StringComparison.Ordinal);

        page.WaitForAssertion(() => Assert.Contains("No query matches.", page.Markup, StringComparison.Ordinal));
        await ClickAsync(page, "Clear");
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("tbody tr").Count));
    }

    [Fact]
    public async Task A_star_stays_and_forgetting_spares_it()
    {
        Add("select 1");
        Add("select 2");
        IRenderedComponent<HistoryPage> page = Open<HistoryPage>("/history");

        await ClickAsync(page, "Star select 1");
        page.WaitForAssertion(() => Assert.Equal(["false", "true"], page.FindAll(".button-star").Select(star => star.GetAttribute("aria-pressed"))));
        Task forgetting = ClickAsync(page, "Forget…");
        Dialogs.WaitForElement(".mud-dialog");
        await ClickAsync(Dialogs, "Forget");
        await forgetting;

        page.WaitForAssertion(() => Assert.Equal("select 1", Assert.Single(page.FindAll("tbody th a")).TextContent));
    }

    [Fact]
    public async Task An_entry_is_run_again_shared_and_saved()
    {
        Add("select 1");
        IRenderedComponent<HistoryPage> page = Open<HistoryPage>("/history");

        await ClickAsync(page, "Share: select 1");
        Dialogs.WaitForElement("#share-preview");
        await ClickAsync(Dialogs, "Close");
        Dialogs.WaitForAssertion(() => Assert.Empty(Dialogs.FindAll(".mud-dialog")));
        Task saving = ClickAsync(page, "Save: select 1");
        Dialogs.WaitForElement("#save-title");
        await ClickAsync(Dialogs, "Cancel");
        await saving;
        await ClickAsync(page, "Run again: select 1");

        page.WaitForAssertion(() => Assert.EndsWith("/query?query=select%201&run=1", Navigation.Uri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_statement_too_long_for_an_address_is_opened_through_a_short_link()
    {
        string sql = $"select '{new string('x', 40_000)}'";
        Add(sql);
        IRenderedComponent<HistoryPage> page = Open<HistoryPage>("/history");

        await page.InvokeAsync(() => page.Find("tbody th button").Click());

        page.WaitForAssertion(() => Assert.Contains("/q/", Navigation.Uri, StringComparison.Ordinal));
        Assert.Equal(sql, Links.Open(Me, Navigation.Uri[^11..])!.Query.Sql);
    }

    [Fact]
    public void A_storage_that_cannot_be_read_is_told_with_a_way_to_try_again()
    {
        Services.AddSingleton(new ConsoleDatabase("/nowhere at all"));

        IRenderedComponent<HistoryPage> page = Open<HistoryPage>("/history");

        Assert.Contains("/nowhere at all", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("Try again", page.Find("[role=alert] button").TextContent);
        Assert.Empty(page.FindAll(".empty"));
    }

    [Fact]
    public async Task The_newest_hundred_come_first()
    {
        for (int i = 0; i < 120; i++)
        {
            Add($"select {i}");
        }

        IRenderedComponent<HistoryPage> page = Open<HistoryPage>("/history");
        Assert.Equal(100, page.FindAll("tbody tr").Count);
        await ClickAsync(page, "Show older ones");

        page.WaitForAssertion(() => Assert.Equal(120, page.FindAll("tbody tr").Count));
    }

    private void Add(string sql, HistoryOutcome outcome = HistoryOutcome.Done, int rows = 1) => History.Add(Me, Entry(sql, outcome) with { Rows = rows });

    private static HistoryEntry Entry(string sql, HistoryOutcome outcome = HistoryOutcome.Done) =>
        new(new QueryLink(sql), DateTimeOffset.UtcNow, TimeSpan.FromMilliseconds(4), outcome) { Error = outcome == HistoryOutcome.Failed ? "it went wrong" : null };
}

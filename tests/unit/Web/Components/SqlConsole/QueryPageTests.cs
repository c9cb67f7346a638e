using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Web.Addresses;
using Web.Components.SqlConsole;
using Web.SavedQueries;

namespace UnitTests.Web.Components.SqlConsole;

public sealed class QueryPageTests : ConsoleContext
{
    private string Address => Navigation.Uri;

    [Fact]
    public async Task A_click_on_a_table_runs_its_first_rows()
    {
        AddTable("events", 12);
        string? ran = null;
        Execute = (request, _) =>
        {
            ran = request.Sql;
            return Answer(["uuid", "count"], ["STRING", "INT"], ["a", 1L], [null, 22L]);
        };
        IRenderedComponent<QueryPage> page = Render<QueryPage>();

        page.WaitForElement(".mud-tab");
        await page.InvokeAsync(() => page.Find(".tree-rows").Click());

        page.WaitForAssertion(() => Assert.Contains("2 rows", page.Find(".result-head").TextContent, StringComparison.Ordinal));
        Assert.Equal("select * from events limit 10", ran);
        page.WaitForAssertion(() => Assert.EndsWith("/query?query=select%20%2A%20from%20events%20limit%2010", Address, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Equal(
            ["a", "1", "NULL", "22"], page.FindAll(".grid td").Where(cell => cell.ParentElement!.HasAttribute("data-row")).Select(cell => cell.TextContent)));
    }

    [Fact]
    public void A_link_that_says_run_runs_at_once()
    {
        Open(new QueryLink("select 1", Run: true));

        IRenderedComponent<QueryPage> page = Render<QueryPage>();

        page.WaitForAssertion(() => Assert.Contains("1 row", page.Find(".result-head").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void A_link_that_does_not_say_run_only_shows_the_statement()
    {
        Execute = (_, _) => throw new InvalidOperationException("it must not run");
        Open(new QueryLink("select 1"));

        IRenderedComponent<QueryPage> page = Render<QueryPage>();

        page.WaitForAssertion(() => Assert.Contains(JSInterop.Invocations["openTab"], call => (string?)call.Arguments[1] == "select 1"));
        Assert.Empty(page.FindAll(".result-head"));
    }

    [Fact]
    public void A_syntax_error_names_its_line_and_column()
    {
        Execute = (_, _) => Refusal(150, "expected FROM, found 'FORM'", 9);
        Open(new QueryLink("select a\nFORM t", Run: true));

        IRenderedComponent<QueryPage> page = Render<QueryPage>();

        page.WaitForAssertion(() => Assert.Equal("Syntax error at line 2, column 1", page.Find("[role=alert] strong").TextContent));
        Assert.Contains("found 'FORM'", page.Find("[role=alert] p").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_query_tells_its_progress_and_can_be_cancelled()
    {
        Execute = (_, cancellation) =>
        {
            cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(30));
            throw new OperationCanceledException(cancellation);
        };
        Open(new QueryLink("select 1", Run: true));
        IRenderedComponent<QueryPage> page = Render<QueryPage>();
        page.WaitForAssertion(() => Assert.StartsWith("Scanning 0 of 0 segments", page.Find(".query-progress").TextContent, StringComparison.Ordinal));

        await page.InvokeAsync(() => page.Find("#cancel").Click());

        page.WaitForAssertion(() => Assert.Equal("Cancelled", page.Find("[role=alert] strong").TextContent));
        Assert.Single(page.FindAll("#run"));
    }

    [Fact]
    public void Ten_rows_without_a_limit_are_said_to_be_cut()
    {
        Execute = (_, _) => Answer(["n"], ["LONG"], [.. Enumerable.Range(0, 10).Select(i => new object?[] { (long)i })]);
        Open(new QueryLink("select n from t", Run: true));

        IRenderedComponent<QueryPage> page = Render<QueryPage>();

        page.WaitForAssertion(() => Assert.Contains("default LIMIT 10", page.Find(".cut").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_view_is_part_of_the_address()
    {
        Open(new QueryLink("select 1", Run: true));
        IRenderedComponent<QueryPage> page = Render<QueryPage>();
        page.WaitForElement(".segmented");

        await page.InvokeAsync(() => page.FindAll(".segmented button").Single(button => button.TextContent == "Statistics").Click());

        page.WaitForAssertion(() => Assert.EndsWith("view=stats", Address, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Contains("1.23 M", page.Find(".cards").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void A_link_to_the_plan_shows_it_after_the_run()
    {
        Execute = (request, _) => request.Sql.StartsWith("EXPLAIN", StringComparison.OrdinalIgnoreCase)
            ? Answer(["Operator", "Operator_Id", "Parent_Id"], ["STRING", "INT", "INT"], ["BROKER_REDUCE(limit:10)", 1L, 0L])
            : Answer(["n"], ["LONG"], [1L]);
        Open(new QueryLink("select 1", Run: true, View: ResultView.Plan));

        IRenderedComponent<QueryPage> page = Render<QueryPage>();

        page.WaitForAssertion(() => Assert.Equal("BROKER_REDUCE", page.Find(".plan .operator").TextContent));
    }

    [Fact]
    public void A_saved_query_opens_by_its_id_and_is_saved_to_the_same_again()
    {
        SavedQuery saved = Services.GetRequiredService<SavedQueryStore>().Create(Visitor, new SavedContent("Errors", new QueryLink("select 7")));
        Navigation.NavigateTo(AppUrls.OpenSaved(saved.Id, run: true));

        IRenderedComponent<QueryPage> page = Render<QueryPage>();

        page.WaitForAssertion(() => Assert.Contains("1 row", page.Find(".result-head").TextContent, StringComparison.Ordinal));
        Assert.Equal("Errors", page.Find("[role=tab]").TextContent.Trim());
        IReadOnlyList<TabRecord> kept = (IReadOnlyList<TabRecord>)JSInterop.Invocations["keep"][^1].Arguments[0]!;
        Assert.Equal(saved.Id, Assert.Single(kept).SavedId);
    }

    [Fact]
    public async Task A_saved_query_runs_again_in_its_tab_unless_the_tab_holds_another_text()
    {
        List<string> ran = [];
        Execute = (request, _) =>
        {
            ran.Add(request.Sql);
            return Answer(["n"], ["LONG"], [1L]);
        };
        SavedQueryStore store = Services.GetRequiredService<SavedQueryStore>();
        SavedQuery saved = store.Create(Visitor, new SavedContent("Errors", new QueryLink("select 7")));
        Navigation.NavigateTo(AppUrls.OpenSaved(saved.Id, run: true));
        IRenderedComponent<QueryPage> page = Render<QueryPage>();
        page.WaitForAssertion(() => Assert.Equal(["select 7"], ran));

        await page.InvokeAsync(() => Navigation.NavigateTo(AppUrls.OpenSaved(saved.Id, run: true)));
        page.WaitForAssertion(() => Assert.Equal(["select 7", "select 7"], ran));
        store.Update(Visitor, saved.Id, new SavedContent("Errors", new QueryLink("select 8")));
        await page.InvokeAsync(() => Navigation.NavigateTo(AppUrls.OpenSaved(saved.Id, run: true)));

        page.WaitForAssertion(() => Assert.Contains("holds another text than the saved query", page.Find(".bar").TextContent, StringComparison.Ordinal));
        Assert.Equal(2, ran.Count);
        Assert.Single(page.FindAll("[role=tab]"));
    }

    [Fact]
    public void A_saved_query_that_is_gone_says_so()
    {
        Navigation.NavigateTo(AppUrls.OpenSaved("nowhere"));

        IRenderedComponent<QueryPage> page = Render<QueryPage>();

        page.WaitForAssertion(() => Assert.Contains("This saved query was deleted", page.Find(".bar").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void A_link_longer_than_a_request_line_runs_too()
    {
        string? ran = null;
        Execute = (request, _) =>
        {
            ran = request.Sql;
            return Answer(["n"], ["LONG"], [1L]);
        };
        string sql = "select 1 -- " + new string('x', 15_000);
        Open(new QueryLink(sql, Run: true));

        IRenderedComponent<QueryPage> page = Render<QueryPage>();

        page.WaitForElement(".result-head");
        Assert.Equal(sql, ran);
        Assert.Empty(page.FindAll(".bar"));
    }

    [Fact]
    public void The_JSON_view_shows_what_REST_answers()
    {
        Open(new QueryLink("select n from t", Run: true, View: ResultView.Json));

        IRenderedComponent<QueryPage> page = Render<QueryPage>();

        page.WaitForAssertion(() => Assert.Contains("\"rows\": 1", page.Find("pre.json").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_that_appears_later_is_listed()
    {
        IRenderedComponent<QueryPage> page = Render<QueryPage>();

        AddTable("late", 0);

        page.WaitForAssertion(() => Assert.Equal("late", page.Find(".tree-table").TextContent));
    }

    private void Open(QueryLink link) => Navigation.NavigateTo(AppUrls.Query(link));
}

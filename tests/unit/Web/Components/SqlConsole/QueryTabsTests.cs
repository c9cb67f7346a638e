using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Web.Addresses;
using Web.Components.SqlConsole;
using Web.KeptResults;
using Web.QueryHistory;

namespace UnitTests.Web.Components.SqlConsole;

public sealed class QueryTabsTests : ConsoleContext
{
    private readonly Workbench _bench;

    public QueryTabsTests()
    {
        _bench = new Workbench(Services.GetRequiredService<SqlRunner>(), Services.GetRequiredService<ResultStore>(), Services.GetRequiredService<HistoryStore>(), TimeProvider.System);
        _bench.Add(new QueryLink("select 1"));
        _bench.Add(new QueryLink("select 2"), "Mine");
    }

    [Fact]
    public void The_tab_in_front_is_marked_and_what_changed_is_said()
    {
        _bench.Active.IsDirty = true;

        IRenderedComponent<QueryTabs> tabs = Show();

        Assert.Equal(["Query 1", "Mine●, changed since it ran"], tabs.FindAll("[role=tab]").Select(tab => tab.TextContent.Trim().ReplaceLineEndings("").Replace("  ", "", StringComparison.Ordinal)));
        Assert.Equal("true", tabs.FindAll("[role=tab]")[1].GetAttribute("aria-selected"));
    }

    [Fact]
    public async Task F2_renames_and_Delete_closes_the_tab_with_the_focus()
    {
        QueryTab? closed = null;
        IRenderedComponent<QueryTabs> tabs = Show(tab => closed = tab);

        await tabs.InvokeAsync(() => tabs.FindAll("[role=tab]")[0].KeyDown(new KeyboardEventArgs { Key = "F2" }));
        Assert.Equal("Query 1", tabs.Find("#tab-name").GetAttribute("value"));
        await tabs.InvokeAsync(() => tabs.Find("#tab-name").Change("  Errors  "));
        await tabs.InvokeAsync(() => tabs.Find(".tab-rename").Submit());
        await tabs.InvokeAsync(() => tabs.FindAll("[role=tab]")[1].KeyDown(new KeyboardEventArgs { Key = "Delete" }));

        Assert.Equal(("Errors", true), (_bench.Tabs[0].Title, _bench.Tabs[0].IsNamed));
        Assert.Same(_bench.Tabs[1], closed);
    }

    [Fact]
    public async Task A_tab_moves_by_its_menu()
    {
        IRenderedComponent<QueryTabs> tabs = Show();

        await ClickAsync(tabs, "Move left");

        Assert.Equal(["Mine", "Query 1"], _bench.Tabs.Select(tab => tab.Title));
    }

    private IRenderedComponent<QueryTabs> Show(Action<QueryTab>? onClose = null) =>
        Render<QueryTabs>(parameters => parameters.Add(tabs => tabs.Bench, _bench).Add(tabs => tabs.OnClose, onClose ?? (_ => { })));
}

using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MudBlazor;
using Query;
using UnitTests.Web.Audit;
using Web.Access;
using Web.Audit;
using Web.Components.Admin;
using Web.Components.TableBrowser;
using Web.Queries;
using Web.Visitors;

namespace UnitTests.Web.Components.Admin;

public sealed class AdminPagesTests : ConsoleContext
{
    private readonly string _directory = Directory.CreateTempSubdirectory("millrace-admin-").FullName;
    private readonly AuditLog _log;
    private readonly RunningQueries _running = new(TimeProvider.System);

    public AdminPagesTests()
    {
        _log = TestDeeds.Log(_directory);
        Services.AddSingleton(_log);
        Services.AddSingleton(_running);
        Services.AddSingleton(new QueryStops(_running, TestDeeds.Of(VisitorRole.Admin, _log)));
        Services.AddSingleton(new Circuits(Settings));
        Services.AddSingleton(new CspReports(NullLogger<CspReports>.Instance));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData(VisitorRole.Viewer, "This page needs the admin role")]
    [InlineData(VisitorRole.Editor, "This page needs the admin role")]
    [InlineData(VisitorRole.Admin, "inside")]
    public void Only_admins_see_what_is_inside(VisitorRole role, string expected)
    {
        Visitor = new Visitor("b-1", "Ada", role);

        IRenderedComponent<AdminLayout> page = Render<AdminLayout>(parameters => parameters.Add(layout => layout.Body, (RenderFragment)(builder => builder.AddMarkupContent(0, "<h1>inside</h1>"))));

        Assert.Equal(expected, page.Find("h1").TextContent);
        if (role != VisitorRole.Admin)
        {
            Assert.Contains($"Yours is {role.Word()}. Use the token of the admins", page.Find("p").TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Running_queries_are_listed_with_who_asked_and_vanish_when_they_end()
    {
        using (Acting.As(new Actor(new Visitor("b-2", "Grace", VisitorRole.Viewer), "10.0.0.2")))
        {
            using RunningQuery query = _running.Add(new QueryRequest("select 1"), clientQueryId: null, CancellationToken.None);
            string[] cells = [.. Render<RunningQueriesPage>().FindAll("tbody tr > *").Select(cell => cell.TextContent)];
            Assert.Equal(["Grace 10.0.0.2", "select 1"], new[] { cells[0], cells[4] });
        }

        Assert.Contains("No query runs now", Render<RunningQueriesPage>().Find("p").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_stops_after_the_question_is_answered()
    {
        IRenderedComponent<MudDialogProvider> dialogs = Dialogs;
        using RunningQuery query = _running.Add(new QueryRequest("select 1"), clientQueryId: null, CancellationToken.None);
        IRenderedComponent<RunningQueriesPage> page = Render<RunningQueriesPage>();

        Task stopping = page.InvokeAsync(() => page.Find("tbody button").Click());
        dialogs.WaitForElement(".mud-dialog .button-filled");
        Assert.False(query.Cancellation.IsCancellationRequested);
        await dialogs.InvokeAsync(() => dialogs.Find(".mud-dialog .button-filled").Click());
        await stopping;

        page.WaitForAssertion(() => Assert.True(query.Cancellation.IsCancellationRequested));
        Assert.Equal("stopped a query", Assert.Single(_log.Find(new AuditFilter()).Entries).What);
    }

    [Fact]
    public void The_audit_is_filtered_by_its_address_and_paged()
    {
        Deeds deeds = TestDeeds.Of(VisitorRole.Admin, _log);
        for (int i = 0; i < 60; i++)
        {
            deeds.Record(i == 7 ? Deed.Paused : Deed.Resumed, i % 2 == 0 ? "events" : "orders", "<b>");
        }

        IRenderedComponent<AuditPage> all = Open("/admin/audit");
        Assert.Equal(50, all.FindAll("tbody tr").Count);
        Assert.Equal("/admin/audit?page=2", all.Find("a.button").GetAttribute("href"));
        Assert.Equal(10, Open("/admin/audit?page=2").FindAll("tbody tr").Count);
        Assert.Equal("paused", Assert.Single(Open("/admin/audit?q=paused").FindAll("tbody tr")).Children[2].TextContent);
        Assert.Equal(30, Open("/admin/audit?t=events").FindAll("tbody tr").Count);
        Assert.Contains("No line matches", Open("/admin/audit?who=nobody").Find("p").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_activity_of_a_table_is_its_own()
    {
        Deeds deeds = TestDeeds.Of(VisitorRole.Editor, _log);
        deeds.Record(Deed.Paused, "events", "");
        deeds.Record(Deed.Paused, "orders", "");

        IRenderedComponent<ActivityTab> tab = Render<ActivityTab>(parameters => parameters.Add(page => page.Table, "events"));

        Assert.Contains("Ada", Assert.Single(tab.FindAll("tbody tr")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_system_page_tells_mode_and_figures()
    {
        string text = Render<SystemPage>().Markup;

        Assert.All(["Open pages", "0 of at most 500", "Refused by browsers", "by the token of their role", "Free on its disk"], part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_viewer_sees_why_buttons_are_off()
    {
        Visitor = new Visitor("b-1", "Ada", VisitorRole.Viewer);
        AddTable("events", 10, Partition(0));

        IRenderedComponent<TablePage> page = Render<TablePage>(parameters => parameters.Add(table => table.Name, "events"));

        Assert.All(page.FindAll(".page-head button"), button => Assert.True(button.HasAttribute("disabled")));
        Assert.Equal(
            ["Pausing needs the editor role.", "Forcing a commit needs the editor role.", "Deleting tables needs the editor role."],
            page.FindAll(".page-head button").Select(button => button.GetAttribute("title")));
    }

    private IRenderedComponent<AuditPage> Open(string address)
    {
        Navigation.NavigateTo(address);
        return Render<AuditPage>();
    }
}

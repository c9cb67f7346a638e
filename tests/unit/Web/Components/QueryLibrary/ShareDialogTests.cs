using Bunit;
using MudBlazor;
using Query.Results;
using Web.Addresses;
using Web.Components.QueryLibrary;
using Web.Sharing;

namespace UnitTests.Web.Components.QueryLibrary;

public sealed class ShareDialogTests : LibraryContext
{
    private const string Base = "http://localhost:9000/";

    private static readonly QueryLink Plain = new("select 1 from events");
    private static readonly QueryLink Timed = new("select * from events where ts > AGO('PT1H')");

    [Fact]
    public async Task The_default_is_a_short_link_for_everybody_that_runs_and_never_expires()
    {
        SignIn(Ann);
        await OpenAsync(Plain);
        Assert.StartsWith("http://localhost:9000/q/", Preview, StringComparison.Ordinal);
        Assert.Empty(Links.List(Admin));

        await ClickAsync(Dialogs, "Copy link");

        Dialogs.WaitForAssertion(() => Assert.Single(Copied));
        SharedLink link = Assert.Single(Links.List(Admin));
        Assert.Equal(Base + "q/" + link.Id, Assert.Single(Copied));
        Assert.Equal((Plain with { Run = true }, "My tab", null, LinkAudience.Everybody, false), (link.Query, link.Title, link.ExpiresAt, link.Audience, link.HasSnapshot));
    }

    [Fact]
    public async Task Each_choice_changes_the_link()
    {
        SignIn(Ann);
        await OpenAsync(Timed, Answer(["n"], ["LONG"], [[1L]]));
        HashSet<string> seen = [Preview];
        foreach (string choice in (string[])["Query and this result", "frozen at 2026-11-25T12:00:00Z", "Only me"])
        {
            await ChooseAsync(Dialogs, choice);
            Dialogs.WaitForAssertion(() => Assert.DoesNotContain(Preview, seen));
            seen.Add(Preview);
        }

        Assert.True(Dialogs.Find("input[type=checkbox]").HasAttribute("disabled"));
        await ChangeAsync(Dialogs, "select", "30");
        await ClickAsync(Dialogs, "Copy link");

        Dialogs.WaitForAssertion(() => Assert.Single(Copied));
        SharedLink link = Links.Find(Ann, Links.List(Ann)[0].Id)!;
        Assert.Equal((Timed with { Now = Now.ToUnixTimeMilliseconds() }, LinkAudience.OwnerOnly, TimeSpan.FromDays(30)), (link.Query, link.Audience, link.ExpiresAt!.Value - link.CreatedAt));
        Assert.Equal([1L], link.Snapshot!.Rows[0]);
        Assert.Equal(Now, link.Snapshot.RanAt);
    }

    [Fact]
    public async Task Time_is_asked_for_only_where_the_statement_has_a_clock()
    {
        await OpenAsync(Plain with { Sql = "select 'now()', now from events" });

        Assert.DoesNotContain("frozen", Dialogs.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_can_be_shared_only_where_there_is_one_and_says_how_much_of_it()
    {
        await OpenAsync(Plain);
        Assert.True(Input("Query and this result").HasAttribute("disabled"));
        Assert.Contains("run the query first", Dialogs.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_that_is_cut_says_so()
    {
        await OpenAsync(Plain, Answer(["n"], ["LONG"], [.. Enumerable.Range(0, 1_500).Select(i => new object?[] { (long)i })]));

        await ChooseAsync(Dialogs, "Query and this result");

        Dialogs.WaitForAssertion(() => Assert.Contains("The first 1\u202F000 of 1\u202F500 rows", Dialogs.Markup, StringComparison.Ordinal));
        Assert.Contains("only a short link finds them", Dialogs.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_full_address_holds_the_statement_and_nothing_is_kept()
    {
        await OpenAsync(Plain);

        await ChooseAsync(Dialogs, "Full URL");
        Dialogs.WaitForAssertion(() => Assert.Equal(Base.TrimEnd('/') + AppUrls.Query(Plain with { Run = true }), Preview));
        await ClickAsync(Dialogs, "Copy link");

        Dialogs.WaitForAssertion(() => Assert.Equal(Preview, Assert.Single(Copied)));
        Assert.Empty(Links.List(Admin));
    }

    [Fact]
    public async Task The_full_address_of_a_long_statement_cannot_be_had_and_the_dialog_says_why()
    {
        await OpenAsync(new QueryLink($"select '{new string('x', 6_000)}'"));

        Assert.True(Input("Full URL").HasAttribute("disabled"));
        Assert.Contains("characters; proxies and chat programs cut such ones", Dialogs.Find("#no-full-url").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_signs_in_there_is_no_link_for_oneself()
    {
        await OpenAsync(Plain);

        Assert.True(Input("Only me").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Markdown_has_link_statement_and_shared_rows_and_curl_the_call()
    {
        await OpenAsync(Plain, Answer(["n"], ["LONG"], [[1L]]));
        await ChooseAsync(Dialogs, "Query and this result");

        await ClickAsync(Dialogs, "Copy as Markdown");
        Dialogs.WaitForAssertion(() => Assert.Single(Copied));
        await ClickAsync(Dialogs, "Copy as curl");

        Dialogs.WaitForAssertion(() => Assert.Equal(2, Copied.Count()));
        Assert.Equal($"[My tab]({Preview})\n\n```sql\n{Plain.Sql}\n```\n\n| n |\n| --: |\n| 1 |\n", Copied.First());
        Assert.StartsWith("curl -X POST 'http://localhost:9000/query/sql'", Copied.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_editor_has_nothing_to_share()
    {
        await OpenAsync(new QueryLink(""));

        Dialogs.WaitForAssertion(() => Assert.Contains("the editor is empty", Dialogs.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        await ClickAsync(Dialogs, "Copy link");
        Assert.Empty(Copied);
    }

    private string Preview => Dialogs.Find("#share-preview").GetAttribute("value")!;

    private AngleSharp.Dom.IElement Input(string label) => Dialogs.FindAll("label").Single(one => one.TextContent.Trim().StartsWith(label, StringComparison.Ordinal)).QuerySelector("input")!;

    private async Task OpenAsync(QueryLink query, QueryResult? result = null)
    {
        await ShowAsync(new DialogParameters<ShareDialog>
        {
            { dialog => dialog.Query, query },
            { dialog => dialog.Title, "My tab" },
            { dialog => dialog.Result, result },
            { dialog => dialog.RanAt, Now },
            { dialog => dialog.BaseUrl, Base },
        });
        Dialogs.WaitForAssertion(() => Assert.False(Dialogs.Find("#share-copy").HasAttribute("disabled")));
    }
}

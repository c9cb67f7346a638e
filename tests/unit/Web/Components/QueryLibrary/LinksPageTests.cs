using Bunit;
using Web.Addresses;
using Web.Components.QueryLibrary;
using Web.Sharing;
using Web.Visitors;

namespace UnitTests.Web.Components.QueryLibrary;

public sealed class LinksPageTests : LibraryContext
{
    [Fact]
    public void No_links_lead_to_the_query_page() => Assert.Contains("Nobody shared a link yet.", Open<LinksPage>("/admin/links").Find(".empty").TextContent, StringComparison.Ordinal);

    [Fact]
    public void An_admin_sees_all_links_with_owner_hits_and_expiry()
    {
        SignIn(Admin);
        Links.Share(Ann, new ShareRequest(new QueryLink("select 1"), "Ann's") { Life = TimeSpan.FromDays(30) });
        SharedLink bobs = Links.Share(Bob, new ShareRequest(new QueryLink("select 2"), "Bob's") { Snapshot = ResultSnapshot.Of(Answer(["n"], ["LONG"], [[1L]]), Now) });
        Links.Open(Ann, bobs.Id);
        Links.Open(Ann, bobs.Id);

        IRenderedComponent<LinksPage> page = Open<LinksPage>("/admin/links");

        string[][] rows = [.. page.FindAll("tbody tr").Select(row => row.Children.Take(7).Select(cell => cell.TextContent.Trim()).ToArray()).OrderBy(row => row[0], StringComparer.Ordinal)];
        Assert.Equal(["Ann's", "query", "Ann", "everybody", "0", "", "in 29 d 23 h"], rows[0]);
        Assert.Equal(["Bob's", "query and result", "Bob", "everybody", "2", "", "never"], rows[1]);
        Assert.Contains(AppUrls.ShortLink(bobs.Id), page.FindAll("tbody a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public void Others_see_their_own()
    {
        SignIn(Ann);
        Links.Share(Ann, new ShareRequest(new QueryLink("select 1"), "Ann's"));
        Links.Share(Bob, new ShareRequest(new QueryLink("select 2"), "Bob's"));

        Assert.Equal("Ann's", Assert.Single(Open<LinksPage>("/admin/links").FindAll("tbody th")).TextContent.Trim());
    }

    [Fact]
    public async Task A_link_is_revoked_after_a_question()
    {
        SharedLink link = Links.Share(Visitor.Anybody, new ShareRequest(new QueryLink("select 1"), "One"));
        IRenderedComponent<LinksPage> page = Open<LinksPage>("/admin/links");

        Task revoking = ClickAsync(page, "Revoke One");
        Dialogs.WaitForElement(".mud-dialog");
        await ClickAsync(Dialogs, "Revoke");
        await revoking;

        page.WaitForAssertion(() => Assert.Contains("revoked", page.Find("tbody").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("tbody a, tbody button"));
        Assert.Null(Links.Open(Visitor.Anybody, link.Id));
    }

    [Fact]
    public async Task The_list_is_filtered_by_title_and_owner()
    {
        Links.Share(Ann, new ShareRequest(new QueryLink("select 1"), "One"));
        Links.Share(Bob, new ShareRequest(new QueryLink("select 2"), "Two"));
        IRenderedComponent<LinksPage> page = Open<LinksPage>("/admin/links");

        await page.InvokeAsync(() => page.Find("input[type=search]").Input("bob"));
        Assert.Equal("Two", Assert.Single(page.FindAll("tbody th")).TextContent.Trim());
        await page.InvokeAsync(() => page.Find("input[type=search]").Input("nobody"));

        Assert.Contains("No link matches.", page.Markup, StringComparison.Ordinal);
    }
}

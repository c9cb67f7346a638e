using Bunit;
using Web.Addresses;
using Web.Components.QueryLibrary;
using Web.SavedQueries;

namespace UnitTests.Web.Components.QueryLibrary;

public sealed class SavedPageTests : LibraryContext
{
    [Fact]
    public void Nothing_saved_leads_to_the_query_page()
    {
        IRenderedComponent<SavedPage> page = Open<SavedPage>("/saved");

        Assert.Contains("No saved queries yet.", page.Find(".empty").TextContent, StringComparison.Ordinal);
        Assert.Single(page.FindAll(".empty a"));
    }

    [Fact]
    public void Ones_own_queries_and_the_teams_are_listed()
    {
        SignIn(Ann);
        Saved.Create(Ann, Content("Mine"));
        Saved.Create(Bob, Content("Bob's own"));
        SavedQuery team = Saved.Create(Bob, Content("Team's") with { Audience = SavedAudience.Team, Description = "what it is for" });

        IRenderedComponent<SavedPage> page = Open<SavedPage>("/saved");

        Assert.Equal(["Mine", "Team's"], page.FindAll("tbody th a").Select(link => link.TextContent).Order(StringComparer.Ordinal));
        Assert.Contains("what it is for", page.Markup, StringComparison.Ordinal);
        Assert.Contains("the team, from Bob", page.Markup, StringComparison.Ordinal);
        Assert.Equal(AppUrls.OpenSaved(team.Id), page.FindAll("tbody th a").Single(link => link.TextContent == "Team's").GetAttribute("href"));
        Assert.DoesNotContain(page.FindAll("button"), button => button.GetAttribute("aria-label") is "Edit Team's" or "Delete Team's");
    }

    [Fact]
    public async Task Search_tags_and_owner_narrow_the_list()
    {
        SignIn(Ann);
        Saved.Create(Ann, Content("One") with { Tags = ["ops"] });
        Saved.Create(Bob, Content("Two") with { Tags = ["ops", "daily"], Audience = SavedAudience.Team });
        IRenderedComponent<SavedPage> page = Open<SavedPage>("/saved?q=select&owner=me");
        Assert.Equal("One", Assert.Single(page.FindAll("tbody th a")).TextContent);

        await ChangeAsync(page, "select", "");
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
        await ClickAsync(page, "daily");
        page.WaitForAssertion(() => Assert.Equal("Two", Assert.Single(page.FindAll("tbody th a")).TextContent));
        Assert.EndsWith("/saved?q=select&tag=daily", Navigation.Uri, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("input[type=search]").Input("nothing like it"));
        page.WaitForAssertion(() => Assert.Contains("No saved query matches.", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Running_notes_it_and_opens_the_query_page()
    {
        SavedQuery query = Saved.Create(Me, Content("One"));
        IRenderedComponent<SavedPage> page = Open<SavedPage>("/saved");

        await ClickAsync(page, "Run One");

        page.WaitForAssertion(() => Assert.EndsWith("run=1", Navigation.Uri, StringComparison.Ordinal));
        Assert.NotNull(Saved.Find(Me, query.Id)!.LastRunAt);
    }

    [Fact]
    public async Task A_version_is_restored()
    {
        SavedQuery query = Saved.Create(Me, Content("One"));
        Saved.Update(Me, query.Id, Content("Two"));
        IRenderedComponent<SavedPage> page = Open<SavedPage>("/saved");

        Task showing = ClickAsync(page, "Versions of Two");
        Dialogs.WaitForAssertion(() => Assert.Equal(["2", "1"], Dialogs.FindAll("li").Select(version => version.GetAttribute("value"))));
        await ClickAsync(Dialogs, "Restore version 1");
        await showing;

        page.WaitForAssertion(() => Assert.Equal("One", page.Find("tbody th a").TextContent));
        Assert.Equal(3, Saved.Find(Me, query.Id)!.Version);
    }

    [Fact]
    public async Task A_query_is_edited_and_deleted_after_a_question()
    {
        Saved.Create(Me, Content("One"));
        IRenderedComponent<SavedPage> page = Open<SavedPage>("/saved");

        Task editing = ClickAsync(page, "Edit One");
        Dialogs.WaitForAssertion(() => Assert.Equal("One", Dialogs.Find("#save-title").GetAttribute("value")));
        await Dialogs.InvokeAsync(() => Dialogs.Find("#save-title").Input("Renamed"));
        await Dialogs.InvokeAsync(() => Dialogs.Find("form").Submit());
        await editing;
        page.WaitForAssertion(() => Assert.Equal("Renamed", page.Find("tbody th a").TextContent));
        Dialogs.WaitForAssertion(() => Assert.Empty(Dialogs.FindAll(".mud-dialog")));
        Task deleting = ClickAsync(page, "Delete Renamed");
        Dialogs.WaitForAssertion(() => Assert.Contains("with all 2 versions", Dialogs.Markup, StringComparison.Ordinal));
        await ClickAsync(Dialogs, "Delete");
        await deleting;

        page.WaitForElement(".empty");
    }

    private static SavedContent Content(string title) => new(title, new QueryLink("select 1"));
}

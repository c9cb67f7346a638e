using Bunit;
using MudBlazor;
using Web.Addresses;
using Web.Components.QueryLibrary;
using Web.SavedQueries;

namespace UnitTests.Web.Components.QueryLibrary;

public sealed class VersionsDialogTests : LibraryContext
{
    [Fact]
    public async Task To_restore_a_version_saves_it_anew()
    {
        SignIn(Ann);
        SavedQuery saved = Saved.Create(Ann, new SavedContent("First", new QueryLink("select 1")));
        Saved.Update(Ann, saved.Id, new SavedContent("Second", new QueryLink("select 2")));
        IDialogReference dialog = await OpenAsync(saved.Id);
        Assert.Equal(["2", "1"], Dialogs.FindAll(".versions > li").Select(item => item.GetAttribute("value")));

        await ClickAsync(Dialogs, "Restore version 1");

        Assert.Equal(("First", 3), ((await SavedByAsync(dialog)).Content.Title, Saved.Find(Ann, saved.Id)!.Version));
    }

    [Fact]
    public async Task Who_may_not_change_a_query_sees_its_versions_only()
    {
        SignIn(Bob);
        SavedQuery saved = Saved.Create(Ann, new SavedContent("First", new QueryLink("select 1")) { Audience = SavedAudience.Team });
        Saved.Update(Ann, saved.Id, new SavedContent("Second", new QueryLink("select 2")) { Audience = SavedAudience.Team });

        await OpenAsync(saved.Id);

        Assert.Equal(2, Dialogs.FindAll(".versions > li").Count);
        Assert.Empty(Dialogs.FindAll(".versions button"));
    }

    [Fact]
    public async Task A_query_deleted_meanwhile_is_said_so()
    {
        SignIn(Ann);

        await OpenAsync("gone");

        Dialogs.WaitForAssertion(() => Assert.Contains("deleted meanwhile", Dialogs.Find("[role=status]").TextContent, StringComparison.Ordinal));
    }

    private async Task<IDialogReference> OpenAsync(string id)
    {
        IDialogReference dialog = await ShowAsync(new DialogParameters<VersionsDialog> { { one => one.SavedId, id } });
        Dialogs.WaitForAssertion(() => Assert.NotEmpty(Dialogs.FindAll(".versions > li, .mud-dialog [role=status]")));
        return dialog;
    }
}

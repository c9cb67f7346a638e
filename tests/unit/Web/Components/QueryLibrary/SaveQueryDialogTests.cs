using Bunit;
using MudBlazor;
using Web.Addresses;
using Web.Components.QueryLibrary;
using Web.SavedQueries;

namespace UnitTests.Web.Components.QueryLibrary;

public sealed class SaveQueryDialogTests : LibraryContext
{
    private static readonly QueryLink Query = new("select 1");

    [Fact]
    public async Task A_query_is_saved_with_what_was_typed()
    {
        SignIn(Ann);
        IDialogReference dialog = await OpenAsync(savedId: null, title: "");
        Assert.True(Button("Save").HasAttribute("disabled"));
        await Dialogs.InvokeAsync(() => Dialogs.Find("#save-title").Input("Errors"));
        await ChangeAsync(Dialogs, "textarea", "for the morning");
        await ChangeAsync(Dialogs, "#save-tags", "ops, daily,");
        await ChooseAsync(Dialogs, "Everybody");

        await Dialogs.InvokeAsync(() => Dialogs.Find("form").Submit());

        SavedQuery saved = await SavedByAsync(dialog);
        Assert.Equal(("Errors", "for the morning", Query, SavedAudience.Team, "Ann"), (saved.Content.Title, saved.Content.Description, saved.Content.Query, saved.Content.Audience, saved.OwnerName));
        Assert.Equal(["ops", "daily"], saved.Content.Tags);
    }

    [Fact]
    public async Task Saving_over_a_query_adds_a_version()
    {
        SavedQuery old = Saved.Create(Me, new SavedContent("Old", new QueryLink("select 0")) { Tags = ["a", "b"] });
        IDialogReference dialog = await OpenAsync(old.Id, "tab");
        Assert.Equal(("Old", "a, b"), (Dialogs.Find("#save-title").GetAttribute("value"), Dialogs.Find("#save-tags").GetAttribute("value")));

        await Dialogs.InvokeAsync(() => Dialogs.Find("form").Submit());

        SavedQuery saved = await SavedByAsync(dialog);
        Assert.Equal((old.Id, 2, Query), (saved.Id, saved.Version, saved.Content.Query));
    }

    [Fact]
    public async Task Saving_as_new_leaves_the_old_one()
    {
        SavedQuery old = Saved.Create(Me, new SavedContent("Old", new QueryLink("select 0")));
        IDialogReference dialog = await OpenAsync(old.Id, "tab");

        await ClickAsync(Dialogs, "Save as new");

        Assert.NotEqual(old.Id, (await SavedByAsync(dialog)).Id);
        Assert.Equal(2, Saved.List(Me).Count);
    }

    [Fact]
    public async Task The_query_of_somebody_else_is_saved_as_ones_own()
    {
        SignIn(Bob);
        SavedQuery anns = Saved.Create(Ann, new SavedContent("Ann's", new QueryLink("select 0")) { Audience = SavedAudience.Team });
        IDialogReference dialog = await OpenAsync(anns.Id, "tab");
        Assert.Contains("belongs to Ann", Dialogs.Markup, StringComparison.Ordinal);
        Assert.Equal(["Cancel", "Save"], Dialogs.FindAll(".mud-dialog-actions button").Select(button => button.TextContent));

        await Dialogs.InvokeAsync(() => Dialogs.Find("form").Submit());

        Assert.Equal("Bob", (await SavedByAsync(dialog)).OwnerName);
        Assert.Equal(1, Saved.Find(Ann, anns.Id)!.Version);
    }

    [Fact]
    public async Task What_is_refused_is_said_and_the_dialog_stays()
    {
        await OpenAsync(savedId: null, title: new string('x', 201));

        await Dialogs.InvokeAsync(() => Dialogs.Find("form").Submit());

        Dialogs.WaitForAssertion(() => Assert.Contains("201 characters", Dialogs.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Empty(Saved.List(Me));
    }

    private AngleSharp.Dom.IElement Button(string text) => Dialogs.FindAll("button").Single(button => button.TextContent == text);

    private async Task<IDialogReference> OpenAsync(string? savedId, string title)
    {
        IDialogReference dialog = await ShowAsync(new DialogParameters<SaveQueryDialog>
        {
            { one => one.Query, Query },
            { one => one.Title, title },
            { one => one.SavedId, savedId },
        });
        Dialogs.WaitForElement("#save-title");
        Dialogs.WaitForAssertion(() => Assert.Equal(savedId is null ? title : Saved.Find(Me, savedId)!.Content.Title, Dialogs.Find("#save-title").GetAttribute("value") ?? ""));
        return dialog;
    }
}

using Microsoft.AspNetCore.Components;
using MudBlazor;
using Web.Addresses;

namespace Web.Components.QueryLibrary;

/// <summary>A page that lists kept statements: it opens, runs, shares and saves them.</summary>
public abstract class LibraryPage : LibraryView
{
    [Inject]
    private protected NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private protected IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private protected ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private QueryOpener Opener { get; set; } = null!;

    /// <summary>Goes to the query page with a statement.</summary>
    private protected async Task OpenAsync(QueryLink query, string title)
    {
        string? address = null;
        if (await TryAsync(() => address = Opener.AddressOf(Visitor, query, title)))
        {
            Navigation.NavigateTo(address!);
        }
    }

    /// <summary>Asks what to share of a statement.</summary>
    private protected Task ShareAsync(QueryLink query, string title)
    {
        var parameters = new DialogParameters<ShareDialog>
        {
            { dialog => dialog.Query, query },
            { dialog => dialog.Title, title },
            { dialog => dialog.BaseUrl, Navigation.BaseUri },
        };
        return Dialogs.ShowAsync<ShareDialog>("Share", parameters);
    }

    /// <summary>Asks how to save a statement.</summary>
    /// <returns>True if it is saved.</returns>
    private protected async Task<bool> SaveAsync(QueryLink query, string title, string? savedId = null)
    {
        var parameters = new DialogParameters<SaveQueryDialog>
        {
            { dialog => dialog.Query, query },
            { dialog => dialog.Title, title },
            { dialog => dialog.SavedId, savedId },
        };
        IDialogReference reference = await Dialogs.ShowAsync<SaveQueryDialog>(savedId is null ? "Save query" : "Edit saved query", parameters);
        bool isSaved = await reference.Result is { Canceled: false };
        if (isSaved)
        {
            Snackbar.Add("The query is saved.", Severity.Success);
        }

        return isSaved;
    }

    /// <summary>Asks before something is lost.</summary>
    private protected async Task<bool> ConfirmAsync(string title, string text, string verb)
    {
        var parameters = new DialogParameters<Elements.ConfirmDialog>
        {
            { dialog => dialog.Text, text },
            { dialog => dialog.Verb, verb },
        };
        IDialogReference reference = await Dialogs.ShowAsync<Elements.ConfirmDialog>(title, parameters);
        return await reference.Result is { Canceled: false };
    }

    /// <summary>Changes the address while somebody narrows the list; Back leads to where they came from.</summary>
    private protected void Narrow(string address) => Navigation.NavigateTo(address, new NavigationOptions { ReplaceHistoryEntry = true });
}

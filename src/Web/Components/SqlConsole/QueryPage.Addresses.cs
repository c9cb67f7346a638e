using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Web.Addresses;
using Web.Components.ResultViews;
using Web.SavedQueries;
using Web.Sharing;
using Web.Storage;
using Web.Texts;

namespace Web.Components.SqlConsole;

/// <summary>Addresses and tabs: a link opens in a tab of its own, Back and Forward go through what ran and run nothing.</summary>
public sealed partial class QueryPage
{
    // What this page asked the browser for and has not heard of yet. Its word comes late on a slow way, when another tab may be in front:
    // only what is not in here is somebody's Back, Forward or link.
    private readonly List<(string Address, string? Tab)> _navigations = [];

    private async Task OpenAddressAsync(Uri address)
    {
        if (ShortLinkOf(address) is { } id)
        {
            await OpenShortLinkAsync(id);
            return;
        }

        if (AppUrls.ReadSaved(address) is { } saved)
        {
            await OpenSavedAsync(saved.Id, saved.Run);
            return;
        }

        QueryLink link = AppUrls.ReadQuery(address);
        string canonical = AppUrls.Canonical(link);
        if (link.Sql.Length == 0)
        {
            await ActivateAsync(Bench.Tabs.Count == 0 ? Bench.Add(link) : Bench.Active);
        }
        else if (Bench.Tabs.FirstOrDefault(tab => AppUrls.Canonical(tab.Link) == canonical) is { } same)
        {
            same.Link = same.Link with { View = link.View };
            await ActivateAsync(same);
        }
        else
        {
            await OpenTabAsync(link with { Run = false });
        }

        if (link.Run && Bench.Active.Results.Count == 0 && Bench.Active.Run is null)
        {
            await RunGuardedAsync(link);
        }
    }

    // A tab that has it already comes to the front as it is: what was typed there is not lost, and does not run in place of the saved text.
    private async Task OpenSavedAsync(string id, bool run)
    {
        string problem = "This saved query was deleted, or is not shared with you.";
        SavedQuery? saved = Find(() => SavedQueries.Find(Bench.Visitor, id), ref problem);
        QueryTab? open = Bench.Tabs.FirstOrDefault(tab => tab.SavedId == id);
        if (open is not null)
        {
            await ActivateAsync(open);
        }
        else
        {
            await OpenTabAsync((saved?.Content.Query ?? new QueryLink("")) with { Run = false }, saved?.Content.Title);
        }

        if (saved is null)
        {
            Bench.Active.Notice = new TabNotice(problem);
        }
        else if (open is { IsDirty: true } || Bench.Active.Link.Sql != saved.Content.Query.Sql)
        {
            Bench.Active.Notice = new TabNotice("This tab holds another text than the saved query. To have that, close the tab and open the query again.", OffersRun: run);
        }
        else
        {
            Bench.Active.SavedId = id;
            await KeepAsync();
            if (run)
            {
                await RunGuardedAsync(saved.Content.Query);
            }
        }
    }

    private async Task OpenShortLinkAsync(string id)
    {
        QueryTab? open = Bench.Tabs.FirstOrDefault(tab => tab.Origin == id);
        if (open is { Results.Count: > 0 })
        {
            await ActivateAsync(open);
            return;
        }

        string problem = "This link was removed or has expired. Ask whoever sent it for a new one.";
        SharedLink? link = Find(() => Links.Open(Bench.Visitor, id), ref problem);
        if (link is null)
        {
            await OpenTabAsync(new QueryLink(""));
            Bench.Active.Notice = new TabNotice(problem);
            return;
        }

        if (open is not null)
        {
            await ActivateAsync(open); // its text is here, its answer no longer
        }
        else
        {
            await OpenTabAsync(link.Query with { Run = false }, link.Title.Length > 0 ? link.Title : null, link.Id);
        }

        if (link.Snapshot is { } snapshot)
        {
            ShowSnapshot(link, snapshot);
        }
        else if (link.Query.Run)
        {
            await RunGuardedAsync(link.Query);
        }
    }

    private static T? Find<T>(Func<T?> find, ref string problem)
        where T : class
    {
        try
        {
            return find();
        }
        catch (ConsoleStorageException exception)
        {
            problem = exception.Message;
            return null;
        }
    }

    private void ShowSnapshot(SharedLink link, ResultSnapshot snapshot)
    {
        ResultTable table = new(snapshot.ToResult());
        Bench.Active.Results = [new StatementResult(EditorStatement.Whole(link.Query.Sql)) { Table = table, Waited = snapshot.Elapsed, At = snapshot.RanAt, IsSnapshot = true }];
        Bench.Active.Shown = 0;
        CompletePlan();
        string by = link.OwnerName.Length > 0 ? $" by {link.OwnerName}" : "";
        string until = snapshot.DataUntil is { } moment ? $" · data up to {moment:yyyy-MM-dd HH:mm:ss} UTC" : "";
        string cut = snapshot.IsCut ? $" · the first {snapshot.Rows.Count} of {snapshot.TotalRows} rows" : "";
        Bench.Active.Notice = new TabNotice($"Result from {snapshot.RanAt:yyyy-MM-dd HH:mm:ss} UTC{by}{until}{cut}. It was kept with the link; nothing ran.", OffersRun: true);
    }

    // A link that says run runs if it is cheap; otherwise the page says why it waits.
    private async Task RunGuardedAsync(QueryLink link)
    {
        _opened.TrySetResult(); // the tabs are known: keys count from here on, Cancel among them
        if (SharedQueryGuard.ReasonToWait(link.Sql, Bench.Estimate(link)) is { } reason)
        {
            Bench.Active.Notice = reason;
            StateHasChanged();
            await _editor.FocusAsync();
            return;
        }

        await RunAsync(all: true, whole: link.Sql);
    }

    private async Task OpenTabAsync(QueryLink link, string? title = null, string? origin = null)
    {
        QueryTab tab = link.Sql.Length == 0 && _opened.Task.IsCompleted ? Bench.Add(link, title) : Bench.AddOrReuse(link, title);
        tab.Origin = origin;
        if (CellText.Visible(link.Sql.ReplaceLineEndings(" ").Replace('\t', ' ')) != link.Sql.ReplaceLineEndings(" ").Replace('\t', ' '))
        {
            tab.Notice = new TabNotice("The statement holds characters that cannot be seen (control, direction or zero-width). Look twice before you run it.");
        }

        await _editor.OpenTabAsync(tab.Id, link.Sql);
        await ShowActiveAsync();
        if (_opened.Task.IsCompleted)
        {
            ReplaceAddress();
        }

        await _editor.FocusAsync();
    }

    private async Task ActivateAsync(QueryTab tab)
    {
        Bench.Activate(tab);
        await ShowActiveAsync();
        if (_opened.Task.IsCompleted)
        {
            ReplaceAddress();
        }
    }

    // The browser shows the tab already and may be further: it is told nothing.
    private async Task FollowBrowserAsync(QueryTab tab)
    {
        Bench.Activate(tab);
        await KeepActiveAsync();
        ReplaceAddress();
    }

    private async Task ShowActiveAsync()
    {
        await _editor.ShowTabAsync(Bench.Active.Id);
        await KeepActiveAsync();
    }

    private async Task KeepActiveAsync()
    {
        CompletePlan();
        await _editor.SetRunningAsync(Bench.Active.Run is not null);
        await KeepAsync();
        StateHasChanged();
    }

    private async Task CloseAsync(QueryTab tab)
    {
        Bench.Close(tab);
        await _editor.CloseTabAsync(tab.Id);
        await ShowActiveAsync();
        ReplaceAddress();
        await _editor.FocusAsync();
    }

    private async Task ReopenAsync()
    {
        if (await _editor.ReopenTabAsync(_left.Token) is { } record)
        {
            await ActivateAsync(Bench.Restore(record));
        }
    }

    // Whoever runs something gets a new entry in the browser's history; looking at a tab does not.
    private void PushAddress() => Navigate(AddressOf(Bench.Active), replace: false);

    private void ReplaceAddress() => Navigate(AddressOf(Bench.Active), replace: true);

    private string AddressOf(QueryTab tab)
    {
        if (tab.Origin is { } shortLink)
        {
            return AppUrls.ShortLink(shortLink);
        }

        string address = AppUrls.Query(tab.Link);
        if (tab.Link.Sql.Length > 0 && AppUrls.ReadQuery(Navigation.ToAbsoluteUri(address)).Sql.Length == 0)
        {
            tab.Notice ??= new TabNotice("This statement is too long for an address: share it by a short link.");
        }

        return address;
    }

    private void Navigate(string address, bool replace)
    {
        string target = Navigation.ToAbsoluteUri(address).AbsoluteUri;
        if (target != (_navigations.Count > 0 ? _navigations[^1].Address : new Uri(Navigation.Uri).AbsoluteUri))
        {
            _navigations.Add((target, Bench.Active.Id));
            Navigation.NavigateTo(address, new NavigationOptions { ReplaceHistoryEntry = replace, HistoryEntryState = Bench.Active.Id });
        }
    }

    private void FollowAddress(object? sender, LocationChangedEventArgs change)
    {
        var address = new Uri(change.Location);
        int own = _navigations.FindIndex(navigation => navigation == (address.AbsoluteUri, change.HistoryEntryState));
        if (own >= 0)
        {
            _navigations.RemoveRange(0, own + 1); // the browser tells them in their order
            return;
        }

        if (address.AbsolutePath == AppUrls.QueryPath || ShortLinkOf(address) is not null)
        {
            _ = InvokeAsync(() => FollowAsync(address, change.HistoryEntryState));
        }
    }

    private async Task FollowAsync(Uri address, string? tabId)
    {
        if (ShortLinkOf(address) is null && Bench.Tabs.FirstOrDefault(tab => tab.Id == tabId) is { } tab)
        {
            QueryLink link = AppUrls.ReadQuery(address);
            bool isOther = link.Sql != tab.Link.Sql;
            (tab.Link, Bench.Active.Notice) = (link with { Run = false }, null);
            Bench.Activate(tab);
            await ShowActiveAsync();
            if (isOther)
            {
                await _editor.SetTextAsync(link.Sql); // an edit like any other: undo brings back what was there
                tab.Notice = tab.Results.Any(result => result.Statement.Sql == link.Sql) ? null : new TabNotice("Opened, not run. The rows below belong to another statement.", OffersRun: true);
            }
        }
        else
        {
            await OpenAddressAsync(address);
        }

        StateHasChanged();
    }

    private static string? ShortLinkOf(Uri address) =>
        address.AbsolutePath.StartsWith(AppUrls.ShortLinkPath + "/", StringComparison.Ordinal) ? Uri.UnescapeDataString(address.AbsolutePath[(AppUrls.ShortLinkPath.Length + 1)..]) : null;
}

using MudBlazor;
using Query.Sql;
using Web.Addresses;
using Web.Components.QueryLibrary;
using Web.Components.ResultViews;
using Web.SavedQueries;
using Web.Sharing;
using Web.Storage;

namespace Web.Components.SqlConsole;

/// <summary>What keys and buttons of the workbench do.</summary>
public sealed partial class QueryPage
{
    private async Task CommandAsync(string command)
    {
        await _opened.Task.WaitAsync(_left.Token); // a key may come before the tabs are known
        await (command switch
        {
            "run" => RunAsync(all: false),
            "run-all" => RunAsync(all: true),
            "cancel" => CancelAsync(),
            "explain" => ExplainAsync(),
            "format" => FormatAsync(),
            "save" => SaveAsync(),
            "share" => CopyLinkAsync(),
            "share-dialog" => ShareAsync(),
            "close" => CloseAsync(Bench.Active),
            "reopen" => ReopenAsync(),
            _ when command.StartsWith("new-", StringComparison.Ordinal) => FollowBrowserAsync(Bench.Add(new QueryLink(""), id: command[4..])),
            _ when Bench.Tabs.FirstOrDefault(tab => command == "tab-" + tab.Id) is { } tab => FollowBrowserAsync(tab),
            _ => Task.CompletedTask,
        });
        StateHasChanged();
    }

    private Task CancelAsync()
    {
        Workbench.Cancel(Bench.Active);
        return Task.CompletedTask;
    }

    private async Task RunAsync(bool all, string? whole = null)
    {
        QueryTab tab = Bench.Active;
        EditorReading reading = await _editor.ReadAsync(all, _left.Token);
        IReadOnlyList<EditorStatement> statements = reading.Statements;
        if (statements.Count == 0 && whole is not null)
        {
            statements = [EditorStatement.Whole(whole)]; // a page without an editor yet
        }

        if (statements.Count == 0)
        {
            tab.Results = [new StatementResult(EditorStatement.Whole("")) { Problem = new SqlProblem("Nothing to run", "The editor is empty. Pick a table, or write a SELECT.", null) }];
            tab.Shown = 0;
            return;
        }

        string sql = all && statements.Count > 1 ? reading.Text : statements[0].Sql;
        tab.Origin = sql.Trim() == tab.Link.Sql.Trim() && tab.Results.Count == 0 ? tab.Origin : null; // what runs here is no longer what the link holds
        (tab.Link, tab.Notice) = (tab.Link with { Sql = sql, Run = false }, null);
        PushAddress();
        await _editor.SetRunningAsync(true);
        await _editor.SetBaseAsync();
        await KeepAsync(); // a page that loses its server meanwhile finds the tab of its address again
        _ = ShowProgressAsync(tab);
        await Bench.RunAsync(tab, statements);
        if (tab.Run is not null || _left.IsCancellationRequested)
        {
            return; // a newer run took its place, or the page was left
        }

        await KeepAsync();
        if (tab == Bench.Active)
        {
            CompletePlan();
            await _editor.SetRunningAsync(false);
            if (tab.Answer is { Problem: { Position: int position } problem } answer)
            {
                await _editor.MarkAsync(answer.Statement.Offset + position, problem.Text);
            }
        }
    }

    private async Task ShowProgressAsync(QueryTab tab)
    {
        await Task.Delay(ProgressAfter);
        while (tab.Run is not null && !_left.IsCancellationRequested)
        {
            Bench.Watch(tab);
            StateHasChanged();
            await Task.Delay(ProgressEvery);
        }
    }

    private async Task ExplainAsync()
    {
        EditorReading reading = await _editor.ReadAsync(all: false, _left.Token);
        EditorStatement? statement = reading.Statements.Count > 0 ? reading.Statements[0] : Bench.Active.Answer?.Statement;
        if (statement is { Sql.Length: > 0 })
        {
            Bench.Explain(Bench.Active, statement);
            ShowView(ResultView.Plan);
        }
    }

    private async Task FormatAsync()
    {
        EditorReading reading = await _editor.ReadAsync(all: true, _left.Token);
        try
        {
            await _editor.SetTextAsync(SqlFormatter.Format(reading.Text));
        }
        catch (SqlException exception)
        {
            SqlPlace place = SqlPlace.Of(reading.Text, exception.Position);
            Bench.Active.Notice = new TabNotice($"Not formatted: at line {place.Line}, column {place.Column}, {exception.Message}.");
        }
    }

    private async Task SaveAsync()
    {
        QueryTab tab = Bench.Active;
        EditorReading reading = await _editor.ReadAsync(all: true, _left.Token);
        IDialogReference dialog = await Dialogs.ShowAsync<SaveQueryDialog>("Save the query", new DialogParameters
        {
            [nameof(SaveQueryDialog.Query)] = tab.Link with { Sql = reading.Text },
            [nameof(SaveQueryDialog.Title)] = tab.Title,
            [nameof(SaveQueryDialog.SavedId)] = tab.SavedId,
        });
        if (await dialog.Result is { Canceled: false, Data: SavedQuery saved })
        {
            (tab.SavedId, tab.Title, tab.IsNamed) = (saved.Id, saved.Content.Title, true);
            await _editor.SetBaseAsync();
            await KeepAsync();
        }
    }

    private async Task ShareAsync()
    {
        QueryTab tab = Bench.Active;
        EditorReading reading = await _editor.ReadAsync(all: true, _left.Token);
        StatementResult? answer = tab.Answer is { Table: not null } shown && tab.Results.Count == 1 && shown.Statement.Sql.Trim() == reading.Text.Trim() ? tab.Answer : null;
        await Dialogs.ShowAsync<ShareDialog>("Share", new DialogParameters
        {
            [nameof(ShareDialog.Query)] = tab.Link with { Sql = reading.Text },
            [nameof(ShareDialog.Title)] = tab.Title,
            [nameof(ShareDialog.Result)] = answer?.Table?.Result,
            [nameof(ShareDialog.RanAt)] = answer?.At,
            [nameof(ShareDialog.BaseUrl)] = Navigation.BaseUri.TrimEnd('/'),
        });
    }

    // Alt+L: the default choices of the dialog, without it.
    private async Task CopyLinkAsync()
    {
        QueryTab tab = Bench.Active;
        EditorReading reading = await _editor.ReadAsync(all: true, _left.Token);
        if (reading.Text.Trim().Length == 0)
        {
            tab.Notice = new TabNotice("Nothing to share: the editor is empty.");
            return;
        }

        try
        {
            SharedLink link = Desk.Share(Bench.Visitor, new ShareRequest(tab.Link with { Sql = reading.Text, Run = true }, tab.IsNamed ? tab.Title : ""));
            string address = Navigation.BaseUri.TrimEnd('/') + AppUrls.ShortLink(link.Id);
            await Js.TryInvokeVoidAsync("millrace.copy", address);
            tab.Notice = new TabNotice($"Link copied: {address}");
        }
        catch (ConsoleStorageException exception)
        {
            tab.Notice = new TabNotice($"No link was made. {exception.Message}");
        }
    }

    private void ShowView(ResultView view)
    {
        Bench.Active.Link = Bench.Active.Link with { View = view };
        CompletePlan();
        ReplaceAddress();
    }

    // A link, a tab or a run can come to the view of the plan before anybody asked for the plan.
    private void CompletePlan()
    {
        if (Bench.Active is { Link.View: ResultView.Plan, Run: null, Answer: { Plan: null, Problem: null } answer })
        {
            Bench.Explain(Bench.Active, answer.Statement);
        }
    }

    private void ShowChart(string chart)
    {
        Bench.Active.Link = Bench.Active.Link with { Chart = chart };
        ReplaceAddress();
    }

    private void ShowResult(int index)
    {
        Bench.Active.Shown = index;
        CompletePlan();
    }

    private async Task ChangeOptionsAsync(QueryLink link)
    {
        Bench.Active.Link = link;
        await KeepAsync();
    }

    private async Task RunInsteadAsync(string sql)
    {
        await _editor.SetTextAsync(sql);
        await RunAsync(all: false);
    }

    private async Task RunWithTimeoutAsync(int millis)
    {
        Bench.Active.Link = Bench.Active.Link with { TimeoutMillis = millis };
        await RunAsync(all: false);
    }

    private async Task FixAsync(SqlFix fix)
    {
        if (Bench.Active.Answer is { } answer)
        {
            int start = answer.Statement.Offset + fix.Start;
            await _editor.ReplaceAsync(start, start + fix.Length, fix.Replacement);
        }
    }

    // An edit that people see: the condition stands at the end, with its value to be written.
    private async Task FilterAsync(GridColumn column)
    {
        EditorReading reading = await _editor.ReadAsync(all: true, _left.Token);
        string condition = SqlFilter.Add(reading.Text, column.Name, out int cursor);
        await _editor.SetTextAsync(condition);
        await _editor.ReplaceAsync(cursor, cursor, "");
    }

    private void Refresh(TimeSpan? every)
    {
        QueryTab tab = Bench.Active;
        bool begins = tab.RefreshEvery is null && every is not null;
        tab.RefreshEvery = every;
        if (begins)
        {
            _ = RefreshAsync(tab);
        }
    }

    private async Task RefreshAsync(QueryTab tab)
    {
        while (tab.RefreshEvery is { } every && !_left.IsCancellationRequested)
        {
            await Task.Delay(every);
            bool isWatched = tab == Bench.Active && tab.Run is null && tab.RefreshEvery is not null && !_left.IsCancellationRequested;
            if (isWatched && !await _editor.IsHiddenAsync())
            {
                await Bench.RunAsync(tab, [.. tab.Results.Select(result => result.Statement)]);
                CompletePlan();
                StateHasChanged();
                if (tab.Answer?.Problem is not null)
                {
                    tab.RefreshEvery = null; // what fails once would fail every time
                }
            }
        }
    }
}

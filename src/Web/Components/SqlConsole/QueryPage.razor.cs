using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using Query.Results;
using Web.Components.TableBrowser;
using Web.Live;

namespace Web.Components.SqlConsole;

/// <summary>The SQL console: tables on the left, the editor, and the answer below it.</summary>
public sealed partial class QueryPage
{
    /// <summary>A query shorter than this shows no progress: a text that flashes by tells nothing.</summary>
    internal static readonly TimeSpan ProgressAfter = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromMilliseconds(250);

    private static readonly ResultView[] Shown = [ResultView.Grid, ResultView.Json, ResultView.Stats];

    private readonly CancellationTokenSource _left = new();
    private IReadOnlyList<TableColumns> _tables = [];
    private QueryLink _linked = new("");
    private SqlEditor _editor = null!;
    private SqlRun? _run;
    private EditorStatement _answered = EditorStatement.Whole("");
    private ResultTable? _answer;
    private SqlProblem? _problem;
    private TimeSpan _waited;
    private string? _progress;
    private string? _notice;

    [Inject]
    private SqlRunner Runner { get; set; } = null!;

    [Inject]
    private TableViews Views { get; set; } = null!;

    [Inject]
    private LiveFrames Frames { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    public async ValueTask DisposeAsync()
    {
        Frames.Arrived -= LookForNewTables;
        Navigation.LocationChanged -= FollowLink;
        await _left.CancelAsync();
        _run?.Cancel(); // whoever waits for it disposes of it
        _left.Dispose();
    }

    protected override void OnInitialized()
    {
        _tables = Views.Columns();
        _linked = AppUrls.ReadQuery(new Uri(Navigation.Uri));
        Frames.Arrived += LookForNewTables;
        Navigation.LocationChanged += FollowLink;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        await _editor.SetWordsAsync(SqlWords.From(_tables, Runner.Functions));
        if (_linked is { Run: true, Sql.Length: > 0 })
        {
            await _editor.SetTextAsync(_linked.Sql, _linked.Sql);
            await RunAsync(EditorStatement.Whole(_linked.Sql));
        }
    }

    private static string ViewWord(ResultView view) => view switch
    {
        ResultView.Json => "JSON",
        ResultView.Stats => "Statistics",
        _ => "Grid",
    };

    private async Task ShowTableAsync(string table)
    {
        string sql = SqlNames.FirstRows(table);
        await _editor.SetTextAsync(sql, sql);
        await RunAsync(EditorStatement.Whole(sql));
    }

    private Task InsertNameAsync(string column) => _editor.InsertAsync(SqlNames.Quote(column));

    private async Task RunFromEditorAsync() => await RunAsync(await _editor.ReadStatementAsync(_left.Token));

    private async Task RunAsync(EditorStatement statement)
    {
        if (string.IsNullOrWhiteSpace(statement.Sql))
        {
            _problem = new SqlProblem("Nothing to run", "The editor is empty. Click a table, or write a SELECT.", null);
            return;
        }

        _run?.Cancel();
        using SqlRun run = Runner.Start(statement.Sql, _linked.TimeoutMillis);
        (_run, _problem, _progress, _notice) = (run, null, null, null);
        await ShowLinkAsync(_linked with { Sql = statement.Sql, Run = false });
        await _editor.SetRunningAsync(true);
        _ = ShowProgressAsync(run);
        (QueryResult? result, SqlProblem? problem) = await FinishAsync(run, statement);
        if (_run != run || _left.IsCancellationRequested)
        {
            return; // a newer statement took its place, or the page was left
        }

        (_run, _progress, _waited, _problem, _answered) = (null, null, run.Elapsed, problem, statement);
        _answer = result is { Columns.Count: > 0 } ? new ResultTable(result) : null;
        StateHasChanged();
        await _editor.SetRunningAsync(false);
        if (problem?.Position is int position)
        {
            await _editor.MarkAsync(position, problem.Text);
        }
    }

    private static async Task<(QueryResult? Result, SqlProblem? Problem)> FinishAsync(SqlRun run, EditorStatement statement)
    {
        try
        {
            QueryResult result = await run.Answer;
            return run.IsCancelled
                ? (null, new SqlProblem("Cancelled", run.CancelText, null))
                : (result, result.Errors.Count == 0 ? null : SqlProblem.From(result.Errors[0], statement));
        }
        catch (OperationCanceledException)
        {
            return (null, new SqlProblem("Cancelled", run.CancelText, null));
        }
    }

    private async Task ShowProgressAsync(SqlRun run)
    {
        await Task.Delay(ProgressAfter);
        while (_run == run && !run.Answer.IsCompleted)
        {
            _progress = run.IsCancelled ? "Cancelling…" : run.ProgressText;
            StateHasChanged();
            await Task.Delay(ProgressEvery);
        }
    }

    private void Cancel() => _run?.Cancel();

    private void ShowView(ResultView view)
    {
        _linked = _linked with { View = view };
        Navigation.NavigateTo(AppUrls.Query(_linked), new NavigationOptions { ReplaceHistoryEntry = true });
    }

    private async Task ShowLinkAsync(QueryLink link)
    {
        bool isNew = link != _linked;
        _linked = link;
        if (isNew)
        {
            string address = AppUrls.Query(link);
            if (AppUrls.ReadQuery(Navigation.ToAbsoluteUri(address)).Sql.Length == 0)
            {
                _notice = "This statement is too long for a link: the address shows the page without it.";
            }

            Navigation.NavigateTo(address);
            await _editor.SetLinkedSqlAsync(link.Sql);
        }
    }

    // Back and forward show the statement of that address; they never run it.
    private void FollowLink(object? sender, LocationChangedEventArgs change)
    {
        var address = new Uri(change.Location);
        QueryLink link = AppUrls.ReadQuery(address);
        if (address.AbsolutePath != AppUrls.QueryPath || link == AppUrls.ReadQuery(Navigation.ToAbsoluteUri(AppUrls.Query(_linked))))
        {
            return;
        }

        bool isOther = link.Sql != _linked.Sql;
        _linked = link;
        _ = InvokeAsync(async () =>
        {
            if (isOther)
            {
                await _editor.SetTextAsync(link.Sql, link.Sql);
                _notice = link.Sql.Length == 0 || link.Sql == _answered.Sql ? null : "Opened, not run. The rows below belong to the statement before.";
                if (link.Run)
                {
                    await RunAsync(EditorStatement.Whole(link.Sql));
                }
            }

            StateHasChanged();
        });
    }

    private async Task CopyAsync()
    {
        if (_answer is not null)
        {
            await Js.TryInvokeVoidAsync("millrace.copy", _answer.ToTsv());
        }
    }

    private void LookForNewTables()
    {
        if (!Frames.Latest.Tables.Select(table => table.Name).SequenceEqual(_tables.Select(table => table.Name), StringComparer.Ordinal))
        {
            _ = InvokeAsync(async () =>
            {
                _tables = Views.Columns();
                StateHasChanged();
                await _editor.SetWordsAsync(SqlWords.From(_tables, Runner.Functions));
            });
        }
    }
}

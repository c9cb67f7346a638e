using Query;
using Query.Results;
using Web.Addresses;
using Web.Components.ResultViews;
using Web.KeptResults;
using Web.Live;
using Web.QueryHistory;
using Web.Visitors;

namespace Web.Components.SqlConsole;

/// <summary>The tabs of one page and what runs in them. All calls come from the page's circuit.</summary>
public sealed class Workbench
{
    private readonly SqlRunner _runner;
    private readonly ResultStore _kept;
    private readonly HistoryStore _history;
    private readonly TimeProvider _clock;
    private readonly List<QueryTab> _tabs = [];

    /// <param name="runner">Runs statements.</param>
    /// <param name="kept">Holds answers for a reload and for exports.</param>
    /// <param name="history">Is told each statement that ran.</param>
    /// <param name="clock">Tells when.</param>
    internal Workbench(SqlRunner runner, ResultStore kept, HistoryStore history, TimeProvider clock) =>
        (_runner, _kept, _history, _clock) = (runner, kept, history, clock);

    /// <summary>In the order shown; never empty once the page is open.</summary>
    public IReadOnlyList<QueryTab> Tabs => _tabs;

    /// <summary>The tab in front.</summary>
    public QueryTab Active { get; private set; } = new("none", "Query 1");

    /// <summary>Who works here.</summary>
    internal Visitor Visitor { get; set; } = Visitor.Anybody;

    /// <summary>Tables there are.</summary>
    public IReadOnlyList<TableColumns> Tables { get; set; } = [];

    /// <summary>Told when something of a tab is to be drawn or kept.</summary>
    public event Action? Changed;

    /// <summary>Adds a tab and puts it in front.</summary>
    /// <param name="link">What it holds.</param>
    /// <param name="title">A person's or a link's name for it; null for none.</param>
    /// <param name="id">The browser's, if it made the tab; otherwise a new one.</param>
    public QueryTab Add(QueryLink link, string? title = null, string? id = null)
    {
        int number = 1;
        while (_tabs.Exists(tab => tab.Title == $"Query {number}"))
        {
            number++;
        }

        QueryTab tab = new(id ?? Guid.NewGuid().ToString("N")[..12], title ?? TitleOf(link.Sql) ?? $"Query {number}") { IsNamed = title is not null, Link = link };
        _tabs.Add(tab);
        Active = tab;
        return tab;
    }

    /// <summary>The tab in front for a link, if it is empty and nobody named it; otherwise a new one.</summary>
    public QueryTab AddOrReuse(QueryLink link, string? title)
    {
        bool isBlank = _tabs.Contains(Active) && Active is { IsNamed: false, IsDirty: false, Link.Sql: "", Results.Count: 0, Run: null, Origin: null };
        if (!isBlank)
        {
            return Add(link, title);
        }

        (Active.Link, Active.Title, Active.IsNamed) = (link, title ?? TitleOf(link.Sql) ?? Active.Title, title is not null);
        return Active;
    }

    /// <summary>Takes a tab over from the browser.</summary>
    public QueryTab Restore(TabRecord record)
    {
        QueryTab tab = new(record.Id, record.Title)
        {
            IsNamed = record.IsNamed,
            IsDirty = record.IsDirty,
            Link = AppUrls.ReadCanonical(record.Address),
            Origin = record.Origin,
            SavedId = record.SavedId,
        };
        tab.Results = [.. (record.Kept ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => _kept.Find(Visitor, id)).OfType<KeptResult>().Select(Show)];
        _tabs.Add(tab);
        return tab;
    }

    public void Activate(QueryTab tab) => Active = tab;

    /// <summary>Closes a tab and what runs in it; the last one leaves an empty one behind.</summary>
    public void Close(QueryTab tab)
    {
        int index = _tabs.IndexOf(tab);
        if (index < 0)
        {
            return;
        }

        Cancel(tab);
        tab.RefreshEvery = null;
        _tabs.RemoveAt(index);
        if (_tabs.Count == 0)
        {
            Add(new QueryLink(""));
        }
        else if (Active == tab)
        {
            Active = _tabs[Math.Min(index, _tabs.Count - 1)];
        }
    }

    /// <summary>Moves a tab to another place.</summary>
    public void Move(QueryTab tab, int index)
    {
        if (_tabs.Remove(tab))
        {
            _tabs.Insert(Math.Clamp(index, 0, _tabs.Count), tab);
        }
    }

    /// <summary>How the browser keeps a tab.</summary>
    public TabRecord Record(QueryTab tab) => new(
        tab.Id, tab.Title, tab.IsNamed, tab.IsDirty, AppUrls.Canonical(tab.Link),
        string.Join(',', tab.Results.Select(result => result.KeptId).OfType<string>()), tab.Origin, tab.SavedId);

    /// <summary>Runs statements one after the other, up to the first that fails. What ran in the tab before is cancelled.</summary>
    /// <param name="tab">Gets the answers.</param>
    /// <param name="statements">At least one.</param>
    public async Task RunAsync(QueryTab tab, IReadOnlyList<EditorStatement> statements)
    {
        tab.Run?.Cancel();
        List<StatementResult> results = [];
        foreach (EditorStatement statement in statements)
        {
            QueryLink query = tab.Link with { Sql = statement.Sql, Run = false };
            using SqlRun run = _runner.Start(query);
            (tab.Run, tab.Progress) = (run, null);
            Changed?.Invoke();
            StatementResult result = await FinishAsync(run, query, statement);
            if (tab.Run != run)
            {
                return; // a newer run took its place
            }

            results.Add(result);
            (tab.Results, tab.Shown) = ([.. results], results.Count - 1);
            if (result.Problem is not null)
            {
                break;
            }
        }

        (tab.Run, tab.Progress) = (null, null);
        if (!tab.IsNamed && TitleOf(statements[0].Sql) is { } title)
        {
            tab.Title = title;
        }

        Changed?.Invoke();
    }

    /// <summary>Says how far the tab's run is.</summary>
    public void Watch(QueryTab tab)
    {
        if (tab.Run is { } run && run.Elapsed >= QueryPage.ProgressAfter)
        {
            tab.Progress = run.IsCancelled ? "Cancelling…" : run.ProgressText;
        }
    }

    internal static void Cancel(QueryTab tab) => tab.Run?.Cancel(); // whoever waits for it disposes of it

    /// <summary>What a statement would read, or what is wrong with it.</summary>
    internal QueryEstimate Estimate(QueryLink query) => _runner.Estimate(query);

    /// <summary>Asks for the plan of the answer on the screen, or of a statement that has not run.</summary>
    public void Explain(QueryTab tab, EditorStatement statement)
    {
        QueryLink query = tab.Link with { Sql = statement.Sql };
        QueryResult plan = _runner.Explain(query);
        StatementResult shown = tab.Answer is { } answer && answer.Statement.Sql == statement.Sql ? answer : new StatementResult(statement) { At = _clock.GetUtcNow() };
        StatementResult explained = plan.Errors.Count > 0
            ? shown with { Problem = SqlProblem.From(plan.Errors[0], statement, Tables), Table = null }
            : shown with { Plan = plan, Estimate = _runner.Estimate(query), Problem = null };
        tab.Results = tab.Answer == shown ? [.. tab.Results.Select(result => result == shown ? explained : result)] : [explained];
        tab.Shown = tab.Answer is null ? 0 : Math.Min(tab.Shown, tab.Results.Count - 1);
    }

    private async Task<StatementResult> FinishAsync(SqlRun run, QueryLink query, EditorStatement statement)
    {
        DateTimeOffset started = _clock.GetUtcNow();
        QueryResult? answer = null;
        SqlProblem? problem;
        try
        {
            answer = await run.Answer;
            problem = run.IsCancelled ? new SqlProblem("Cancelled", run.CancelText, null) : answer.Errors.Count == 0 ? null : SqlProblem.From(answer.Errors[0], statement, Tables);
        }
        catch (OperationCanceledException)
        {
            problem = new SqlProblem("Cancelled", run.CancelText, null);
        }

        _history.Add(Visitor, new HistoryEntry(query, started, run.Elapsed, run.IsCancelled ? HistoryOutcome.Cancelled : problem is null ? HistoryOutcome.Done : HistoryOutcome.Failed)
        {
            Rows = answer?.Rows.Count ?? 0,
            Tables = answer?.Statistics.Tables ?? [],
            Error = problem is null || run.IsCancelled ? null : problem.Text,
        });
        return new StatementResult(statement)
        {
            Table = problem is null && answer is { Columns.Count: > 0 } ? new ResultTable(answer) : null,
            Problem = problem,
            Waited = run.Elapsed,
            At = _clock.GetUtcNow(),
            KeptId = problem is null && answer is not null ? _kept.Keep(Visitor, query, answer, run.Elapsed)?.Id : null,
        };
    }

    private static StatementResult Show(KeptResult result) => new(EditorStatement.Whole(result.Query.Sql))
    {
        Table = new ResultTable(result.Result),
        Waited = result.Waited,
        At = result.FinishedAt,
        KeptId = result.Id,
    };

    // The first table of the text; a person's own name for the tab wins.
    private string? TitleOf(string sql) => Tables
        .Select(table => (table.Name, At: sql.IndexOf(table.Name, StringComparison.OrdinalIgnoreCase)))
        .Where(found => found.At >= 0)
        .OrderBy(found => found.At)
        .Select(found => found.Name)
        .FirstOrDefault();
}

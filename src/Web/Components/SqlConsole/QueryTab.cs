using Query;
using Query.Results;
using Web.Addresses;
using Web.Components.ResultViews;

namespace Web.Components.SqlConsole;

/// <summary>One tab of the workbench. Its text lives in the browser; here is what ran of it.</summary>
/// <param name="id">Unique in its window.</param>
/// <param name="title">As the tab says.</param>
public sealed class QueryTab(string id, string title)
{
    public string Id { get; } = id;

    public string Title { get; set; } = title;

    /// <summary>True if a person or a link named it; otherwise the table of the last query does.</summary>
    public bool IsNamed { get; set; }

    /// <summary>True if the text is not the one that ran or was opened last.</summary>
    public bool IsDirty { get; set; }

    /// <summary>What was opened or run last, with its options.</summary>
    public QueryLink Link { get; set; } = new("");

    /// <summary>Id of the short link it was opened from; null for others.</summary>
    public string? Origin { get; set; }

    /// <summary>Id of the saved query it was opened from or saved as; null for others.</summary>
    public string? SavedId { get; set; }

    /// <summary>Answers of the last run, one per statement.</summary>
    public IReadOnlyList<StatementResult> Results { get; set; } = [];

    /// <summary>Which of them is shown.</summary>
    public int Shown { get; set; }

    /// <summary>What runs; null while nothing does.</summary>
    internal SqlRun? Run { get; set; }

    /// <summary>How far it is; null before it has something to tell.</summary>
    public string? Progress { get; set; }

    /// <summary>Said above the editor.</summary>
    public TabNotice? Notice { get; set; }

    /// <summary>Runs again after this; null for never.</summary>
    public TimeSpan? RefreshEvery { get; set; }

    /// <summary>The answer on the screen; null before the first.</summary>
    public StatementResult? Answer => Shown < Results.Count ? Results[Shown] : null;
}

/// <summary>A sentence above the editor.</summary>
/// <param name="Text">What it says.</param>
/// <param name="OffersRun">True if [Run] and [Explain] stand behind it.</param>
public sealed record TabNotice(string Text, bool OffersRun = false);

/// <summary>What one statement of a run came to.</summary>
/// <param name="Statement">The text and its place in the editor.</param>
public sealed record StatementResult(EditorStatement Statement)
{
    /// <summary>The rows; null if there are none.</summary>
    public ResultTable? Table { get; init; }

    /// <summary>Why there are none; null if there are.</summary>
    public SqlProblem? Problem { get; init; }

    /// <summary>From the click to the answer.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>When it was there.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Where the server keeps it; null if it is not kept.</summary>
    public string? KeptId { get; init; }

    /// <summary>EXPLAIN PLAN FOR the statement, once asked for.</summary>
    public QueryResult? Plan { get; init; }

    /// <summary>True if it came with a link and did not run here.</summary>
    public bool IsSnapshot { get; init; }

    /// <summary>What it would have read, told before the run.</summary>
    public QueryEstimate? Estimate { get; init; }
}

/// <summary>A tab as the browser keeps it, without its text.</summary>
/// <param name="Id">Unique in its window.</param>
/// <param name="Title">As the tab says.</param>
/// <param name="IsNamed">True if a person or a link named it.</param>
/// <param name="IsDirty">True if the text is not the one that ran last.</param>
/// <param name="Address">What ran or was opened last, as <see cref="AppUrls.Canonical"/> writes it.</param>
/// <param name="Kept">Ids of kept results, one per statement, with commas.</param>
/// <param name="Origin">Id of the short link.</param>
/// <param name="SavedId">Id of the saved query.</param>
public sealed record TabRecord(string Id, string Title, bool IsNamed, bool IsDirty, string Address, string? Kept, string? Origin, string? SavedId);

/// <summary>A window's tabs as the browser keeps them.</summary>
/// <param name="Tabs">In order.</param>
/// <param name="Active">Id of the one in front; null if there is none.</param>
/// <param name="Handover">A text that was too long for its address; null if there is none.</param>
/// <param name="Zone">IANA name of the browser's time zone.</param>
public sealed record WindowRecord(IReadOnlyList<TabRecord> Tabs, string? Active, string? Handover, string? Zone);

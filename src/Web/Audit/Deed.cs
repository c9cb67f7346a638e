using Web.Visitors;

namespace Web.Audit;

/// <summary>What somebody does that others may want to know of later.</summary>
/// <param name="Word">What the log says, such as <c>paused</c>.</param>
/// <param name="Doing">How a refusal begins, such as <c>Pausing</c>.</param>
/// <param name="Role">Who may do it.</param>
internal sealed record Deed(string Word, string Doing, VisitorRole Role)
{
    public static readonly Deed TableCreated = new("created table", "Creating tables", VisitorRole.Editor);
    public static readonly Deed TableDeleted = new("deleted table", "Deleting tables", VisitorRole.Editor);
    public static readonly Deed ConfigChanged = new("changed config", "Changing tables", VisitorRole.Editor);
    public static readonly Deed SchemaChanged = new("changed schema", "Changing schemas", VisitorRole.Editor);
    public static readonly Deed SchemaDeleted = new("deleted schema", "Deleting schemas", VisitorRole.Editor);
    public static readonly Deed Paused = new("paused", "Pausing", VisitorRole.Editor);
    public static readonly Deed Resumed = new("resumed", "Resuming", VisitorRole.Editor);
    public static readonly Deed Disabled = new("disabled", "Disabling tables", VisitorRole.Editor);
    public static readonly Deed Enabled = new("enabled", "Enabling tables", VisitorRole.Editor);
    public static readonly Deed ForcedCommit = new("forced a commit", "Forcing a commit", VisitorRole.Editor);
    public static readonly Deed FieldsIgnored = new("ignored new fields", "Ignoring new fields", VisitorRole.Editor);
    public static readonly Deed Reloaded = new("reloaded segments", "Reloading segments", VisitorRole.Editor);
    public static readonly Deed SegmentsReset = new("reset segments", "Resetting segments", VisitorRole.Editor);
    public static readonly Deed SegmentsDeleted = new("deleted segments", "Deleting segments", VisitorRole.Editor);
    public static readonly Deed TaskRun = new("ran a task", "Running tasks", VisitorRole.Editor);
    public static readonly Deed SecretChanged = new("kept a secret", "Keeping secrets", VisitorRole.Editor);
    public static readonly Deed QueryStopped = new("stopped a query", "Stopping somebody else's query", VisitorRole.Admin);
    public static readonly Deed OwnQueryStopped = new("stopped an own query", "Stopping queries", VisitorRole.Viewer);
    public static readonly Deed ResultShared = new("shared a result", "Sharing results", VisitorRole.Viewer);
    public static readonly Deed Exported = new("exported", "Exporting", VisitorRole.Viewer);
    public static readonly Deed SignedIn = new("signed in", "Signing in", VisitorRole.Viewer);
    public static readonly Deed SignedOut = new("signed out", "Signing out", VisitorRole.Viewer);
}

/// <summary>What became of it.</summary>
public enum AuditOutcome
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>It could not be done; the log of the server or the one who asked knows why.</summary>
    Failed,

    /// <summary>They may not.</summary>
    Refused,
}

/// <summary>One line of the log.</summary>
/// <param name="Id">Counts up.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who, and from where.</param>
/// <param name="What">What they did.</param>
/// <param name="Table">Raw name; null if it was about none.</param>
/// <param name="Detail">What more there is to say; never a secret.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record AuditEntry(long Id, DateTimeOffset At, Actor Actor, string What, string? Table, string Detail, AuditOutcome Outcome);

/// <summary>Which lines of the log are asked for.</summary>
/// <param name="Text">In any part of a line; empty for all.</param>
/// <param name="Table">Raw name, any case; empty for all.</param>
/// <param name="Who">In the name or the id of who did it; empty for all.</param>
/// <param name="Skip">Lines to leave out, newest first.</param>
/// <param name="Take">Lines to give at most.</param>
internal sealed record AuditFilter(string Text = "", string Table = "", string Who = "", int Skip = 0, int Take = 50);

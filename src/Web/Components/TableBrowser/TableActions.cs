namespace Web.Components.TableBrowser;

/// <summary>What the console can do to a table. Each throws with words for the user if it cannot be done.</summary>
internal sealed class TableActions
{
    /// <summary>Seals what the consuming segments hold and reads no further.</summary>
    public required Func<string, Task> PauseAsync { get; init; }

    /// <summary>Reads on.</summary>
    public required Func<string, Task> ResumeAsync { get; init; }

    /// <summary>Seals the consuming segments now.</summary>
    public required Func<string, Task> ForceCommitAsync { get; init; }

    /// <summary>Deletes the table and its segments.</summary>
    public required Func<string, Task> DeleteAsync { get; init; }
}

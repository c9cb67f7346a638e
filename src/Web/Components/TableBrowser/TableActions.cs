using Ingestion.Sampling;

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

    /// <summary>Gives the table columns for fields that it does not take yet.</summary>
    public required Func<string, IReadOnlyList<FieldProfile>, Task> AddColumnsAsync { get; init; }

    /// <summary>Says nothing of such fields any more.</summary>
    public required Action<string, IReadOnlyList<FieldProfile>> IgnoreFields { get; init; }
}

using Web.Addresses;

namespace Web.QueryHistory;

/// <summary>How a query ended.</summary>
public enum HistoryOutcome
{
    /// <summary>With an answer.</summary>
    Done,

    /// <summary>With an error.</summary>
    Failed,

    /// <summary>Somebody stopped it.</summary>
    Cancelled,
}

/// <summary>A query that ended.</summary>
/// <param name="Query">What ran, with its options.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Elapsed">From its start to its end.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record HistoryEntry(QueryLink Query, DateTimeOffset StartedAt, TimeSpan Elapsed, HistoryOutcome Outcome)
{
    /// <summary>Given by the store.</summary>
    public long Id { get; init; }

    /// <summary>Rows of its answer.</summary>
    public int Rows { get; init; }

    /// <summary>Names of the tables asked.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>Why it failed; null if it did not.</summary>
    public string? Error { get; init; }

    /// <summary>True if its owner marked it; it then stays.</summary>
    public bool IsStarred { get; init; }
}

/// <summary>Which entries to show.</summary>
public sealed record HistoryFilter
{
    /// <summary>A part of the statement, of a table's name or of the error, in any case; empty for all.</summary>
    public string Text { get; init; } = "";

    /// <summary>Only those that ended so; null for all.</summary>
    public HistoryOutcome? Outcome { get; init; }

    /// <summary>Only marked ones.</summary>
    public bool OnlyStarred { get; init; }

    /// <summary>True if an entry is among them.</summary>
    public bool Has(HistoryEntry entry)
    {
        string text = Text.Trim();
        return (Outcome is null || entry.Outcome == Outcome) && (!OnlyStarred || entry.IsStarred)
            && (Contains(entry.Query.Sql, text) || entry.Tables.Any(table => Contains(table, text)) || (entry.Error is not null && Contains(entry.Error, text)));
    }

    private static bool Contains(string whole, string part) => whole.Contains(part, StringComparison.OrdinalIgnoreCase);
}

namespace Segments.Keys;

/// <summary>What a table does with the rows of a key.</summary>
public enum KeyMode
{
    /// <summary>The latest row counts (Pinot's upsert mode FULL).</summary>
    Upsert,

    /// <summary>The latest row counts, and takes what it lacks from the one before (Pinot's upsert mode PARTIAL).</summary>
    PartialUpsert,

    /// <summary>The first row is kept, the others are dropped.</summary>
    Dedup,

    /// <summary>Within a consuming segment, the rows of a key become one whose metrics are aggregates.</summary>
    RollUp,
}

/// <summary>How a column of a new row and of the one before become one value.</summary>
public enum MergeStrategy
{
    /// <summary>The new value, unless it is null.</summary>
    Overwrite,

    /// <summary>The new value, also if it is null.</summary>
    ForceOverwrite,

    /// <summary>The old value, unless it is null.</summary>
    Ignore,

    /// <summary>The sum.</summary>
    Increment,

    /// <summary>The old list, then the new one.</summary>
    Append,

    /// <summary>The distinct values of both lists, ascending.</summary>
    Union,

    /// <summary>The larger value.</summary>
    Max,

    /// <summary>The smaller value.</summary>
    Min,
}

/// <summary>Which rows of a table count, as its config says; columns by name.</summary>
/// <param name="Mode">What happens to the rows of a key.</param>
/// <param name="KeyColumns">The columns of the key; at least one.</param>
public sealed record KeySettings(KeyMode Mode, IReadOnlyList<string> KeyColumns)
{
    /// <summary>Columns that say which of two rows is the later one; of several, each row sets one.</summary>
    public IReadOnlyList<string> ComparisonColumns { get; init; } = [];

    /// <summary>A row that is true here deletes its key.</summary>
    public string? DeleteColumn { get; init; }

    /// <summary>True if rows that come too late are not stored.</summary>
    public bool DropsOutOfOrder { get; init; }

    /// <summary>Set to whether the row came too late.</summary>
    public string? OutOfOrderColumn { get; init; }

    /// <summary>Strategies by column, for <see cref="KeyMode.PartialUpsert"/> and <see cref="KeyMode.RollUp"/>.</summary>
    public IReadOnlyDictionary<string, MergeStrategy> Strategies { get; init; } = new Dictionary<string, MergeStrategy>(StringComparer.Ordinal);

    /// <summary>Strategy of the other columns.</summary>
    public MergeStrategy DefaultStrategy { get; init; }

    /// <summary>Column whose values age the keys of <see cref="KeyMode.Dedup"/>; null if they never age.</summary>
    public string? TimeColumn { get; init; }

    /// <summary>Age at which a key is forgotten, in the unit of <see cref="TimeColumn"/>, or of the comparison column with upsert; 0 if it never is.</summary>
    public double TimeToLive { get; init; }

    /// <summary>The same for keys that were deleted.</summary>
    public double DeletedTimeToLive { get; init; }
}

using Query.Results;

namespace Web.Sharing;

/// <summary>The first rows of an answer as they were, to be shown without running anything.</summary>
public sealed record ResultSnapshot
{
    /// <summary>Most rows.</summary>
    public const int MaxRows = 1_000;

    /// <summary>Most bytes of rows, written as JSON.</summary>
    public const int MaxBytes = 1_000_000;

    /// <summary>In select order.</summary>
    public required IReadOnlyList<ResultColumn> Columns { get; init; }

    /// <summary>In answer order, with values as a <see cref="QueryResult"/> has them.</summary>
    public required IReadOnlyList<object?[]> Rows { get; init; }

    /// <summary>Rows of the whole answer.</summary>
    public required int TotalRows { get; init; }

    /// <summary>When the answer came.</summary>
    public required DateTimeOffset RanAt { get; init; }

    /// <summary>What it took in the engine.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Until when its rows reached; null if it read no table that grows.</summary>
    public DateTimeOffset? DataUntil { get; init; }

    /// <summary>Names of the tables asked.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>True if rows of the answer are missing here.</summary>
    public bool IsCut => Rows.Count < TotalRows;

    /// <summary>Takes the first rows, as many as may be.</summary>
    public static ResultSnapshot Of(QueryResult result, DateTimeOffset ranAt) => new()
    {
        Columns = result.Columns,
        Rows = [.. result.Rows.Take(SnapshotJson.CountFitting(result.Rows))],
        TotalRows = result.Rows.Count,
        RanAt = DateTimeOffset.FromUnixTimeMilliseconds(ranAt.ToUnixTimeMilliseconds()),
        Elapsed = TimeSpan.FromMicroseconds((long)result.Statistics.Elapsed.TotalMicroseconds),
        DataUntil = result.Statistics.MinConsumingFreshnessMillis > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(result.Statistics.MinConsumingFreshnessMillis) : null,
        Tables = result.Statistics.Tables,
    };

    /// <summary>As an answer, for whatever shows answers.</summary>
    public QueryResult ToResult() => new()
    {
        Columns = Columns,
        Rows = Rows,
        Statistics = new QueryStatistics { Tables = Tables, Elapsed = Elapsed, MinConsumingFreshnessMillis = DataUntil?.ToUnixTimeMilliseconds() ?? 0 },
    };
}

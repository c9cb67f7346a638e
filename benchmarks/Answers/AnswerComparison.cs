namespace Benchmarks.Answers;

/// <summary>Whether two engines answered the same.</summary>
internal static class AnswerComparison
{
    /// <summary>The first difference in words; null if the answers agree as far as the query asks them to.</summary>
    /// <param name="query">Says which columns count and how exactly.</param>
    /// <param name="ours">Our answer.</param>
    /// <param name="theirs">The yardstick's.</param>
    public static string? Difference(BenchmarkQuery query, Answer ours, Answer theirs)
    {
        if (ours.Rows.Count != theirs.Rows.Count)
        {
            return $"{ours.Rows.Count} rows, not {theirs.Rows.Count}";
        }

        for (int row = 0; row < ours.Rows.Count; row++)
        {
            foreach (int column in query.Columns ?? Enumerable.Range(0, ours.Rows[row].Length))
            {
                (object? mine, object? other) = (ours.Rows[row][column], theirs.Rows[row][column]);
                if (!Same(mine, other, query.Tolerance))
                {
                    return $"row {row + 1}, column {column + 1}: {mine ?? "null"}, not {other ?? "null"}";
                }
            }
        }

        return null;
    }

    private static bool Same(object? mine, object? other, double tolerance) => (mine, other) switch
    {
        (double a, double b) => Math.Abs(a - b) <= tolerance * Math.Max(Math.Abs(a), Math.Abs(b)),
        _ => Equals(mine, other),
    };
}

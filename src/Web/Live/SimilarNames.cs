namespace Web.Live;

/// <summary>Finds what a person may have meant.</summary>
internal static class SimilarNames
{
    /// <summary>Names within a third of the letters, or that contain the one typed; closest first.</summary>
    public static IReadOnlyList<string> Of(string typed, IEnumerable<string> names, int limit) =>
    [
        .. names
            .Select(name => (Name: name, Distance: Distance(typed.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(pair => pair.Distance <= Math.Max(2, pair.Name.Length / 3) || (typed.Length > 2 && pair.Name.Contains(typed, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(pair => pair.Distance)
            .ThenBy(pair => pair.Name, StringComparer.Ordinal)
            .Take(limit)
            .Select(pair => pair.Name),
    ];

    /// <summary>Letters to insert, delete or replace.</summary>
    internal static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[right.Length];
    }
}

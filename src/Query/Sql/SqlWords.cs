using System.Collections.Frozen;

namespace Query.Sql;

/// <summary>Words with a meaning of their own, and how function names are written down.</summary>
public static class SqlWords
{
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "ALL", "AND", "ANY", "AS", "BETWEEN", "BY", "CALL", "CASE", "CREATE", "CROSS", "CURSOR", "DATE", "DEFINE", "DELETE", "DESCRIBE",
        "DISTINCT", "DROP", "ELSE", "EXCEPT", "EXISTS", "EXPLAIN", "FETCH", "FROM", "FULL", "GRANT", "GROUP", "GROUPING", "HAVING", "IN",
        "INNER", "INSERT", "INTERSECT", "INTERVAL", "INTO", "IS", "JOIN", "LATERAL", "LEFT", "LIKE", "LIMIT", "MATCH_RECOGNIZE", "MERGE",
        "MINUS", "NATURAL", "NEW", "NEXT", "NOT", "NULL", "OFFSET", "ON", "OR", "ORDER", "OUTER", "OVER", "PARTITION", "PATTERN", "RANGE",
        "RIGHT", "ROLLUP", "ROW", "ROWS", "SELECT", "SET", "SETS", "SOME", "STREAM", "TABLE", "TABLESAMPLE", "THEN", "TIME", "TIMESTAMP",
        "UNION", "UNNEST", "UPDATE", "USING", "VALUES", "WHEN", "WHERE", "WINDOW", "WITH", "TRUE", "FALSE");

    // Reserved for other reasons, yet function names when a parenthesis follows.
    private static readonly FrozenSet<string> AlsoFunctions = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "LEFT", "RIGHT", "DATE", "TIME", "TIMESTAMP", "GROUPING", "RANGE", "ROW");

    /// <summary>True if a column of this name must stand in double quotes.</summary>
    public static bool IsReserved(string word) => Reserved.Contains(word);

    /// <summary>The canonical form of a function name: <c>DATE_TRUNC</c> and <c>dateTrunc</c> are <c>datetrunc</c>.</summary>
    public static string Canonical(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    internal static bool MayBeFunction(string word) => !IsReserved(word) || AlsoFunctions.Contains(word);

    /// <summary>True if two words differ by at most two letters added, left out, changed or swapped with the next.</summary>
    internal static bool AreClose(string word, string keyword)
    {
        if (Math.Abs(word.Length - keyword.Length) > 2 || word.Length < 3)
        {
            return false;
        }

        int[,] distance = new int[word.Length + 1, keyword.Length + 1];
        for (int i = 0; i <= word.Length; i++)
        {
            for (int j = 0; j <= keyword.Length; j++)
            {
                distance[i, j] = Distance(word, keyword, distance, i, j);
            }
        }

        return distance[word.Length, keyword.Length] <= (keyword.Length <= 4 ? 1 : 2);
    }

    private static int Distance(string word, string keyword, int[,] distance, int i, int j)
    {
        if (i == 0 || j == 0)
        {
            return i + j;
        }

        bool same = char.ToUpperInvariant(word[i - 1]) == char.ToUpperInvariant(keyword[j - 1]);
        int best = Math.Min(distance[i - 1, j - 1] + (same ? 0 : 1), Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1);
        bool swapped = i > 1 && j > 1 && char.ToUpperInvariant(word[i - 1]) == char.ToUpperInvariant(keyword[j - 2])
            && char.ToUpperInvariant(word[i - 2]) == char.ToUpperInvariant(keyword[j - 1]);
        return swapped ? Math.Min(best, distance[i - 2, j - 2] + 1) : best;
    }
}

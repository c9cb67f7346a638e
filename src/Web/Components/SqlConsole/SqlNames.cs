using System.Collections.Frozen;

namespace Web.Components.SqlConsole;

/// <summary>Names of tables and columns in SQL that the console writes.</summary>
internal static class SqlNames
{
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "ALL", "AND", "ANY", "AS", "ASC", "BETWEEN", "BOTH", "BY", "CASE", "CAST", "COLUMN", "CREATE", "CROSS", "CURRENT", "DATE", "DEFAULT",
        "DELETE", "DESC", "DISTINCT", "DROP", "ELSE", "END", "ESCAPE", "EXCEPT", "EXISTS", "EXPLAIN", "EXTRACT", "FALSE", "FILTER", "FOR",
        "FROM", "FULL", "GROUP", "HAVING", "IN", "INNER", "INSERT", "INTERSECT", "INTERVAL", "INTO", "IS", "JOIN", "LEADING", "LEFT", "LIKE",
        "LIMIT", "NATURAL", "NOT", "NULL", "OFFSET", "ON", "OPTION", "OR", "ORDER", "OUTER", "OVER", "PARTITION", "POSITION", "RANGE",
        "RIGHT", "ROW", "ROWS", "SELECT", "SET", "SOME", "TABLE", "THEN", "TIME", "TIMESTAMP", "TO", "TRAILING", "TRUE", "UNION", "UNIQUE",
        "UPDATE", "USER", "USING", "VALUE", "VALUES", "WHEN", "WHERE", "WINDOW", "WITH", "YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND");

    /// <summary>The name as SQL needs it: in double quotes unless it is a plain word.</summary>
    public static string Quote(string name) => IsPlain(name) ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>What a click on a table runs.</summary>
    public static string FirstRows(string table) => $"select * from {Quote(table)} limit 10";

    /// <summary>The rows with the latest times, newest first; any rows if there is no time column.</summary>
    public static string NewestRows(string table, string? timeColumn) =>
        $"select * from {Quote(table)}{(timeColumn is null ? "" : $" order by {Quote(timeColumn)} desc")} limit 20";

    private static bool IsPlain(string name) =>
        name.Length > 0
        && (char.IsAsciiLetter(name[0]) || name[0] == '_')
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')
        && !Reserved.Contains(name);
}

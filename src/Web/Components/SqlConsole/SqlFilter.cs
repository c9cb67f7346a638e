using Query.Sql;

namespace Web.Components.SqlConsole;

/// <summary>Writes a condition into a query that somebody sees and completes.</summary>
internal static class SqlFilter
{
    private static readonly string[] Behind = ["GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "FETCH", "OPTION"];

    /// <summary>The query with <c>column = ''</c> in its WHERE.</summary>
    /// <param name="sql">One query.</param>
    /// <param name="column">Name of the column.</param>
    /// <param name="cursor">Between the quotes.</param>
    public static string Add(string sql, string column, out int cursor)
    {
        string condition = $"{SqlNames.Quote(column)} = ''";
        int end = sql.TrimEnd(' ', '\n', '\r', '\t', ';').Length;
        bool hasWhere = false;
        int depth = 0;
        foreach (SqlToken token in Tokens(sql))
        {
            depth += token.Value is "(" ? 1 : token.Value is ")" ? -1 : 0;
            if (depth != 0 || token.Kind != SqlTokenKind.Word)
            {
                continue;
            }

            hasWhere |= token.Value.Equals("WHERE", StringComparison.OrdinalIgnoreCase);
            if (Behind.Contains(token.Value, StringComparer.OrdinalIgnoreCase))
            {
                end = token.Start;
                break;
            }
        }

        string before = sql[..end].TrimEnd() + (hasWhere ? " AND " : "\nWHERE ") + condition;
        cursor = before.Length - 1;
        return end == sql.Length ? before : $"{before}\n{sql[end..].TrimStart()}";
    }

    private static IReadOnlyList<SqlToken> Tokens(string sql)
    {
        try
        {
            return SqlTokenizer.Tokenize(sql);
        }
        catch (SqlException)
        {
            return []; // the condition then stands at the end
        }
    }
}

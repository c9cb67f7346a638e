using System.Text;

namespace Query.Sql;

/// <summary>Lays SQL text out anew: a line per clause, long clauses broken at their commas, ANDs and ORs. Comments and every token stay.</summary>
public static class SqlFormatter
{
    private const int LineLength = 80;
    private const string Indent = "  ";

    private static readonly HashSet<string> ClauseWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "SELECT", "FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "FETCH", "OPTION", "SET", "EXPLAIN",
    };

    private static readonly HashSet<string> Keywords = new(ClauseWords.Concat(
    [
        "ALL", "AND", "AS", "ASC", "BETWEEN", "BY", "CASE", "DESC", "DISTINCT", "ELSE", "END", "FALSE", "FILTER", "FIRST", "FOR", "IN", "IS", "LAST", "LIKE",
        "NOT", "NULL", "NULLS", "ON", "ONLY", "OR", "PLAN", "ROWS", "THEN", "TRUE", "WHEN",
    ]), StringComparer.OrdinalIgnoreCase);

    /// <summary>The same statements in another layout; formatting twice changes nothing.</summary>
    /// <exception cref="SqlException">A quote or a comment is not closed, or a character has no meaning.</exception>
    public static string Format(string sql)
    {
        StringBuilder text = new(sql.Length + 64);
        foreach (List<string> statement in Statements(sql))
        {
            text.AppendJoin('\n', statement).Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }

    private static IEnumerable<List<string>> Statements(string sql)
    {
        List<SqlToken> clause = [];
        List<string> lines = [];
        int depth = 0;
        bool isOpen = false; // a statement has begun
        foreach (SqlToken token in SqlTokenizer.TokenizeWithComments(sql))
        {
            bool startsClause = depth == 0 && token.Kind == SqlTokenKind.Word && ClauseWords.Contains(token.Value) && !IsContinued(clause, token);
            if (token.Kind == SqlTokenKind.End || startsClause)
            {
                AddClause(lines, clause, sql);
                clause = [];
            }

            if (token.Kind == SqlTokenKind.End)
            {
                break;
            }

            depth += token.Kind != SqlTokenKind.Symbol ? 0 : token.Value is "(" or "[" ? 1 : token.Value is ")" or "]" ? -1 : 0;
            clause.Add(token);
            isOpen |= token.Kind != SqlTokenKind.Comment;
            if (isOpen && token is { Kind: SqlTokenKind.Symbol, Value: ";" })
            {
                bool isSetting = clause[0].Value.Equals("SET", StringComparison.OrdinalIgnoreCase);
                AddClause(lines, clause, sql);
                (clause, depth, isOpen) = ([], 0, false);
                yield return isSetting ? lines : [.. lines, ""];
                lines = [];
            }
        }

        yield return lines;
    }

    // GROUP BY in one clause, "EXPLAIN PLAN FOR" before its SELECT, FETCH FIRST 5 ROWS ONLY.
    private static bool IsContinued(List<SqlToken> clause, SqlToken token) =>
        clause.Count > 0 && clause[^1] is { Kind: SqlTokenKind.Symbol, Value: "." }
        || (token.Value.Equals("OFFSET", StringComparison.OrdinalIgnoreCase) && clause.Count > 0 && clause[0].Value.Equals("LIMIT", StringComparison.OrdinalIgnoreCase));

    private static void AddClause(List<string> lines, List<SqlToken> clause, string sql)
    {
        if (clause.Count == 0)
        {
            return;
        }

        bool hasLineComment = clause.SkipLast(1).Any(IsLineComment);
        string line = Join(clause, 0, clause.Count, sql);
        if (line.Length <= LineLength && !hasLineComment)
        {
            lines.Add(line);
            return;
        }

        int start = 0;
        foreach (int end in Breaks(clause))
        {
            lines.Add((start == 0 ? "" : Indent) + Join(clause, start, end, sql));
            start = end;
        }
    }

    /// <summary>Where a clause that does not fit is broken: behind its head and each comma, before each AND and OR, behind each line comment.</summary>
    private static IEnumerable<int> Breaks(List<SqlToken> clause)
    {
        int head = Head(clause);
        int depth = 0;
        bool isBetween = false;
        for (int i = 0; i < clause.Count; i++)
        {
            SqlToken token = clause[i];
            if (i == head && i > 0)
            {
                yield return i;
            }

            depth += token.Kind != SqlTokenKind.Symbol ? 0 : token.Value is "(" or "[" ? 1 : token.Value is ")" or "]" ? -1 : 0;
            bool isAnd = Is(token, "AND");
            if (depth == 0 && i > head && ((isAnd && !isBetween) || Is(token, "OR")))
            {
                yield return i;
            }

            isBetween = Is(token, "BETWEEN") || (isBetween && !isAnd);
            bool isFollowedByComment = i + 1 < clause.Count && clause[i + 1].Kind == SqlTokenKind.Comment;
            bool isComma = depth == 0 && token is { Kind: SqlTokenKind.Symbol, Value: "," } && !isFollowedByComment && !IsLineComment(clause[i - 1]);
            if (i + 1 < clause.Count && i + 1 != head && (isComma || IsLineComment(token)))
            {
                yield return i + 1;
            }
        }

        yield return clause.Count;
    }

    // SELECT DISTINCT, GROUP BY, ORDER BY: the words that stand on the clause's first line.
    private static int Head(List<SqlToken> clause) =>
        clause.Count > 1 && (Is(clause[1], "BY") || Is(clause[1], "DISTINCT")) ? 2 : clause.Count > 1 ? 1 : 0;

    private static string Join(List<SqlToken> clause, int start, int end, string sql)
    {
        StringBuilder text = new();
        for (int i = start; i < end; i++)
        {
            if (i > start && NeedsSpace(clause, i))
            {
                text.Append(' ');
            }

            SqlToken token = clause[i];
            text.Append(token.Kind == SqlTokenKind.Word && Keywords.Contains(token.Value) && !IsName(clause, i) ? token.Value.ToUpperInvariant() : sql[token.Start..token.End]);
        }

        return text.ToString();
    }

    private static bool NeedsSpace(List<SqlToken> clause, int index)
    {
        SqlToken left = clause[index - 1];
        SqlToken right = clause[index];
        if (left.Kind == SqlTokenKind.Comment || right.Kind == SqlTokenKind.Comment)
        {
            return true;
        }

        if (right is { Kind: SqlTokenKind.Symbol, Value: "," or ")" or "]" or "." or ";" } || left is { Kind: SqlTokenKind.Symbol, Value: "(" or "[" or "." })
        {
            return false;
        }

        if (right is { Kind: SqlTokenKind.Symbol, Value: "(" or "[" })
        {
            return left.Kind == SqlTokenKind.Symbol ? left.Value is not (")" or "]") : left.Kind == SqlTokenKind.Word && Keywords.Contains(left.Value) && !IsName(clause, index - 1);
        }

        // A sign belongs to its number: a = -1, (-1), but 2 - 1.
        return !(left is { Kind: SqlTokenKind.Symbol, Value: "-" or "+" } && IsSign(clause, index - 1));
    }

    private static bool IsSign(List<SqlToken> clause, int index)
    {
        int before = index - 1;
        while (before >= 0 && clause[before].Kind == SqlTokenKind.Comment)
        {
            before--;
        }

        return before < 0
            || clause[before] is { Kind: SqlTokenKind.Symbol, Value: not (")" or "]") }
            || (clause[before].Kind == SqlTokenKind.Word && Keywords.Contains(clause[before].Value));
    }

    // t.first is a column, not the word of NULLS FIRST.
    private static bool IsName(List<SqlToken> clause, int index) => index > 0 && clause[index - 1] is { Kind: SqlTokenKind.Symbol, Value: "." };

    private static bool Is(SqlToken token, string word) => token.Kind == SqlTokenKind.Word && token.Value.Equals(word, StringComparison.OrdinalIgnoreCase);

    private static bool IsLineComment(SqlToken token) => token.Kind == SqlTokenKind.Comment && token.Value.StartsWith("--", StringComparison.Ordinal);
}

using Query.Results;
using Web.Live;

namespace Web.Components.SqlConsole;

/// <summary>Why there is no answer, as the page says it.</summary>
/// <param name="Title">What happened, with the place.</param>
/// <param name="Text">The engine's words.</param>
/// <param name="Position">Index of the first offending character in the statement; null where no place is to blame.</param>
public sealed record SqlProblem(string Title, string Text, int? Position)
{
    private const int MaxFixes = 3;

    /// <summary>Edits that would mend it, likeliest first.</summary>
    public IReadOnlyList<SqlFix> Fixes { get; init; } = [];

    /// <summary>Milliseconds that would give it more time; null if time was not the reason.</summary>
    public int? LongerTimeout { get; init; }

    /// <summary>Words for an error of the engine.</summary>
    /// <param name="error">The error.</param>
    /// <param name="statement">What was run.</param>
    /// <param name="tables">Tables there are, for names that were meant.</param>
    public static SqlProblem From(QueryError error, EditorStatement statement, IReadOnlyList<TableColumns> tables)
    {
        string place = error.Position is int position ? $" at {Words(statement.Place(position))}" : "";
        string title = error.Code switch
        {
            150 => $"Syntax error{place}",
            190 => $"No such table{place}",
            250 => "Stopped: it took too long",
            503 => "Stopped",
            710 => $"No such column{place}",
            _ => $"The query was refused{place}",
        };
        return new SqlProblem(title, error.Message, error.Position)
        {
            Fixes = error.Position is int at ? FixesOf(error.Code, statement.Sql, at, tables) : [],
            LongerTimeout = error.Code == 250 ? 60_000 : null,
        };
    }

    private static SqlFix[] FixesOf(int code, string sql, int position, IReadOnlyList<TableColumns> tables)
    {
        int end = position;
        bool isQuoted = position < sql.Length && sql[position] == '"';
        end += isQuoted ? 1 : 0;
        while (end < sql.Length && (isQuoted ? sql[end] != '"' : char.IsLetterOrDigit(sql[end]) || sql[end] is '_' or '$'))
        {
            end++;
        }

        end += isQuoted && end < sql.Length ? 1 : 0;
        string typed = sql[position..end].Trim('"');
        IEnumerable<string> names = code switch
        {
            190 => tables.Select(table => table.Name),
            710 => tables.Where(table => sql.Contains(table.Name, StringComparison.OrdinalIgnoreCase)).SelectMany(table => table.Columns).Select(column => column.Name).Distinct(StringComparer.Ordinal),
            _ => [],
        };
        return typed.Length == 0 ? [] : [.. SimilarNames.Of(typed, names, MaxFixes).Select(name => new SqlFix(name, position, end - position, SqlNames.Quote(name)))];
    }

    private static string Words(SqlPlace place) => $"line {place.Line}, column {place.Column}";
}

/// <summary>An edit that would mend a statement.</summary>
/// <param name="Name">What it puts there, as people write it.</param>
/// <param name="Start">Index in the statement.</param>
/// <param name="Length">Characters to replace.</param>
/// <param name="Replacement">SQL to put there.</param>
public sealed record SqlFix(string Name, int Start, int Length, string Replacement);

using Query.Results;

namespace Web.Components.SqlConsole;

/// <summary>Why there is no answer, as the page says it.</summary>
/// <param name="Title">What happened, with the place.</param>
/// <param name="Text">The engine's words.</param>
/// <param name="Position">Index of the first offending character; null where no place is to blame.</param>
public sealed record SqlProblem(string Title, string Text, int? Position)
{
    /// <summary>Words for an error of the engine.</summary>
    /// <param name="error">The error.</param>
    /// <param name="statement">What was run.</param>
    public static SqlProblem From(QueryError error, EditorStatement statement)
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
        return new SqlProblem(title, error.Message, error.Position);
    }

    private static string Words(SqlPlace place) => $"line {place.Line}, column {place.Column}";
}

/// <summary>What the editor hands over to run: a selection, or all of its text.</summary>
/// <param name="Sql">The text.</param>
/// <param name="Start">Where in the editor it begins.</param>
public sealed record EditorStatement(string Sql, SqlPlace Start)
{
    /// <summary>The text as it was typed from the editor's first character on.</summary>
    public static EditorStatement Whole(string sql) => new(sql, new SqlPlace(1, 1));

    /// <summary>A place of the text, counted in the editor.</summary>
    public SqlPlace Place(int position)
    {
        SqlPlace inside = SqlPlace.Of(Sql, position);
        return new SqlPlace(Start.Line + inside.Line - 1, inside.Line == 1 ? Start.Column + inside.Column - 1 : inside.Column);
    }
}

namespace Web.Components.SqlConsole;

/// <summary>A statement of the editor's text.</summary>
/// <param name="Sql">The text.</param>
/// <param name="Start">Where in the editor it begins.</param>
public sealed record EditorStatement(string Sql, SqlPlace Start)
{
    /// <summary>Index of its first character in the editor.</summary>
    public int Offset { get; init; }

    /// <summary>The text as it was typed from the editor's first character on.</summary>
    public static EditorStatement Whole(string sql) => new(sql, new SqlPlace(1, 1));

    /// <summary>A place of the text, counted in the editor.</summary>
    public SqlPlace Place(int position)
    {
        SqlPlace inside = SqlPlace.Of(Sql, position);
        return new SqlPlace(Start.Line + inside.Line - 1, inside.Line == 1 ? Start.Column + inside.Column - 1 : inside.Column);
    }
}

namespace Web.Components.SqlConsole;

/// <summary>A place in SQL text as people count: both from 1.</summary>
public readonly record struct SqlPlace(int Line, int Column)
{
    /// <summary>The place of a character.</summary>
    /// <param name="sql">The text.</param>
    /// <param name="position">Index of the character; the end of the text is allowed.</param>
    public static SqlPlace Of(string sql, int position)
    {
        ReadOnlySpan<char> before = sql.AsSpan(0, Math.Clamp(position, 0, sql.Length));
        return new SqlPlace(before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }
}

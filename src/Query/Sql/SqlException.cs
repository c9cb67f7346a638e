namespace Query.Sql;

/// <summary>The SQL text is wrong. Shown to its author as it is, with the place marked.</summary>
/// <param name="message">What is wrong and what would be right, lower case, no full stop.</param>
/// <param name="position">Index of the first offending character in the SQL text.</param>
/// <param name="code">Pinot's error code: 150 for syntax, 700 for a statement that is understood but not supported.</param>
public sealed class SqlException(string message, int position, int code = SqlException.Syntax) : Exception(message)
{
    /// <summary>Pinot's code for text that is no valid statement.</summary>
    public const int Syntax = 150;

    /// <summary>Pinot's code for a statement that is understood but not supported.</summary>
    public const int NotSupported = 700;

    /// <summary>Index of the first offending character in the SQL text; its length if the text ends too early.</summary>
    public int Position { get; } = position;

    /// <summary>Pinot's error code.</summary>
    public int Code { get; } = code;
}

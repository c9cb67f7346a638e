namespace Query;

/// <summary>A query that cannot be answered, in words for the person who asked.</summary>
/// <param name="code">Pinot's error code, as in <see cref="Results.QueryError"/>.</param>
/// <param name="message">What is wrong, where, and what to do; lower case, no full stop.</param>
/// <param name="position">Index of the first offending character in the SQL text; null where no place is to blame.</param>
public sealed class QueryException(int code, string message, int? position = null) : Exception(message)
{
    /// <summary>Pinot's error code.</summary>
    public int Code { get; } = code;

    /// <summary>Index of the first offending character in the SQL text; null where no place is to blame.</summary>
    public int? Position { get; } = position;

    /// <summary>A statement that is understood but not valid (code 700).</summary>
    public static QueryException NotValid(string message, int? position = null) => new(700, message, position);

    /// <summary>A failure while rows are read (code 200).</summary>
    public static QueryException Failed(string message) => new(200, message);
}

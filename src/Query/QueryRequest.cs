namespace Query;

/// <summary>One statement to run.</summary>
/// <param name="Sql">Text as typed: SETs, one query, comments, an optional OPTION(…).</param>
/// <param name="Options">Options from outside the text (Pinot's <c>queryOptions</c>); those in the text win. Keys ignore case.</param>
public sealed record QueryRequest(string Sql, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>A statement without options.</summary>
    public QueryRequest(string sql)
        : this(sql, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase))
    {
    }

    /// <summary>Told while the query runs; null if nobody watches.</summary>
    public QueryProgress? Progress { get; init; }
}

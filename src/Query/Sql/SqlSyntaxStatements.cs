namespace Query.Sql;

/// <summary>Everything a text asks for: one query and its options.</summary>
/// <param name="Query">The query.</param>
/// <param name="Options">From SET and OPTION(…), without quotes; SET wins. Keys ignore case.</param>
internal sealed record SqlScript(SelectStatement Query, IReadOnlyDictionary<string, string> Options);

/// <summary>Whether the plan is wanted instead of rows.</summary>
internal enum ExplainMode
{
    None,
    Plan,
    ImplementationPlan,
}

/// <summary>One SELECT as written.</summary>
internal sealed record SelectStatement
{
    public required ExplainMode Explain { get; init; }

    public required bool IsDistinct { get; init; }

    /// <summary>At least one.</summary>
    public required SyntaxList<SelectItem> Items { get; init; }

    /// <summary>Null for a query without FROM.</summary>
    public TableReference? Table { get; init; }

    public SqlExpression? Where { get; init; }

    /// <summary>Expressions, ordinals (integer literals) or aliases; empty without GROUP BY.</summary>
    public SyntaxList<SqlExpression> GroupBy { get; init; } = SyntaxList<SqlExpression>.Empty;

    public SqlExpression? Having { get; init; }

    public SyntaxList<OrderItem> OrderBy { get; init; } = SyntaxList<OrderItem>.Empty;

    /// <summary>Null if not written.</summary>
    public long? Limit { get; init; }

    /// <summary>Null if not written.</summary>
    public long? Offset { get; init; }

    /// <summary>Index of the word SELECT in the SQL text.</summary>
    public int Position { get; init; }
}

/// <summary>One column of the answer.</summary>
/// <param name="Expression">A <see cref="StarExpression"/> for <c>*</c>.</param>
/// <param name="Alias">Null if not written.</param>
internal sealed record SelectItem(SqlExpression Expression, string? Alias);

/// <summary>The table behind FROM.</summary>
/// <param name="Name">As written without quotes, dots included.</param>
/// <param name="Alias">Null if not written.</param>
/// <param name="Position">Index in the SQL text.</param>
internal sealed record TableReference(string Name, string? Alias, int Position);

/// <summary>Where nulls go.</summary>
internal enum NullOrder
{
    /// <summary>Nulls count as largest: last when ascending, first when descending.</summary>
    Largest,
    First,
    Last,
}

/// <summary>One ORDER BY item.</summary>
internal sealed record OrderItem(SqlExpression Expression, bool IsDescending, NullOrder Nulls);

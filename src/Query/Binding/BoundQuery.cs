using Query.Aggregates;
using Query.Expressions;
using Query.Filtering;
using Query.Sql;

namespace Query.Binding;

/// <summary>A query whose names are resolved and whose shape is known to be valid.</summary>
internal sealed record BoundQuery
{
    /// <summary>Columns of the answer. Per row of the table without aggregation, else per group.</summary>
    public required IReadOnlyList<BoundItem> Items { get; init; }

    /// <summary>Rows of the table that count.</summary>
    public required BoundFilter Filter { get; init; }

    /// <summary>True if rows are grouped or aggregated; DISTINCT is grouping without aggregates.</summary>
    public required bool IsAggregation { get; init; }

    /// <summary>Group keys, per row of the table.</summary>
    public IReadOnlyList<BoundExpression> Keys { get; init; } = [];

    /// <summary>Aggregates, referred to by index.</summary>
    public IReadOnlyList<BoundAggregate> Aggregates { get; init; } = [];

    /// <summary>Groups that count; null for all.</summary>
    public BoundExpression? Having { get; init; }

    /// <summary>Order of the answer.</summary>
    public IReadOnlyList<BoundOrder> Order { get; init; } = [];

    /// <summary>Rows of the answer at most.</summary>
    public required int Limit { get; init; }

    /// <summary>Rows left out before the first of the answer.</summary>
    public required int Offset { get; init; }

    /// <summary>True if the answer is the same whatever the table holds: one row of literals.</summary>
    public bool IsLiteralOnly { get; init; }

    /// <summary>What is asked for: rows, or how they would be found.</summary>
    public ExplainMode Explain { get; init; }
}

/// <summary>A column of the answer.</summary>
internal sealed record BoundItem(string Name, BoundExpression Expression);

/// <summary>One sort key.</summary>
/// <param name="Name">As plans show it.</param>
/// <param name="Expression">Per row or per group, as the items.</param>
/// <param name="IsDescending">Largest first.</param>
/// <param name="NullsLast">Where nulls go, whatever the direction.</param>
internal sealed record BoundOrder(string Name, BoundExpression Expression, bool IsDescending, bool NullsLast);

using Query.Expressions;
using Query.Filtering;
using Query.Vectors;

namespace Query.Aggregates;

/// <summary>An aggregate chosen for its arguments.</summary>
/// <param name="Name">Canonical name with its parameters, so that equal names mean equal results.</param>
/// <param name="Type">Type of the result.</param>
/// <param name="Create">Makes the state of one worker.</param>
internal sealed record AggregateFunction(string Name, SqlType Type, Func<AccumulatorSetup, Accumulator> Create)
{
    /// <summary>True if it works on codes of the first argument's values instead of the values.</summary>
    public bool TakesCodes { get; init; }

    /// <summary>True if every entry of a list argument is an item; false if the rows are.</summary>
    public bool TakesEntries { get; init; }

    /// <summary>True if a group without items is NULL where NULL is NULL.</summary>
    public bool IsNullWhenEmpty { get; init; } = true;
}

/// <summary>An aggregate of a query: function, arguments, FILTER.</summary>
/// <param name="Function">Chosen.</param>
/// <param name="Arguments">Values per row; parameters of the function are not among them.</param>
/// <param name="Filter">Rows it sees among those that pass WHERE; null for all.</param>
internal sealed record BoundAggregate(AggregateFunction Function, IReadOnlyList<BoundExpression> Arguments, BoundFilter? Filter)
{
    public bool Equals(BoundAggregate? other) =>
        other is not null && string.Equals(other.Function.Name, Function.Name, StringComparison.Ordinal) && other.Function.Type == Function.Type
        && other.Arguments.SequenceEqual(Arguments) && Equals(other.Filter, Filter);

    public override int GetHashCode() => HashCode.Combine(Function.Name, Arguments.Count);
}

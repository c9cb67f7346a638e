using Query.Expressions;

namespace Query.Filtering;

/// <summary>A condition on rows, with NOT pushed down to the leaves, so that a row is in exactly if it is known to be true.</summary>
internal abstract record BoundFilter
{
    public static readonly BoundFilter True = new ConstantFilter(Matches: true);

    public static readonly BoundFilter False = new ConstantFilter(Matches: false);

    /// <summary>Both; constants fold away.</summary>
    public static BoundFilter And(IEnumerable<BoundFilter> items)
    {
        List<BoundFilter> kept = [];
        foreach (BoundFilter item in items)
        {
            switch (item)
            {
                case ConstantFilter { Matches: false }:
                    return False;
                case ConstantFilter:
                    break;
                case AndFilter and:
                    kept.AddRange(and.Items);
                    break;
                default:
                    kept.Add(item);
                    break;
            }
        }

        return kept.Count == 0 ? True : kept.Count == 1 ? kept[0] : new AndFilter(kept);
    }

    /// <summary>Either; constants fold away.</summary>
    public static BoundFilter Or(IEnumerable<BoundFilter> items)
    {
        List<BoundFilter> kept = [];
        foreach (BoundFilter item in items)
        {
            switch (item)
            {
                case ConstantFilter { Matches: true }:
                    return True;
                case ConstantFilter:
                    break;
                case OrFilter or:
                    kept.AddRange(or.Items);
                    break;
                default:
                    kept.Add(item);
                    break;
            }
        }

        return kept.Count == 0 ? False : kept.Count == 1 ? kept[0] : new OrFilter(kept);
    }
}

/// <summary>Every row, or none.</summary>
internal sealed record ConstantFilter(bool Matches) : BoundFilter;

/// <summary>Rows in all of the items; at least two.</summary>
internal sealed record AndFilter(IReadOnlyList<BoundFilter> Items) : BoundFilter;

/// <summary>Rows in any of the items; at least two.</summary>
internal sealed record OrFilter(IReadOnlyList<BoundFilter> Items) : BoundFilter;

/// <summary>Rows whose value passes a test (of a list: any entry does), or does not.</summary>
/// <param name="Operand">Its physical form is the predicate's.</param>
/// <param name="Predicate">The test.</param>
/// <param name="IsNegated">True for the rows that fail the test; null rows are in neither case in.</param>
internal sealed record PredicateFilter(BoundExpression Operand, ValuePredicate Predicate, bool IsNegated) : BoundFilter;

/// <summary>Rows whose column was null in the message, or was not.</summary>
internal sealed record NullFilter(BoundExpression Operand, bool WantsNull) : BoundFilter;

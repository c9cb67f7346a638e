using Query.Aggregates;
using Query.Expressions;
using Query.Sql;

namespace Query.Binding;

/// <summary>Collects the aggregates of a query, each once.</summary>
internal sealed class AggregateBinder(ExpressionBinder rows, FilterBinder filters, bool nullHandling)
{
    private readonly List<BoundAggregate> _aggregates = [];

    public IReadOnlyList<BoundAggregate> Aggregates => _aggregates;

    public BoundAggregateResult Bind(CallExpression call)
    {
        BoundAggregate aggregate = AggregateCatalog.Resolve(call, rows, nullHandling) with
        {
            Filter = call.Filter is null ? null : filters.Bind(call.Filter),
        };
        int index = _aggregates.IndexOf(aggregate);
        if (index < 0)
        {
            index = _aggregates.Count;
            _aggregates.Add(aggregate);
        }

        return new BoundAggregateResult(index, aggregate.Function.Type);
    }
}

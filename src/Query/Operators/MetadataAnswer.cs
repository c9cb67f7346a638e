using Query.Aggregates;
using Query.Binding;
using Query.Scanning;
using Segments.Columns;
using Segments.Schema;

namespace Query.Operators;

/// <summary>Aggregates of a whole segment from what it knows about itself: row count, bounds, sums.</summary>
internal static class MetadataAnswer
{
    /// <summary>Adds the segment to all aggregates, or to none.</summary>
    /// <returns>False if some aggregate needs the values.</returns>
    public static bool TryAdd(BoundQuery query, AggregateFeed[] feeds, BlockScope scope)
    {
        foreach (BoundAggregate aggregate in query.Aggregates)
        {
            if (!IsKnown(aggregate, scope))
            {
                return false;
            }
        }

        for (int i = 0; i < feeds.Length; i++)
        {
            Add(query.Aggregates[i], feeds[i].Accumulator, scope);
        }

        return true;
    }

    private static bool IsKnown(BoundAggregate aggregate, BlockScope scope)
    {
        if (aggregate.Function.Name == "count")
        {
            return aggregate.Arguments.Count == 0;
        }

        if (Statistics(aggregate, scope) is not { } statistics)
        {
            return false;
        }

        return aggregate.Function.Name switch
        {
            "min" or "max" or "minmaxrange" => statistics.IsExact && statistics.Min.Physical != PhysicalType.Bytes,
            "sum" or "avg" => statistics.Sum is not null,
            _ => false,
        };
    }

    private static void Add(BoundAggregate aggregate, Accumulator accumulator, BlockScope scope)
    {
        ColumnStatistics? statistics = Statistics(aggregate, scope);
        switch (accumulator)
        {
            case CountAccumulator count:
                count.AddRows(scope.Segment.RowCount);
                break;
            case SumAccumulator sum:
                sum.AddKnown(statistics!.Sum!.Value);
                break;
            case AverageAccumulator average:
                average.AddKnown(statistics!.Sum!.Value, scope.Segment.RowCount);
                break;
            case BoundAccumulator bound:
                bound.AddKnown(Number(statistics!.Min), Number(statistics.Max));
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"{aggregate.Function.Name} is not known from statistics");
        }
    }

    private static ColumnStatistics? Statistics(BoundAggregate aggregate, BlockScope scope) =>
        aggregate.Arguments is [BoundColumn { Column.IsMultiValue: false } column] ? scope.Column(column).Reader.Statistics : null;

    private static double Number(ColumnValue value) => value.Physical == PhysicalType.Long ? value.Long : value.Double;
}

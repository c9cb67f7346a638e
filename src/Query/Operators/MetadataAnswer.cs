using Query.Aggregates;
using Query.Binding;
using Query.Expressions;
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
            if (!IsKnown(aggregate, column => scope.Segment.Column(column)))
            {
                return false;
            }
        }

        for (int i = 0; i < feeds.Length; i++)
        {
            Add(query.Aggregates[i], feeds[i], scope);
        }

        return true;
    }

    /// <summary>True if the aggregate of a whole segment is known without reading its values.</summary>
    /// <param name="aggregate">Without FILTER.</param>
    /// <param name="read">Opens a column of the segment.</param>
    public static bool IsKnown(BoundAggregate aggregate, Func<ColumnSchema, ColumnReader> read)
    {
        if (aggregate.Function.Name == "count")
        {
            return aggregate.Arguments.Count == 0;
        }

        if (aggregate.Arguments is not [BoundColumn column])
        {
            return false;
        }

        ColumnReader reader = read(column.Column);
        if (aggregate.Function.Name.StartsWith("distinctcount", StringComparison.Ordinal))
        {
            // The sorted dictionary of a sealed segment holds exactly the values that occur.
            return aggregate.Function.TakesCodes && reader.Dictionary is { IsSorted: true };
        }

        if (column.Column.IsMultiValue || reader.Statistics is not { } statistics)
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

    private static void Add(BoundAggregate aggregate, AggregateFeed feed, BlockScope scope)
    {
        ColumnStatistics? statistics = aggregate.Arguments is [BoundColumn column] ? scope.Column(column).Reader.Statistics : null;
        switch (feed.Accumulator)
        {
            case DistinctAccumulator distinct:
                distinct.AddCodes(feed.EncodeDictionary());
                break;
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

    private static double Number(ColumnValue value) => value.Physical == PhysicalType.Long ? value.Long : value.Double;
}

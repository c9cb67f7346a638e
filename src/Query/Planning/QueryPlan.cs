using Query.Binding;
using Query.Expressions;
using Query.Filtering;
using Query.Grouping;
using Query.Operators;
using Query.Scanning;
using Query.Vectors;
using Segments;
using Segments.Columns;
using Segments.Schema;
using Segments.Tables;

namespace Query.Planning;

/// <summary>How a query reads a snapshot: which segments, cut into morsels in which order, into which sink.</summary>
internal sealed class QueryPlan
{
    private const int MorselBlocks = 16;

    private readonly BoundQuery _query;
    private readonly TableSnapshot _snapshot;
    private readonly long _now;
    private readonly bool _skipsUpsert;

    public QueryPlan(BoundQuery query, TableSnapshot snapshot, long now, bool skipsUpsert)
    {
        (_query, _snapshot, _now, _skipsUpsert) = (query, snapshot, now, skipsUpsert);
        Segments = [.. Prune()];
    }

    /// <summary>Places of the segments that may hold a matching row.</summary>
    public IReadOnlyList<int> Segments { get; }

    /// <summary>Segments in which a row matched; known after the run.</summary>
    public int SegmentsMatched { get; private set; }

    /// <summary>Reads, merges, sorts.</summary>
    public object?[][] Run(Operators.ExecutionContext context)
    {
        TableScan scan = new(_query, _snapshot, context, _now) { ValueColumns = CountColumns() };
        if (context.Progress is not null)
        {
            context.Progress.SegmentsTotal = Segments.Count;
        }

        object?[][] rows = _query.IsAggregation ? RunGroups(scan, context) : RunRows(scan, context);
        SegmentsMatched = scan.SegmentsMatched;
        return rows;
    }

    /// <summary>What <see cref="Run"/> would read at most.</summary>
    public QueryEstimate Estimate()
    {
        long rows = 0;
        foreach (int index in Segments)
        {
            bool isKnown = _query.IsAggregation && CanUseMetadata() && IsAnsweredByMetadata(index);
            rows += isKnown ? 0 : _snapshot.Segments[index].RowCount;
        }

        // Rows without order and filter: the first ones are enough.
        bool endsEarly = !_query.IsAggregation && _query.Order.Count == 0 && _query.Filter is ConstantFilter;
        return new QueryEstimate
        {
            Segments = Segments.Count,
            SegmentsTotal = _snapshot.Segments.Count,
            Rows = endsEarly ? Math.Min(rows, (long)_query.Limit + _query.Offset) : rows,
            RowsTotal = _snapshot.RowCount,
        };
    }

    private object?[][] RunGroups(TableScan scan, Operators.ExecutionContext context)
    {
        ValueBounds bounds = new([.. Segments.Select(index => _snapshot.Segments[index])]);
        bool nullHandling = context.Options.NullHandling;
        List<Morsel> morsels = Morsels(wholeSegments: !nullHandling && CanUseMetadata(), MorselBlocks, out long blocksToRead);
        List<AggregateSink> sinks = scan.Run(morsels, blocksToRead, worker => new AggregateSink(_query, worker, bounds, nullHandling));
        AggregateSink merged = sinks[0];
        foreach (AggregateSink other in sinks.Skip(1))
        {
            merged.Merge(other);
        }

        return GroupFinisher.Finish(_query, merged, context, _now);
    }

    private object?[][] RunRows(TableScan scan, Operators.ExecutionContext context)
    {
        int capacity = (int)Math.Min((long)_query.Limit + _query.Offset, Math.Min(int.MaxValue - 1, _snapshot.RowCount));
        List<Morsel> morsels = SortColumn() is { } column
            ? InSortOrder(Morsels(wholeSegments: false, blocksEach: 1, out long blocksToRead), column)
            : Morsels(wholeSegments: false, MorselBlocks, out blocksToRead);
        List<SelectSink> sinks = scan.Run(capacity == 0 ? [] : morsels, blocksToRead, worker => new SelectSink(_query, worker, capacity));
        TopRows top = sinks[0].Top;
        foreach (SelectSink other in sinks.Skip(1))
        {
            top.Merge(other.Top);
        }

        long[] references = top.Sorted();
        return RowFetcher.Fetch(_query, _snapshot, references[Math.Min(_query.Offset, references.Length)..], context, _now);
    }

    /// <summary>Asks each segment's bounds and dictionaries whether the filter can match there at all.</summary>
    private IEnumerable<int> Prune()
    {
        BlockScope scope = new(_snapshot.Schema, new VectorContext(_now, nullHandling: false), "");
        FilterNode filter = FilterNode.Create(BoundsOnly(_query.Filter), scope, new ExpressionEvaluator(scope));
        for (int i = 0; i < _snapshot.Segments.Count; i++)
        {
            ISegment segment = _snapshot.Segments[i];
            if (segment.RowCount == 0)
            {
                continue;
            }

            scope.Open(segment, i);
            if (filter.OpenSegment() != BoundsAnswer.None)
            {
                yield return i;
            }
        }
    }

    /// <summary>The part of a filter that bounds of numbers can answer; what remains counts as possible.</summary>
    private static BoundFilter BoundsOnly(BoundFilter filter) => filter switch
    {
        AndFilter and => BoundFilter.And(and.Items.Select(BoundsOnly)),
        PredicateFilter { Operand: BoundColumn, Predicate: LongPredicate } => filter,
        ConstantFilter => filter,
        _ => BoundFilter.True,
    };

    private bool CanUseMetadata() => _query.Keys.Count == 0
        && _query.Aggregates.All(aggregate => aggregate.Filter is null
            && (aggregate.Function.TakesCodes || aggregate.Function.Name is "count" or "sum" or "avg" or "min" or "max" or "minmaxrange"));

    private List<Morsel> Morsels(bool wholeSegments, int blocksEach, out long blocksToRead)
    {
        List<Morsel> morsels = [];
        blocksToRead = 0;
        foreach (int index in Segments)
        {
            int blocks = (_snapshot.Segments[index].RowCount + ColumnReader.BlockRows - 1) / ColumnReader.BlockRows;
            if (wholeSegments && IsAnsweredByMetadata(index))
            {
                morsels.Add(new Morsel(index, 0, blocks));
                continue;
            }

            blocksToRead += blocks;
            for (int first = 0; first < blocks; first += blocksEach)
            {
                morsels.Add(new Morsel(index, first, Math.Min(first + blocksEach, blocks)));
            }
        }

        return morsels;
    }

    private bool IsAnsweredByMetadata(int index)
    {
        ISegment segment = _snapshot.Segments[index];
        return (segment.ValidRows is null || _skipsUpsert) && _query.Filter is ConstantFilter && _query.Aggregates.All(aggregate => MetadataAnswer.IsKnown(aggregate, column => segment.Column(column)));
    }

    /// <summary>The first sort key, if blocks know its bounds.</summary>
    private BoundColumn? SortColumn() =>
        _query.Order.Count > 0 && _query.Order[0].Expression is BoundColumn { Column: { Physical: PhysicalType.Long, IsMultiValue: false } } column ? column : null;

    /// <summary>
    /// Blocks whose best first sort key is best come first, so that the rest can be skipped by their bounds. Block by block: in sixteen rising
    /// ones read forwards for the largest values, nearly every row would be kept for a while.
    /// </summary>
    private List<Morsel> InSortOrder(List<Morsel> blocks, BoundColumn column)
    {
        bool descending = _query.Order[0].IsDescending;
        return [.. blocks.OrderBy(block =>
        {
            // ~x orders like -x without its overflow.
            ColumnReader reader = _snapshot.Segments[block.Segment].Column(column.Column);
            return !reader.TryBlockRange(block.FirstBlock, out long min, out long max) ? long.MinValue : descending ? ~max : min;
        })];
    }

    private int CountColumns()
    {
        HashSet<int> columns = [];
        foreach (BoundExpression expression in _query.Items.Select(item => item.Expression)
            .Concat(_query.Keys).Concat(_query.Aggregates.SelectMany(aggregate => aggregate.Arguments)).Concat(_query.Order.Select(order => order.Expression)))
        {
            Collect(expression, columns);
        }

        return columns.Count;
    }

    private static void Collect(BoundExpression expression, HashSet<int> columns)
    {
        if (expression is BoundColumn column)
        {
            columns.Add(column.Ordinal);
        }

        if (expression is BoundCall call)
        {
            foreach (BoundExpression argument in call.Arguments)
            {
                Collect(argument, columns);
            }
        }
    }
}

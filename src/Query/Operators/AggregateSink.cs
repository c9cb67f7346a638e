using Query.Aggregates;
using Query.Binding;
using Query.Expressions;
using Query.Filtering;
using Query.Grouping;
using Query.Scanning;
using Query.Vectors;
using Segments.Columns;

namespace Query.Operators;

/// <summary>Groups and aggregates the rows of one worker.</summary>
internal sealed class AggregateSink : RowSink
{
    private readonly BoundQuery _query;
    private readonly KeyEncoder[] _keys;
    private readonly GroupTable? _groups;
    private readonly AggregateFeed[] _feeds;
    private readonly FilterNode?[] _filters;
    private readonly BoundsAnswer[] _filterAnswers;
    private readonly ulong[][] _filterRows;
    private readonly bool _canAnswer;
    private readonly int _enough;
    private int _openSegment = -1;

    public AggregateSink(BoundQuery query, WorkerScope worker, ValueBounds bounds, bool nullHandling)
    {
        _query = query;
        _keys = [.. query.Keys.Select(key => KeyEncoder.Create(key, worker.Scope, worker.Evaluator, bounds))];
        _groups = _keys.Length > 0 ? new GroupTable(_keys) : null;
        _feeds = [.. query.Aggregates.Select(aggregate => CreateFeed(aggregate, worker, bounds, nullHandling, query.Keys.Count > 0))];
        _filters = [.. query.Aggregates.Select(aggregate => aggregate.Filter is null ? null : FilterNode.Create(aggregate.Filter, worker.Scope, worker.Evaluator))];
        _filterAnswers = new BoundsAnswer[_filters.Length];
        _filterRows = [.. _filters.Select(filter => filter is null ? [] : new ulong[ColumnReader.BlockRows / 64])];
        NeedsRows = _groups is not null || query.Aggregates.Any(aggregate => aggregate.Arguments.Count > 0 || aggregate.Filter is not null);
        _canAnswer = _groups is null && !nullHandling && query.Aggregates.All(aggregate => aggregate.Filter is null);
        _enough = query.Aggregates.Count == 0 && query.Order.Count == 0 && query.Having is null
            ? (int)Math.Min((long)query.Limit + query.Offset, int.MaxValue)
            : int.MaxValue;
        Reserve();
    }

    public override bool NeedsRows { get; }

    /// <summary>Groups so far; one without GROUP BY.</summary>
    public int GroupCount => _groups?.Count ?? 1;

    public override bool IsSatisfied => _groups is not null && _groups.Count >= _enough;

    public override long HeapBytes =>
        (_groups?.HeapBytes ?? 0) + _feeds.Sum(feed => feed.Accumulator.HeapBytes) + ((long)GroupCount * 16 * _feeds.Length);

    public override bool TryAnswer(BlockScope scope, bool all) => _canAnswer && all && MetadataAnswer.TryAdd(_query, _feeds, scope);

    public override void Prepare(BlockScope scope, ReadOnlySpan<ulong> rows)
    {
        bool isNew = _openSegment != scope.SegmentIndex;
        _openSegment = scope.SegmentIndex;
        for (int i = 0; i < _filters.Length; i++)
        {
            if (_filters[i] is not { } filter)
            {
                continue;
            }

            if (isNew)
            {
                _filterAnswers[i] = filter.OpenSegment();
            }

            if (_filterAnswers[i] == BoundsAnswer.None)
            {
                _filterRows[i].AsSpan().Clear();
                continue;
            }

            rows.CopyTo(_filterRows[i]);
            if (_filterAnswers[i] == BoundsAnswer.Some)
            {
                filter.Narrow(_filterRows[i]);
            }
        }
    }

    public override void Add(BlockScope scope, int count)
    {
        if (!NeedsRows)
        {
            foreach (AggregateFeed feed in _feeds)
            {
                feed.AddRows(count);
            }

            return;
        }

        ReadOnlySpan<int> positions = default;
        ReadOnlySpan<int> groups = _groups is null ? default : _groups.Map(scope, out positions);
        if (_groups is not null && groups.IsEmpty)
        {
            return;
        }

        Reserve();
        for (int i = 0; i < _feeds.Length; i++)
        {
            _feeds[i].Add(scope, groups, positions, _filterRows[i]);
        }
    }

    /// <summary>Takes over the groups of another worker.</summary>
    public void Merge(AggregateSink other)
    {
        int[] map = _groups is null ? [0] : _groups.Merge(other._groups!, other._keys);
        Reserve();
        for (int i = 0; i < _feeds.Length; i++)
        {
            _feeds[i].Accumulator.Merge(other._feeds[i].Accumulator, map);
        }
    }

    /// <summary>Writes a key or an aggregate of groups.</summary>
    public void Load(BoundExpression leaf, ReadOnlySpan<int> groups, Vector result)
    {
        switch (leaf)
        {
            case BoundGroupKey key:
                _groups!.Decode(key.Index, groups, result);
                break;
            case BoundAggregateResult aggregate:
                _feeds[aggregate.Index].Accumulator.Finish(groups, result);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"{leaf.GetType().Name} is no leaf of a group");
        }
    }

    private static AggregateFeed CreateFeed(BoundAggregate aggregate, WorkerScope worker, ValueBounds bounds, bool nullHandling, bool isGrouped)
    {
        KeyEncoder? encoder = aggregate.Function.TakesCodes
            ? KeyEncoder.Create(aggregate.Arguments[0], worker.Scope, worker.Evaluator, bounds)
            : null;
        (long Min, long Max)? range = aggregate.Arguments.Count > 0 && bounds.TryGet(aggregate.Arguments[0], out long min, out long max) ? (min, max) : null;
        AccumulatorSetup setup = new([.. aggregate.Arguments.Select(argument => argument.Type)], nullHandling)
        {
            Bounds = range,
            Encoder = encoder,
            IsGrouped = isGrouped,
        };
        Accumulator accumulator = aggregate.Function.Create(setup);
        bool isNullable = nullHandling && aggregate.Function.IsNullWhenEmpty;
        return new AggregateFeed(aggregate, isNullable ? new NullWhenEmptyAccumulator(accumulator) : accumulator, encoder, worker.Evaluator);
    }

    private void Reserve()
    {
        foreach (AggregateFeed feed in _feeds)
        {
            feed.Accumulator.Reserve(GroupCount);
        }
    }
}

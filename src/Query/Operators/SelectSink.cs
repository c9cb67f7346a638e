using Query.Binding;
using Query.Expressions;
using Query.Scanning;
using Segments.Columns;
using Segments.Schema;

namespace Query.Operators;

/// <summary>Keeps the rows of a selection that come first; their columns are read at the end.</summary>
internal sealed class SelectSink : RowSink
{
    private readonly TopRows _top;
    private readonly BoundColumn? _bounding;

    public SelectSink(BoundQuery query, WorkerScope worker, int capacity)
    {
        _top = new TopRows(new SortKeys(query.Order, worker.Evaluator), capacity);
        bool isBounded = query.Order.Count > 0 && query.Order[0].Expression is BoundColumn { Column: { Physical: PhysicalType.Long } };
        _bounding = isBounded && !worker.Scope.Context.NullHandling ? (BoundColumn)query.Order[0].Expression : null;
    }

    public TopRows Top => _top;

    public override long HeapBytes => _top.HeapBytes;

    // Without sort keys rows count in scan order, and workers take morsels in that order.
    public override bool IsSatisfied => _top.IsFull && _top.Keys.Count == 0;

    public override bool Wants(BlockScope scope) =>
        _bounding is null || !_top.IsFull || _top.Count == 0
        || !scope.Column(_bounding).Reader.TryBlockRange(scope.Block, out long min, out long max)
        || !_top.Keys.IsBeyond(min, max, _top.Worst);

    public override void Add(BlockScope scope, int count)
    {
        _top.Keys.Load();
        long first = ((long)scope.SegmentIndex << 32) | (uint)(scope.Block * ColumnReader.BlockRows);
        for (int i = 0; i < scope.Count; i++)
        {
            _top.Offer(i, first + scope.RowAt(i));
        }
    }
}

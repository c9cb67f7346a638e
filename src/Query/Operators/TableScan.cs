using System.Runtime.ExceptionServices;
using Query.Binding;
using Query.Filtering;
using Query.Kernels;
using Query.Scanning;
using Query.Vectors;
using Segments;
using Segments.Columns;
using Segments.Tables;
using Segments.Validity;

namespace Query.Operators;

/// <summary>Some consecutive blocks of a segment: what a worker takes at a time.</summary>
internal readonly record struct Morsel(int Segment, int FirstBlock, int EndBlock);

/// <summary>What a worker is given to build its sink: its place and its expressions.</summary>
internal sealed record WorkerScope(BlockScope Scope, ExpressionEvaluator Evaluator);

/// <summary>Reads all segments of a snapshot with all workers, each with a filter and a sink of its own.</summary>
internal sealed class TableScan(BoundQuery query, TableSnapshot snapshot, ExecutionContext context, long now)
{
    private const int BlocksPerWorker = 4;

    private readonly object _gate = new(); // a Monitor: helpers are waited for
    private readonly int[] _matchedSegments = new int[snapshot.Segments.Count];
    private readonly int _filterColumns = FilterColumns(query.Filter);
    private IReadOnlyList<Morsel> _morsels = [];
    private int _next;
    private int _stop;
    private int _helpers;
    private bool _isClosed;
    private Exception? _failure;

    /// <summary>Columns read after the filter, for counters.</summary>
    public int ValueColumns { get; init; }

    /// <summary>Segments in which a row matched.</summary>
    public int SegmentsMatched => _matchedSegments.Sum();

    /// <summary>Runs to the end.</summary>
    /// <param name="morsels">In the order they are taken.</param>
    /// <param name="blocksToRead">Blocks that are not answered by what segments know about themselves.</param>
    /// <param name="create">Makes the sink of a worker.</param>
    /// <returns>The sinks, in no order.</returns>
    /// <exception cref="QueryException">Cancelled, out of time or memory, or a value could not be computed.</exception>
    public List<TSink> Run<TSink>(IReadOnlyList<Morsel> morsels, long blocksToRead, Func<WorkerScope, TSink> create)
        where TSink : RowSink
    {
        _morsels = morsels;
        // A second worker costs more to wake than a few blocks cost to read.
        int workers = (int)Math.Clamp(blocksToRead / BlocksPerWorker, 1, Math.Clamp(morsels.Count, 1, context.Workers));
        List<TSink> sinks = [];
        for (int i = 1; i < workers; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => Help(create, sinks), null);
        }

        Work(create, sinks);
        Close();
        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }

        return sinks;
    }

    /// <summary>Works beside the query's own thread; a helper that the pool starts only after the work is done leaves at once.</summary>
    private void Help<TSink>(Func<WorkerScope, TSink> create, List<TSink> sinks)
        where TSink : RowSink
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _helpers++;
        }

        Work(create, sinks);
        lock (_gate)
        {
            _helpers--;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits for the helpers that have started; a busy pool must not make a query wait for those that have not.</summary>
    private void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            while (_helpers > 0)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    private void Work<TSink>(Func<WorkerScope, TSink> create, List<TSink> sinks)
        where TSink : RowSink
    {
        BlockScope scope = new(snapshot.Schema, new VectorContext(now, context.Options.NullHandling), context.Limits.HostName);
        ExpressionEvaluator evaluator = new(scope);
        try
        {
            TSink sink = create(new WorkerScope(scope, evaluator));
            lock (sinks)
            {
                sinks.Add(sink);
            }

            ReadMorsels(scope, FilterNode.Create(query.Filter, scope, evaluator), sink);
        }
        catch (Exception exception)
        {
            // The first failure speaks for the query; the other workers stop at their next morsel.
            Interlocked.CompareExchange(ref _failure, exception, null);
            Volatile.Write(ref _stop, 1);
        }
    }

    private void ReadMorsels(BlockScope scope, FilterNode filter, RowSink sink)
    {
        ulong[] rows = new ulong[ColumnReader.BlockRows / 64];
        int open = -1;
        BoundsAnswer answer = BoundsAnswer.None;
        long charged = 0;
        while (Volatile.Read(ref _stop) == 0 && !sink.IsSatisfied)
        {
            int index = Interlocked.Increment(ref _next) - 1;
            if (index >= _morsels.Count)
            {
                break;
            }

            Morsel morsel = _morsels[index];
            context.Check();
            if (open != morsel.Segment)
            {
                scope.Open(snapshot.Segments[morsel.Segment], morsel.Segment);
                open = morsel.Segment;
                answer = filter.OpenSegment();
            }

            if (answer != BoundsAnswer.None)
            {
                ReadBlocks(scope, filter, sink, morsel, answer, rows);
                long held = sink.HeapBytes;
                context.Charge(held - charged);
                charged = held;
            }

            if (morsel.EndBlock * ColumnReader.BlockRows >= snapshot.Segments[morsel.Segment].RowCount)
            {
                context.Progress?.FinishSegment();
            }
        }
    }

    private void ReadBlocks(BlockScope scope, FilterNode filter, RowSink sink, Morsel morsel, BoundsAnswer answer, ulong[] rows)
    {
        ISegment segment = snapshot.Segments[morsel.Segment];
        ValidRows? valid = context.Options.SkipsUpsert ? null : segment.ValidRows;
        if (valid is null && morsel.FirstBlock == 0 && morsel.EndBlock * ColumnReader.BlockRows >= segment.RowCount && sink.TryAnswer(scope, answer == BoundsAnswer.All))
        {
            Count(morsel.Segment, segment.RowCount, segment.RowCount, isFiltered: false);
            return;
        }

        long matched = 0;
        long read = 0;
        for (int block = morsel.FirstBlock; block < morsel.EndBlock; block++)
        {
            context.Check();
            scope.Seek(block);
            if (!sink.Wants(scope))
            {
                continue;
            }

            read += scope.BlockRows;
            MaskKernels.Fill(rows, scope.BlockRows);
            if ((valid is not null && !valid.Narrow(block, rows)) || (answer == BoundsAnswer.Some && !filter.Narrow(rows)))
            {
                continue;
            }

            scope.SelectAll();
            sink.Prepare(scope, rows);
            int count = answer == BoundsAnswer.All && valid is null ? scope.BlockRows : MaskKernels.Count(rows);
            if (sink.NeedsRows && count < scope.BlockRows)
            {
                scope.Select(rows);
            }
            else
            {
                scope.SelectAll();
            }

            sink.Add(scope, count);
            matched += count;
            if (sink.IsSatisfied)
            {
                break;
            }
        }

        Count(morsel.Segment, read, matched, answer == BoundsAnswer.Some);
    }

    private void Count(int segment, long rows, long matched, bool isFiltered)
    {
        context.Count(rows, matched, isFiltered ? _filterColumns : 0, ValueColumns);
        if (matched > 0)
        {
            _matchedSegments[segment] = 1;
        }
    }

    private static int FilterColumns(BoundFilter filter) => filter switch
    {
        AndFilter and => and.Items.Sum(FilterColumns),
        OrFilter or => or.Items.Sum(FilterColumns),
        PredicateFilter => 1,
        _ => 0,
    };
}

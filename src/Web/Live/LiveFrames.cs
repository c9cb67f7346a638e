using System.Collections.Immutable;
using System.Threading.Channels;

namespace Web.Live;

/// <summary>
/// The newest figures of all tables and the last minutes of their row rates. Written once a second by <see cref="LivePublisher"/>,
/// read by pages and the hub. Only the latest state counts: who is slow skips frames.
/// </summary>
public sealed class LiveFrames
{
    /// <summary>Seconds of row rates that are kept for sparklines.</summary>
    public const int HistorySeconds = 900;

    private ImmutableDictionary<string, RateHistory> _rates = ImmutableDictionary<string, RateHistory>.Empty.WithComparers(StringComparer.OrdinalIgnoreCase);
    private LiveState _latest = new(0, DateTimeOffset.UnixEpoch, []);

    /// <summary>Raised after <see cref="Latest"/> has changed, on the publisher's thread: handlers hand over and return.</summary>
    public event Action? Arrived;

    /// <summary>The newest figures.</summary>
    public LiveState Latest => Volatile.Read(ref _latest);

    /// <summary>Rows/s of a table, a value a second, oldest first; empty if it is new.</summary>
    /// <param name="table">Raw table name, any case.</param>
    public IReadOnlyList<double> RowRates(string table) => Volatile.Read(ref _rates).TryGetValue(table, out RateHistory? history) ? history.Values() : [];

    /// <summary>Puts new figures in place of the old ones. One caller.</summary>
    public void Publish(DateTimeOffset at, IReadOnlyList<TableView> tables)
    {
        ImmutableDictionary<string, RateHistory>.Builder rates = _rates.ToBuilder();
        rates.RemoveRange(rates.Keys.Except(tables.Select(table => table.Name), StringComparer.OrdinalIgnoreCase).ToList());
        foreach (TableView table in tables)
        {
            if (!rates.TryGetValue(table.Name, out RateHistory? history))
            {
                rates[table.Name] = history = new RateHistory();
            }

            history.Add(table.Status?.RowsPerSecond ?? 0);
        }

        Volatile.Write(ref _rates, rates.ToImmutable());
        Volatile.Write(ref _latest, new LiveState(_latest.Seq + 1, at, tables));
        Arrived?.Invoke();
    }

    /// <summary>The frames of one table from now on; ends when it is cancelled.</summary>
    /// <param name="table">Raw table name, any case.</param>
    /// <param name="cancellation">Ends the sequence.</param>
    public async IAsyncEnumerable<LiveFrame> FollowAsync(string table, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var signal = Channel.CreateBounded<LiveState>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        void Signal() => signal.Writer.TryWrite(Latest);
        Arrived += Signal;
        try
        {
            Signal();
            await foreach (LiveState state in signal.Reader.ReadAllAsync(cancellation))
            {
                if (state.Find(table) is { } view)
                {
                    yield return LiveFrame.From(view, state.Seq, state.At);
                }
            }
        }
        finally
        {
            Arrived -= Signal;
        }
    }

    /// <summary>A ring of the last values. The publisher adds, pages copy.</summary>
    private sealed class RateHistory
    {
        private readonly Queue<double> _values = new(HistorySeconds);
        private readonly Lock _lock = new();

        public void Add(double value)
        {
            lock (_lock)
            {
                if (_values.Count == HistorySeconds)
                {
                    _values.Dequeue();
                }

                _values.Enqueue(value);
            }
        }

        public double[] Values()
        {
            lock (_lock)
            {
                return [.. _values];
            }
        }
    }
}

/// <summary>All tables at one moment.</summary>
/// <param name="Seq">Counts the moments of this process; 0 before the first.</param>
/// <param name="At">When it was.</param>
/// <param name="Tables">By name.</param>
public sealed record LiveState(long Seq, DateTimeOffset At, IReadOnlyList<TableView> Tables)
{
    /// <summary>The table of that raw name, any case; null if there is none.</summary>
    public TableView? Find(string table) => Tables.FirstOrDefault(view => view.Name.Equals(table, StringComparison.OrdinalIgnoreCase));
}

using Query.Results;
using Web.Addresses;
using Web.Storage;
using Web.Visitors;

namespace Web.KeptResults;

/// <summary>
/// Keeps answers in memory, so that a page that is loaded again shows its own and a file can be made of it. What was not looked at
/// for a quarter of an hour goes, and before that what was looked at least recently, so that the rest fits. Any number of threads.
/// </summary>
internal sealed class ResultStore : IDisposable
{
    /// <summary>Bytes of one answer; a larger one is not kept.</summary>
    public const long MaxResultBytes = 32L << 20;

    /// <summary>Bytes of all answers of one visitor.</summary>
    public const long MaxVisitorBytes = 128L << 20;

    /// <summary>Bytes of all answers.</summary>
    public const long MaxBytes = 512L << 20;

    /// <summary>How long an answer stays that nobody looks at.</summary>
    public static readonly TimeSpan MaxIdle = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = []; // least recently used first
    private readonly TimeProvider _clock;
    private readonly ITimer _sweep;

    public ResultStore(TimeProvider clock)
    {
        _clock = clock;
        _sweep = clock.CreateTimer(_ => DropIdle(), null, SweepEvery, SweepEvery);
    }

    /// <summary>Keeps an answer that just came.</summary>
    /// <param name="owner">Who asked.</param>
    /// <param name="query">What ran.</param>
    /// <param name="result">The answer.</param>
    /// <param name="waited">From the start until now.</param>
    /// <returns>Null if it is too large to be kept.</returns>
    public KeptResult? Keep(Visitor owner, QueryLink query, QueryResult result, TimeSpan waited)
    {
        long bytes = ResultSize.Estimate(result, MaxResultBytes) + (2L * query.Sql.Length);
        if (bytes > MaxResultBytes)
        {
            return null;
        }

        DateTimeOffset now = _clock.GetUtcNow();
        Entry entry = new(new KeptResult(ShortIds.New(), owner.Id, query, result, now, waited), bytes) { UsedAt = now };
        lock (_lock)
        {
            MakeRoom(owner.Id, bytes);
            _entries.Add(entry.Result.Id, entry);
            _byUse.AddLast(entry.Place);
        }

        return entry.Result;
    }

    /// <summary>The visitor's own answer of that id; null if there is none any more.</summary>
    public KeptResult? Find(Visitor visitor, string id)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(id, out Entry? entry) || entry.Result.OwnerId != visitor.Id)
            {
                return null;
            }

            if (IsIdle(entry))
            {
                Drop(entry);
                return null;
            }

            entry.UsedAt = _clock.GetUtcNow();
            _byUse.Remove(entry.Place);
            _byUse.AddLast(entry.Place);
            return entry.Result;
        }
    }

    /// <summary>Lets an answer go before its time: its tab was closed.</summary>
    public void Drop(Visitor visitor, string id)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(id, out Entry? entry) && entry.Result.OwnerId == visitor.Id)
            {
                Drop(entry);
            }
        }
    }

    public void Dispose() => _sweep.Dispose();

    private void MakeRoom(string ownerId, long bytes)
    {
        long total = bytes + _byUse.Sum(entry => entry.Bytes);
        long own = bytes + _byUse.Where(entry => entry.Result.OwnerId == ownerId).Sum(entry => entry.Bytes);
        foreach (Entry entry in _byUse.ToList())
        {
            bool isOwn = entry.Result.OwnerId == ownerId;
            if (IsIdle(entry) || total > MaxBytes || (isOwn && own > MaxVisitorBytes))
            {
                Drop(entry);
                total -= entry.Bytes;
                own -= isOwn ? entry.Bytes : 0;
            }
        }
    }

    private void DropIdle()
    {
        lock (_lock)
        {
            while (_byUse.First?.Value is { } oldest && IsIdle(oldest))
            {
                Drop(oldest);
            }
        }
    }

    private bool IsIdle(Entry entry) => _clock.GetUtcNow() - entry.UsedAt >= MaxIdle;

    private void Drop(Entry entry)
    {
        _entries.Remove(entry.Result.Id);
        _byUse.Remove(entry.Place);
    }

    private sealed class Entry
    {
        public Entry(KeptResult result, long bytes)
        {
            (Result, Bytes) = (result, bytes);
            Place = new LinkedListNode<Entry>(this);
        }

        public KeptResult Result { get; }

        public long Bytes { get; }

        public LinkedListNode<Entry> Place { get; }

        public DateTimeOffset UsedAt { get; set; }
    }
}

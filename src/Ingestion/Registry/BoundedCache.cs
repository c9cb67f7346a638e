namespace Ingestion.Registry;

/// <summary>Things that are expensive to make, by key, and never more than <see cref="MaxEntries"/>. One thread at a time.</summary>
/// <remarks>Whoever has that many keys does not use most of them twice: then all are forgotten, and those in use are made again.</remarks>
internal sealed class BoundedCache<TKey, TValue>(IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
{
    /// <summary>Entries at most.</summary>
    public const int MaxEntries = 1000;

    private readonly Dictionary<TKey, TValue> _entries = new(comparer);

    /// <summary>Entries there are.</summary>
    public int Count => _entries.Count;

    public bool TryGet(TKey key, out TValue value) => _entries.TryGetValue(key, out value!);

    public TValue Add(TKey key, TValue value)
    {
        if (_entries.Count >= MaxEntries)
        {
            _entries.Clear();
        }

        return _entries[key] = value;
    }
}

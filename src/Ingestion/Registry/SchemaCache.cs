using System.Collections.Concurrent;

namespace Ingestion.Registry;

/// <summary>Schemas by what messages name them by, each asked for once. Any number of threads; shared by the partitions of a table.</summary>
/// <remarks>A key never changes its schema. A key that is unknown may become known: it is asked for again after a while.</remarks>
/// <param name="ask">Asks for a schema; null if the registry does not have it.</param>
/// <param name="clock">Time.</param>
internal sealed class SchemaCache<TKey>(Func<TKey, CancellationToken, RegisteredSchema?> ask, TimeProvider clock)
    where TKey : notnull
{
    private const int MaxSchemas = 1000;
    private const int TriesOfUnknownKey = 3;
    private const int PatientKeys = 8;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan UnknownFor = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<TKey, RegisteredSchema> _schemas = new();
    private readonly ConcurrentDictionary<TKey, DateTimeOffset> _unknown = new();

    /// <summary>Finds a schema.</summary>
    /// <returns>Null if the registry does not have it, after some tries.</returns>
    /// <exception cref="Records.DecoderUnavailableException">The registry does not answer.</exception>
    public RegisteredSchema? Find(TKey key, CancellationToken cancellation)
    {
        if (_schemas.TryGetValue(key, out RegisteredSchema? known))
        {
            return known;
        }

        DateTimeOffset now = clock.GetUtcNow();
        if (_unknown.TryGetValue(key, out DateTimeOffset until) && now < until)
        {
            return null;
        }

        RegisteredSchema? found = Ask(key, cancellation);
        if (found is null)
        {
            Note(key, now);
            return null;
        }

        if (_schemas.Count >= MaxSchemas)
        {
            _schemas.Clear();
        }

        return _schemas[key] = found;
    }

    private RegisteredSchema? Ask(TKey key, CancellationToken cancellation)
    {
        // A registry of several nodes may know a new schema later than its producer does. Many unknown keys are no new schemas but messages of another kind.
        int tries = _unknown.Count < PatientKeys ? TriesOfUnknownKey : 1;
        for (int i = 1; ; i++)
        {
            RegisteredSchema? found = ask(key, cancellation);
            if (found is not null || i >= tries)
            {
                return found;
            }

            cancellation.WaitHandle.WaitOne(BetweenTries);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private void Note(TKey key, DateTimeOffset now)
    {
        foreach ((TKey old, DateTimeOffset until) in _unknown)
        {
            if (until < now || _unknown.Count >= MaxSchemas)
            {
                _unknown.TryRemove(old, out _);
            }
        }

        _unknown[key] = now + UnknownFor;
    }
}

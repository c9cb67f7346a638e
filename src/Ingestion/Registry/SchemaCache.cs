using System.Collections.Concurrent;

namespace Ingestion.Registry;

/// <summary>Asks a registry for a schema.</summary>
/// <param name="key">What messages name it by.</param>
/// <param name="refusal">Why there is none, as the registry says; null if there is one.</param>
/// <param name="cancellation">Gives up waiting.</param>
/// <exception cref="Records.DecoderUnavailableException">No registry gives an answer that settles the matter.</exception>
internal delegate RegisteredSchema? SchemaQuestion<TKey>(TKey key, out string? refusal, CancellationToken cancellation);

/// <summary>Schemas by what messages name them by, each asked for once. Any number of threads; shared by the partitions of a table.</summary>
/// <remarks>A key never changes its schema. A key that is unknown may become known: it is asked for again after a while.</remarks>
/// <param name="ask">Asks the registry.</param>
/// <param name="clock">Time.</param>
internal sealed class SchemaCache<TKey>(SchemaQuestion<TKey> ask, TimeProvider clock)
    where TKey : notnull
{
    private const int MaxSchemas = 1000;
    private const int TriesOfUnknownKey = 3;
    private const int PatientKeys = 8;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan UnknownFor = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<TKey, RegisteredSchema> _schemas = new();
    private readonly ConcurrentDictionary<TKey, (DateTimeOffset Until, string? Refusal)> _unknown = new();

    /// <summary>Finds a schema.</summary>
    /// <param name="key">What messages name it by.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <param name="refusal">Why there is none; null if there is one.</param>
    /// <returns>Null if the registry does not have it, after some tries.</returns>
    /// <exception cref="Records.DecoderUnavailableException">The registry does not answer.</exception>
    public RegisteredSchema? Find(TKey key, CancellationToken cancellation, out string? refusal)
    {
        refusal = null;
        if (_schemas.TryGetValue(key, out RegisteredSchema? known))
        {
            return known;
        }

        DateTimeOffset now = clock.GetUtcNow();
        if (_unknown.TryGetValue(key, out (DateTimeOffset Until, string? Refusal) unknown) && now < unknown.Until)
        {
            refusal = unknown.Refusal;
            return null;
        }

        RegisteredSchema? found = Ask(key, cancellation, out refusal);
        if (found is null)
        {
            Note(key, now, refusal);
            return null;
        }

        if (_schemas.Count >= MaxSchemas)
        {
            _schemas.Clear();
        }

        return _schemas[key] = found;
    }

    private RegisteredSchema? Ask(TKey key, CancellationToken cancellation, out string? refusal)
    {
        // A registry of several nodes may know a new schema later than its producer does. Many unknown keys are no new schemas but messages of another kind.
        int tries = _unknown.Count < PatientKeys ? TriesOfUnknownKey : 1;
        for (int i = 1; ; i++)
        {
            RegisteredSchema? found = ask(key, out refusal, cancellation);
            if (found is not null || i >= tries)
            {
                return found;
            }

            cancellation.WaitHandle.WaitOne(BetweenTries);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private void Note(TKey key, DateTimeOffset now, string? refusal)
    {
        foreach ((TKey old, (DateTimeOffset until, string? _)) in _unknown)
        {
            if (until < now || _unknown.Count >= MaxSchemas)
            {
                _unknown.TryRemove(old, out _);
            }
        }

        _unknown[key] = (now + UnknownFor, refusal);
    }
}

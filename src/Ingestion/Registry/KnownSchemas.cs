using Ingestion.Sources;

namespace Ingestion.Registry;

/// <summary>The schemas that messages name, each made ready to read by once. One thread at a time.</summary>
/// <typeparam name="TKey">What messages name a schema by.</typeparam>
/// <typeparam name="TReady">A schema made ready.</typeparam>
/// <param name="cache">Knows the schemas.</param>
/// <param name="name">What people call the schema of a key.</param>
/// <param name="prepare">Makes one ready; throws <see cref="IngestionException"/> if it cannot be used.</param>
/// <param name="stop">Ends waits for the registry.</param>
internal sealed class KnownSchemas<TKey, TReady>(SchemaCache<TKey> cache, Func<TKey, string> name, Func<RegisteredSchema, TReady> prepare, CancellationToken stop)
    where TKey : notnull
    where TReady : class
{
    private readonly BoundedCache<TKey, (TReady? Ready, string? Fault)> _known = new();
    private TReady? _last;
    private TKey? _lastKey;

    /// <summary>Finds a schema.</summary>
    /// <param name="key">What a message names it by.</param>
    /// <param name="ready">The same object for the same key, until very many came in between; null if there is a fault.</param>
    /// <returns>Why messages of this schema cannot be read, or null.</returns>
    /// <exception cref="Records.DecoderUnavailableException">The registry does not answer.</exception>
    public string? Find(TKey key, out TReady? ready)
    {
        if (_last is not null && EqualityComparer<TKey>.Default.Equals(key, _lastKey))
        {
            ready = _last;
            return null;
        }

        ready = null;
        if (!_known.TryGet(key, out (TReady? Ready, string? Fault) known))
        {
            if (cache.Find(key, stop, out string? refusal) is not { } schema)
            {
                return refusal; // which may change, so it is not kept here
            }

            known = _known.Add(key, Prepare(key, schema));
        }

        (_lastKey, _last, ready) = (key, known.Ready, known.Ready);
        return known.Fault;
    }

    private (TReady?, string?) Prepare(TKey key, RegisteredSchema schema)
    {
        try
        {
            return (prepare(schema), null);
        }
        catch (IngestionException exception)
        {
            return (null, $"{name(key)} cannot be used: {exception.Message}");
        }
    }
}

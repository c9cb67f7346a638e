using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Ingestion.Records;
using Ingestion.Settings;

namespace Ingestion.Registry;

/// <summary>The schemas of a registry by their ids, each asked for once. Any number of threads; shared by the partitions of a table.</summary>
/// <remarks>An id never changes its schema. An id that is unknown may become known: it is asked for again after a while.</remarks>
internal sealed class SchemaRegistry(DecoderProperties properties, TimeProvider clock) : IDisposable
{
    private const int MaxSchemas = 1000;
    private const int MaxReferences = 1000;
    private const int TriesOfUnknownId = 3;
    private const int PatientIds = 8;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan UnknownFor = TimeSpan.FromSeconds(30);

    private readonly RegistryTransport _transport = new(properties);
    private readonly ConcurrentDictionary<int, RegisteredSchema> _schemas = new();
    private readonly ConcurrentDictionary<int, DateTimeOffset> _unknown = new();

    /// <summary>Finds a schema.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>Null if the registry does not have it, after some tries.</returns>
    /// <exception cref="DecoderUnavailableException">The registry does not answer.</exception>
    public RegisteredSchema? Find(int id, CancellationToken cancellation)
    {
        if (_schemas.TryGetValue(id, out RegisteredSchema? known))
        {
            return known;
        }

        DateTimeOffset now = clock.GetUtcNow();
        if (_unknown.TryGetValue(id, out DateTimeOffset until) && now < until)
        {
            return null;
        }

        RegisteredSchema? found = Ask(id, cancellation);
        if (found is null)
        {
            Note(id, now);
            return null;
        }

        if (_schemas.Count >= MaxSchemas)
        {
            _schemas.Clear();
        }

        return _schemas[id] = found;
    }

    public void Dispose() => _transport.Dispose();

    private RegisteredSchema? Ask(int id, CancellationToken cancellation)
    {
        // A registry of several nodes may know a new id later than its producer does. Many unknown ids are no new schemas but messages of another kind.
        int tries = _unknown.Count < PatientIds ? TriesOfUnknownId : 1;
        for (int i = 1; ; i++)
        {
            using JsonDocument? answer = _transport.Get($"schemas/ids/{id.ToString(CultureInfo.InvariantCulture)}", cancellation);
            if (answer is not null)
            {
                List<SchemaReference> references = [];
                Collect(answer.RootElement, references, [], cancellation);
                return new RegisteredSchema(Text(answer.RootElement, "schemaType") ?? "AVRO", Schema(answer.RootElement), references);
            }

            if (i >= tries)
            {
                return null;
            }

            if (cancellation.WaitHandle.WaitOne(BetweenTries))
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    private void Note(int id, DateTimeOffset now)
    {
        foreach ((int old, DateTimeOffset until) in _unknown)
        {
            if (until < now || _unknown.Count >= MaxSchemas)
            {
                _unknown.TryRemove(old, out _);
            }
        }

        _unknown[id] = now + UnknownFor;
    }

    private void Collect(JsonElement schema, List<SchemaReference> references, HashSet<(string Subject, string Version)> seen, CancellationToken cancellation)
    {
        if (!schema.TryGetProperty("references", out JsonElement list) || list.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (JsonElement reference in list.EnumerateArray())
        {
            string name = Text(reference, "name") ?? "";
            string subject = Text(reference, "subject") ?? "";
            string version = reference.TryGetProperty("version", out JsonElement number) ? number.ToString() : "latest";
            if (!seen.Add((subject, version)) || seen.Count > MaxReferences)
            {
                continue;
            }

            using JsonDocument answer = _transport.Get($"subjects/{Uri.EscapeDataString(subject)}/versions/{Uri.EscapeDataString(version)}", cancellation)
                ?? throw new DecoderUnavailableException($"the schema registry lacks version {version} of '{subject}', which a schema refers to as '{name}'");
            Collect(answer.RootElement, references, seen, cancellation);
            references.Add(new SchemaReference(name, Schema(answer.RootElement)));
        }
    }

    private static string Schema(JsonElement answer) => Text(answer, "schema")
        ?? throw new DecoderUnavailableException("the schema registry answers without a schema; is there another service at its address?");

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

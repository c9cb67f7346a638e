using System.Globalization;
using System.Text.Json;
using Ingestion.Records;
using Ingestion.Settings;

namespace Ingestion.Registry;

/// <summary>A schema registry with Confluent's interface: schemas by their ids, with those they refer to. Any number of threads.</summary>
internal sealed class SchemaRegistry : IDisposable
{
    private const int MaxReferences = 1000;

    private readonly RegistryTransport _transport;
    private readonly SchemaCache<int> _schemas;

    /// <exception cref="Sources.IngestionException">An address, a login or a store is missing or wrong.</exception>
    public SchemaRegistry(DecoderProperties properties, TimeProvider clock)
    {
        _transport = new RegistryTransport(properties);
        _schemas = new SchemaCache<int>(Ask, clock);
    }

    /// <summary>Finds a schema.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>Null if the registry does not have it, after some tries.</returns>
    /// <exception cref="DecoderUnavailableException">The registry does not answer.</exception>
    public RegisteredSchema? Find(int id, CancellationToken cancellation) => _schemas.Find(id, cancellation);

    public void Dispose() => _transport.Dispose();

    private RegisteredSchema? Ask(int id, CancellationToken cancellation)
    {
        using JsonDocument? answer = _transport.Get($"schemas/ids/{id.ToString(CultureInfo.InvariantCulture)}", cancellation);
        if (answer is null)
        {
            return null;
        }

        List<SchemaReference> references = [];
        Collect(answer.RootElement, references, [], cancellation);
        return new RegisteredSchema(Text(answer.RootElement, "schemaType") ?? "AVRO", Schema(answer.RootElement), references);
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
            if (seen.Count >= MaxReferences || !seen.Add((subject, version)))
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

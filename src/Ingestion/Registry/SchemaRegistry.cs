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
    /// <exception cref="Sources.IngestionException">An address, a login or a store is missing or wrong.</exception>
    public SchemaRegistry(DecoderProperties properties, TimeProvider clock)
    {
        _transport = new RegistryTransport(properties);
        Schemas = new SchemaCache<int>(Ask, clock);
    }

    /// <summary>The schemas by their ids.</summary>
    public SchemaCache<int> Schemas { get; }

    /// <summary>What people call the schema of an id.</summary>
    public static string NameOf(int id) => $"the schema with id {id.ToString(CultureInfo.InvariantCulture)}";

    public void Dispose() => _transport.Dispose();

    private RegisteredSchema? Ask(int id, out string? refusal, CancellationToken cancellation)
    {
        using JsonDocument? answer = _transport.Get($"schemas/ids/{id.ToString(CultureInfo.InvariantCulture)}", NameOf(id), out refusal, cancellation);
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

            string path = $"subjects/{Uri.EscapeDataString(subject)}/versions/{Uri.EscapeDataString(version)}";
            using JsonDocument answer = _transport.Get(path, $"version {version} of subject '{subject}', which a schema refers to as '{name}'", out string? refusal, cancellation)
                ?? throw new DecoderUnavailableException(refusal!);
            Collect(answer.RootElement, references, seen, cancellation);
            references.Add(new SchemaReference(name, Schema(answer.RootElement)));
        }
    }

    private static string Schema(JsonElement answer) => Text(answer, "schema")
        ?? throw new DecoderUnavailableException("the schema registry answers without a schema; is there another service at its address?");

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

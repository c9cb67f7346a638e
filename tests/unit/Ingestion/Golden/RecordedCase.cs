using System.Text.Json;
using System.Text.Json.Nodes;
using UnitTests.Query.Golden;

namespace UnitTests.Ingestion.Golden;

/// <summary>A recorded case of ingestion: schema, table, messages, and what Pinot made of them.</summary>
internal sealed class RecordedCase
{
    // These stand or fall with the topic: transactions, offsets by time, segments and partitions over several steps.
    private static readonly string[] OfTopics = ["tx-", "offset-"];

    private readonly string _folder;

    private RecordedCase(string folder)
    {
        _folder = folder;
        Name = Path.GetFileName(folder);
        Expected = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "expect.json")))!.AsObject();
        Messages = RecordedMessage.ReadAll(Path.Combine(folder, "messages.jsonl"));
    }

    public string Name { get; }

    public JsonObject Schema => Read("schema.json").AsObject();

    public JsonObject Config => Read("table.json").AsObject();

    public IReadOnlyList<RecordedMessage> Messages { get; }

    /// <summary>True where Pinot is odd, and its answer is no measure.</summary>
    public bool IsQuirk => Expected["quirk"] is not null;

    /// <summary>True if the answer is the same after a seal.</summary>
    public bool IsSealedToo => Expected["sealedSame"] is JsonValue value && value.GetValue<bool>();

    /// <summary>Schemas of the registry by id; empty if the case has none.</summary>
    public IReadOnlyDictionary<int, string> RegistrySchemas => File.Exists(Path.Combine(_folder, "registry.json"))
        ? Read("registry.json").AsArray().ToDictionary(item => item!["id"]!.GetValue<int>(), item => item!["schema"]!.GetValue<string>())
        : new Dictionary<int, string>();

    private JsonObject Expected { get; }

    /// <summary>The cases under a folder that need no real topic.</summary>
    public static IReadOnlyList<RecordedCase> ReadAll(string folder) =>
    [
        .. from path in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)
           let name = Path.GetFileName(path)
           where File.Exists(Path.Combine(path, "expect.json"))
           where !OfTopics.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) || name.StartsWith("offset-smallest", StringComparison.Ordinal)
           select new RecordedCase(path),
    ];

    /// <summary>The queries with their answers.</summary>
    public IEnumerable<GoldenCase> Queries()
    {
        foreach (JsonNode? query in new JsonArray([Expected.DeepClone(), .. (Expected["more"]?.AsArray() ?? []).Select(item => item!.DeepClone())]))
        {
            query!["id"] = Name;
            query["ordered"] = true;
            yield return new GoldenCase(JsonSerializer.SerializeToElement(query));
        }
    }

    private JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, file)))!;
}

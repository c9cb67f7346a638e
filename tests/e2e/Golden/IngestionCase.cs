using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EndToEndTests.Golden;

/// <summary>A recorded case of ingestion: schema, table, messages, and what Pinot made of them.</summary>
internal sealed class IngestionCase
{
    private const string RecordedRegistry = "http://127.0.0.1:8081";

    private readonly string _folder;

    /// <param name="folder">Of the case.</param>
    /// <param name="brokers">Kafka, in place of the recorded one.</param>
    /// <param name="registry">Schema registry, in place of the recorded one.</param>
    public IngestionCase(string folder, string brokers, Uri registry)
    {
        _folder = folder;
        Name = Path.GetFileName(folder);
        Schema = Text("schema.json")!;
        Config = Text("table.json")!
            .Replace("127.0.0.1:9092", brokers, StringComparison.Ordinal)
            .Replace("localhost:9092", brokers, StringComparison.Ordinal)
            .Replace($"{RecordedRegistry}/apis/ccompat/v7", RecordedRegistry, StringComparison.Ordinal)
            .Replace(RecordedRegistry, registry.ToString(), StringComparison.Ordinal);
        JsonElement setting = JsonSerializer.Deserialize<JsonElement>(Text("topic.json") ?? "{}");
        TopicConfig = GoldenTopics.Texts(setting, "config");
        ProducerSettings = GoldenTopics.Texts(setting, "producer");
        Messages = Text("messages.jsonl") is null && !File.Exists(Path.Combine(folder, "messages.jsonl.gz")) ? [] : MessagesOf("messages.jsonl");
        Partitions = Math.Max(setting.TryGetProperty("partitions", out JsonElement count) ? count.GetInt32() : 1, Messages.Select(message => message.Partition + 1).DefaultIfEmpty(1).Max());
        Expected = Text("expect.json") is { } expected ? JsonSerializer.Deserialize<JsonElement>(expected) : null;
        Steps = Text("steps.json") is { } steps ? [.. JsonSerializer.Deserialize<JsonElement>(steps).GetProperty("steps").EnumerateArray()] : [];
    }

    public string Name { get; }

    public string Schema { get; }

    public string Config { get; }

    /// <summary>Raw table name.</summary>
    public string Table => JsonNode.Parse(Config)!["tableName"]!.GetValue<string>().Replace("_REALTIME", string.Empty, StringComparison.Ordinal);

    public string Topic => StreamConfigs().First(pair => pair.Key.EndsWith(".topic.name", StringComparison.Ordinal)).Value!.GetValue<string>();

    public int Partitions { get; }

    public Dictionary<string, string> TopicConfig { get; }

    public Dictionary<string, string> ProducerSettings { get; }

    public IReadOnlyList<GoldenMessage> Messages { get; }

    /// <summary>Null for cases of several steps.</summary>
    public JsonElement? Expected { get; }

    /// <summary>What to do in order; empty for the other cases.</summary>
    public IReadOnlyList<JsonElement> Steps { get; }

    /// <summary>True if the messages come after the table.</summary>
    public bool IsProducedLate => Name == "produce-after-create";

    /// <summary>Schemas of a recorded registry by id; null if it had none.</summary>
    public IReadOnlyDictionary<int, string>? RegistrySchemas => Text("registry.json") is { } text
        ? JsonSerializer.Deserialize<JsonElement>(text).EnumerateArray().ToDictionary(item => item.GetProperty("id").GetInt32(), item => item.GetProperty("schema").GetString()!)
        : null;

    /// <summary>All queries of the case.</summary>
    public IEnumerable<JsonElement> Queries() =>
        Expected is { } expected ? [expected, .. expected.TryGetProperty("more", out JsonElement more) ? more.EnumerateArray().ToArray() : []] : [];

    /// <summary>Where every partition ends for a reader of the table.</summary>
    public Dictionary<int, long> Ends() => Expected!.Value.TryGetProperty("counters", out JsonElement counters) && counters.TryGetProperty("nextOffset", out JsonElement ends)
        ? ends.EnumerateObject().ToDictionary(end => int.Parse(end.Name, System.Globalization.CultureInfo.InvariantCulture), end => long.Parse(end.Value.ToString(), System.Globalization.CultureInfo.InvariantCulture))
        : [];

    /// <summary>True if what this expected member names holds.</summary>
    public bool Has(string flag) => Expected is { } expected && expected.TryGetProperty(flag, out JsonElement value) && value.ValueKind is not JsonValueKind.False;

    public IReadOnlyList<GoldenMessage> MessagesOf(string file) => GoldenMessage.Read(Path.Combine(_folder, file));

    /// <summary>Puts the ids of another registry into the messages' frames.</summary>
    public void UseIds(IReadOnlyDictionary<int, int> ids)
    {
        foreach (GoldenMessage message in Messages)
        {
            // Frames of broken messages, too, which name no id of their own beside them.
            if (message.Value is [0, _, _, _, _, ..] and { } frame && ids.TryGetValue(BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(1)), out int given))
            {
                BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), given);
            }
        }
    }

    private JsonObject StreamConfigs()
    {
        JsonNode config = JsonNode.Parse(Config)!;
        return (config["tableIndexConfig"]?["streamConfigs"] ?? config["ingestionConfig"]!["streamIngestionConfig"]!["streamConfigMaps"]![0]!).AsObject();
    }

    private string? Text(string file)
    {
        string path = Path.Combine(_folder, file);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }
}

using System.Text.Json;

namespace UnitTests.Query.Golden;

/// <summary>One recorded query and its answer.</summary>
internal sealed class GoldenCase(JsonElement json)
{
    public string Id { get; } = json.GetProperty("id").GetString()!;

    public string Sql { get; } = json.GetProperty("sql").GetString()!;

    /// <summary>The first part of the id: cases of one kind.</summary>
    public string Group => Id.Split('-', '.')[0] is "air" ? "air-" + Id.Split('-')[1] : Id.Split('-', '.')[0];

    public bool IsSingleStage { get; } = Text(json, "engine") is null or "single";

    /// <summary>True where Pinot does something SQL would not; such cases are no measure.</summary>
    public bool IsQuirk { get; } = json.TryGetProperty("quirk", out _) || (json.TryGetProperty("lenient", out JsonElement lenient) && lenient.GetBoolean());

    public JsonElement Json { get; } = json;

    public Dictionary<string, string> Options { get; } = (Text(json, "options") ?? "")
        .Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Select(option => option.Split('=', 2))
        .ToDictionary(option => option[0], option => option[1], StringComparer.OrdinalIgnoreCase);

    public static List<GoldenCase> Read(string path) =>
        [.. File.ReadLines(path).Where(line => line.Length > 0).Select(line => new GoldenCase(JsonDocument.Parse(line).RootElement))];

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}

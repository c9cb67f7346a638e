using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EndToEndTests.Golden;

/// <summary>A recorded request that gives, changes or removes a schema or table, and what Pinot answered.</summary>
internal sealed partial class ConfigRequest
{
    private readonly JsonObject _recorded;

    private ConfigRequest(JsonObject recorded, string brokers)
    {
        _recorded = recorded;
        string[] endpoint = recorded["endpoint"]!.GetValue<string>().Split(' ', 2);
        (Method, Path) = (HttpMethod.Parse(endpoint[0]), endpoint[1]);
        Json = recorded["body"] as JsonObject;
        Body = (recorded["body"] is JsonValue text ? text.GetValue<string>() : Json?.ToJsonString())?.Replace("127.0.0.1:9092", brokers, StringComparison.Ordinal);
    }

    /// <summary>What it is about, in a few words; unique in its file.</summary>
    public string What => _recorded["what"]!.GetValue<string>();

    public HttpMethod Method { get; }

    public string Path { get; }

    /// <summary>The body as it is to be sent; null if there is none.</summary>
    public string? Body { get; }

    /// <summary>The body if it is an object.</summary>
    public JsonObject? Json { get; }

    private bool IsFaultOfPinot => _recorded["status"]!.GetValue<int>() >= 500;

    /// <summary>The status. What Pinot's Kafka client or a Java class finds out, it answers with 500, where it is a fault of the config all the same.</summary>
    public int Status => IsFaultOfPinot ? 400 : _recorded["status"]!.GetValue<int>();

    /// <summary>Properties that Pinot did not know, of a request that it took.</summary>
    public JsonNode? Unrecognized => _recorded["answer"]?["unrecognizedProperties"];

    /// <summary>Raw name of the table the body is about; null if it is about none.</summary>
    public string? Table => ((Json?["realtime"] as JsonObject ?? Json)?["tableName"] as JsonValue)?.ToString().Replace("_REALTIME", string.Empty, StringComparison.Ordinal);

    /// <summary>True if there must be no schema of that name before it.</summary>
    public bool IsNewSchema => Method == HttpMethod.Post && Path == "/schemas";

    /// <summary>True if the table must be there before it.</summary>
    public bool NeedsTable => What == "duplicate table" || (Method == HttpMethod.Put && Path.EndsWith("/ing_ref", StringComparison.Ordinal));

    public static IReadOnlyList<ConfigRequest> Read(string file, string brokers) =>
        [.. File.ReadLines(file).Select(line => new ConfigRequest(JsonNode.Parse(line)!.AsObject(), brokers))];

    /// <summary>
    /// Null if a refusal names what Pinot's names: keys and values of the request. Where Pinot names none, as it keeps the reason for its log,
    /// the refusal must name one of those that set the request apart from a good one, or say what Pinot says.
    /// </summary>
    /// <param name="error">Our refusal.</param>
    /// <param name="good">A body that is taken.</param>
    public string? Difference(string error, JsonObject good)
    {
        HashSet<string> ours = Parts(error);
        string whole = _recorded["error"]?.GetValue<string>() ?? string.Empty;
        string reason = Reason(whole);
        string[] named = [.. Tokens(reason).Intersect(Named(), StringComparer.Ordinal)];
        if (named.Length == 0 && Chain().Match(whole) is { Success: true } property)
        {
            named = [property.Groups["key"].Value];
        }

        if (named.Length > 0)
        {
            string[] missing = [.. named.Where(name => !ours.Contains(name))];
            if (missing.Length == 0 || !IsFaultOfPinot)
            {
                return missing.Length == 0 ? null : $"does not name {string.Join(", ", missing)}, as \"{reason}\" does: {error}";
            }
        }

        string[] apart = Json is null ? [] : [.. Leaves(Json).Except(Leaves(good)).Concat(Leaves(good).Except(Leaves(Json))).SelectMany(leaf => leaf.Split('/')).SelectMany(Tokens)];
        return apart.Length == 0 || ours.Overlaps(apart) || error.Contains(reason, StringComparison.Ordinal) ? null : $"names none of {string.Join(", ", apart)}: {error}";
    }

    // Without the body that Pinot repeats and without names of Java types.
    private static string Reason(string error)
    {
        int reason = error.IndexOf("Reason:", StringComparison.Ordinal);
        string text = error.Contains("json string:", StringComparison.Ordinal) && reason >= 0 ? error[reason..] : error;
        return JavaTypes().Replace(text.Split("\n at [")[0].Split(": not one of the values")[0], string.Empty);
    }

    // A table is named with its type or without, and so are the tags of tenants.
    private static IEnumerable<string> Tokens(string text) =>
        Word().Matches(text).Select(match => match.Value.Replace("_REALTIME", string.Empty, StringComparison.Ordinal)).Where(word => word.Length > 0 && !char.IsAsciiDigit(word[0]));

    private static HashSet<string> Parts(string text) => [.. Tokens(text), .. Tokens(text).SelectMany(token => token.Split('.', '-'))];

    // Words that stand in configs as well as in sentences do not count.
    private IEnumerable<string> Named() =>
        Leaves(Json).SelectMany(leaf => leaf.Split('/')).Concat(Path.Split('/', '?')).SelectMany(Tokens).Where(word => word is not ("name" or "table" or "tables" or "index" or "schema" or "schemas" or "json" or "kafka"));

    // Each scalar with the way to it.
    private static IEnumerable<string> Leaves(JsonNode? node, string path = "") => node switch
    {
        JsonObject members => members.SelectMany(member => Leaves(member.Value, $"{path}/{member.Key}")),
        JsonArray items => items.SelectMany(item => Leaves(item, path)),
        _ => [$"{path}/{node}"],
    };

    [GeneratedRegex(@"[A-Za-z0-9_$.\-]*[A-Za-z0-9_$]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"\[""(?<key>\w+)""\]\)\s*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Chain();

    [GeneratedRegex(@"`[^`]*`|\(index \d+\)|\b(?:[a-z]+\.)+[A-Z]\w+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex JavaTypes();
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Web.Storage;

namespace Web.Drafts;

/// <summary>Passwords and logins in a config that somebody pastes: they go where those of the form go, and the config names them.</summary>
internal static partial class PastedSecrets
{
    /// <summary>Keeps every secret of a draft's stream settings in the store and puts its name in its place.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="ConsoleStorageException">One cannot be kept; the draft may hold it still, and must not be kept either.</exception>
    public static int Move(DraftDocument draft, SecretStore secrets)
    {
        int moved = 0;
        foreach (JsonObject streams in Streams(draft.Config))
        {
            foreach ((string key, JsonNode? value) in streams.ToList())
            {
                if (value is JsonValue scalar && scalar.TryGetValue(out string? text) && text.Length > 0 && SecretKey().IsMatch(key) && !Reference().IsMatch(text))
                {
                    streams[key] = secrets.Keep(text);
                    moved++;
                }
            }
        }

        return moved;
    }

    /// <summary>True if a text that is no JSON (yet) may hold a secret.</summary>
    public static bool MayBeIn(string text) => SecretPair().IsMatch(text);

    // Other settings are read as they stand, and columns may be called anything.
    private static IEnumerable<JsonObject> Streams(JsonObject config) =>
        (Section(Section(config, "ingestionConfig"), "streamIngestionConfig")?["streamConfigMaps"] as JsonArray ?? [])
            .Append(Section(config, "tableIndexConfig")?["streamConfigs"]).OfType<JsonObject>();

    private static JsonObject? Section(JsonObject? parent, string key) => parent?[key] as JsonObject;

    // Types and places of key stores tell nothing.
    [GeneratedRegex(@"(password|secret|token|jaas|credential|user\.info|ssl\.key|private)(?!.*\.(type|location|source)$)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretKey();

    // With a default it could hold the secret there.
    [GeneratedRegex(@"^\$\{[A-Za-z_][A-Za-z0-9_]*\}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"""[^""]*(password|secret|token|jaas|credential|user\.info|ssl\.key|private)[^""]*""\s*:\s*""(?!\$\{)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretPair();
}

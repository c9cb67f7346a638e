using System.Text.Json.Nodes;

namespace Web.Audit;

/// <summary>Says which keys of a document changed. Their values stay out: some are secrets.</summary>
internal static class ChangedKeys
{
    private const int MaxShown = 12;

    /// <summary>"tableIndexConfig.streamConfigs.topic, metadata.customConfigs"; "nothing" if they are alike.</summary>
    public static string Of(JsonNode? old, JsonNode? next)
    {
        List<string> keys = [];
        Collect(old, next, "", keys);
        return keys.Count switch
        {
            0 => "nothing",
            <= MaxShown => string.Join(", ", keys),
            _ => $"{string.Join(", ", keys.Take(MaxShown))} and {keys.Count - MaxShown} more",
        };
    }

    private static void Collect(JsonNode? old, JsonNode? next, string path, List<string> keys)
    {
        switch (old, next)
        {
            case (JsonObject a, JsonObject b):
                foreach (string key in a.Select(member => member.Key).Union(b.Select(member => member.Key), StringComparer.Ordinal))
                {
                    Collect(a[key], b[key], path.Length == 0 ? key : $"{path}.{key}", keys);
                }

                break;
            case (JsonArray a, JsonArray b):
                for (int i = 0; i < Math.Max(a.Count, b.Count); i++)
                {
                    Collect(i < a.Count ? a[i] : null, i < b.Count ? b[i] : null, $"{path}[{i}]", keys);
                }

                break;
            default:
                if (!JsonNode.DeepEquals(old, next))
                {
                    keys.Add(path);
                }

                break;
        }
    }
}

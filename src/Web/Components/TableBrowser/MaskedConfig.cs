using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Web.Components.TableBrowser;

/// <summary>A config as a page may show it: values of secret keys are replaced by a mask of one length.</summary>
internal static partial class MaskedConfig
{
    public const string Mask = "********";

    /// <summary>A copy without secrets.</summary>
    public static JsonObject Of(JsonObject config)
    {
        var copy = (JsonObject)config.DeepClone();
        Cover(copy);
        return copy;
    }

    private static void Cover(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach ((string key, JsonNode? value) in fields.ToList())
                {
                    if (value is JsonValue && SecretKey().IsMatch(key))
                    {
                        fields[key] = Mask;
                    }
                    else
                    {
                        Cover(value);
                    }
                }

                break;
            case JsonArray items:
                foreach (JsonNode? item in items)
                {
                    Cover(item);
                }

                break;
        }
    }

    [GeneratedRegex(@"password|secret|token|jaas|credential|user\.info|ssl\.key|private", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretKey();
}

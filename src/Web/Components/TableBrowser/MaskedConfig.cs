using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Web.Components.TableBrowser;

/// <summary>A config as a page may show it: values of secret keys are replaced by a mask of one length, unless they only name a variable.</summary>
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
                    if (value is JsonValue && SecretKey().IsMatch(key) && !Reference().IsMatch(value.ToString()))
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

    // One with a default could hold the secret there.
    [GeneratedRegex(@"^\$\{[A-Za-z_][A-Za-z0-9_]*\}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"password|secret|token|jaas|credential|user\.info|ssl\.key|private", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretKey();
}

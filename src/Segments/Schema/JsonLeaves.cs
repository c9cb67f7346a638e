using System.Globalization;
using System.Text.Json.Nodes;

namespace Segments.Schema;

/// <summary>Takes a document apart into its leaves, each under its JSON pointer, as Pinot names properties that it does not know.</summary>
internal static class JsonLeaves
{
    /// <summary>Adds every leaf of a value. Empty lists and objects have none.</summary>
    public static void Add(JsonNode? value, string pointer, Dictionary<string, JsonNode?> leaves)
    {
        switch (value)
        {
            case JsonObject members:
                foreach ((string key, JsonNode? member) in members)
                {
                    Add(member, $"{pointer}/{key}", leaves);
                }

                break;
            case JsonArray items:
                for (int i = 0; i < items.Count; i++)
                {
                    Add(items[i], string.Create(CultureInfo.InvariantCulture, $"{pointer}/{i}"), leaves);
                }

                break;
            default:
                leaves[pointer] = value?.DeepClone();
                break;
        }
    }
}

using System.Text.Json.Nodes;
using Ingestion.Sources;
using Segments.Schema;
using Segments.Tables;

namespace Ingestion;

/// <summary>Refuses configs that ask for what is not built, where ignoring the wish would give wrong rows.</summary>
internal static class IngestionFeatures
{
    // Section, key, and what it would do.
    private static readonly (string Section, string Key, string Effect)[] Refused =
    [
        ("ingestionConfig", "transformConfigs", "ingestion transforms"),
        ("ingestionConfig", "filterConfig", "ingestion filters"),
        ("ingestionConfig", "complexTypeConfig", "flattening of nested messages"),
        ("ingestionConfig", "aggregationConfigs", "roll-up while consuming"),
        ("ingestionConfig", "enrichmentConfigs", "enrichment of messages"),
        ("ingestionConfig", "schemaConformingTransformerConfig", "schema-conforming transforms"),
        ("ingestionConfig", "continueOnError", "keeping rows whose values do not fit"),
        ("ingestionConfig", "rowTimeValueCheck", "the check of time values"),
    ];

    /// <exception cref="IngestionException">Names the key.</exception>
    public static void Check(TableConfig config, TableSchema schema)
    {
        foreach ((string section, string key, string effect) in Refused)
        {
            if (IsAskedFor(config.Section(section)[key]))
            {
                throw new IngestionException($"'{section}.{key}' is set, but {effect} is not supported yet; remove the key");
            }
        }

        foreach (ColumnSchema column in schema.Columns)
        {
            if (column.Name is "__key" || column.Name.StartsWith("__header$", StringComparison.Ordinal) || column.Name.StartsWith("__metadata$", StringComparison.Ordinal))
            {
                throw new IngestionException($"column '{column.Name}' would hold a part of the Kafka record, which is not supported yet; remove it from the schema");
            }
        }
    }

    private static bool IsAskedFor(JsonNode? value) => value switch
    {
        null => false,
        JsonArray list => list.Count > 0,
        JsonObject section => section.Any(pair => IsAskedFor(pair.Value)),
        _ => Text(value) is not ("" or "FALSE"),
    };

    private static string Text(JsonNode? value) => value is JsonValue ? value.ToString().Trim().ToUpperInvariant() : "";
}

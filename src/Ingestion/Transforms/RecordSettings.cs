using System.Text.Json.Nodes;
using Ingestion.Sources;
using Segments.Tables;

namespace Ingestion.Transforms;

/// <summary>A field and the expression that computes it.</summary>
internal sealed record FieldExpression(string Field, string Text);

/// <summary>What a table config asks for between message and row.</summary>
internal sealed record RecordSettings
{
    /// <summary><c>transformConfigs</c>, in the order of the config.</summary>
    public IReadOnlyList<FieldExpression> Transforms { get; private init; } = [];

    /// <summary>Metrics of <c>aggregationConfigs</c> and the field each is computed of; null for a column that counts rows.</summary>
    public IReadOnlyDictionary<string, string?> Aggregated { get; private init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary><c>filterConfig.filterFunction</c>: rows for which it is true are dropped.</summary>
    public string? Filter { get; private init; }

    /// <summary><c>complexTypeConfig</c>; null if there is none.</summary>
    public ComplexTypeSettings? ComplexTypes { get; private init; }

    /// <summary>Fields that enrichers compute before nested messages are made flat.</summary>
    public IReadOnlyList<FieldExpression> EarlyEnrichments { get; private init; } = [];

    /// <summary>Fields that enrichers compute after it.</summary>
    public IReadOnlyList<FieldExpression> Enrichments { get; private init; } = [];

    /// <summary><c>schemaConformingTransformerConfig</c>; null if there is none.</summary>
    public ExtraFieldSettings? ExtraFields { get; private init; }

    /// <summary>True if a value that does not fit becomes null instead of costing the row.</summary>
    public bool ContinuesOnError { get; private init; }

    /// <summary>True if rows with impossible times are dropped.</summary>
    public bool ChecksTime { get; private init; }

    /// <summary>True if nothing is asked for but the columns of the message.</summary>
    public bool IsPlain => HasOnlyFunctions && Transforms.Count == 0 && Filter is null && !ContinuesOnError && !ChecksTime;

    /// <summary>True if nothing is asked for but transforms, a filter and what is done about errors.</summary>
    public bool HasOnlyFunctions => Aggregated.Count == 0 && ComplexTypes is null && EarlyEnrichments.Count == 0 && Enrichments.Count == 0 && ExtraFields is null;

    /// <exception cref="IngestionException">A value is no such value; names the key.</exception>
    public static RecordSettings Parse(TableConfig config)
    {
        JsonObject ingestion = config.Section("ingestionConfig");
        (List<FieldExpression> early, List<FieldExpression> late) = Enrichers(ingestion["enrichmentConfigs"] as JsonArray ?? []);
        return new RecordSettings
        {
            Transforms = [.. TransformsOf(ingestion["transformConfigs"] as JsonArray ?? [])],
            Aggregated = KeyConfig.AggregatedFields(config),
            Filter = FilterOf(ingestion),
            ComplexTypes = ingestion["complexTypeConfig"] is JsonObject complex ? ComplexOf(complex) : null,
            EarlyEnrichments = early,
            Enrichments = late,
            ExtraFields = ingestion["schemaConformingTransformerConfig"] is JsonObject extra ? ExtraFieldSettings.Parse(extra) : null,
            ContinuesOnError = ConfigText.Flag(ingestion, "ingestionConfig", "continueOnError", absent: false),
            ChecksTime = ConfigText.Flag(ingestion, "ingestionConfig", "rowTimeValueCheck", absent: false),
        };
    }

    private static IEnumerable<FieldExpression> TransformsOf(JsonArray transforms)
    {
        HashSet<string> columns = new(StringComparer.Ordinal);
        foreach (JsonNode? node in transforms)
        {
            string? column = node is JsonObject transform ? ConfigText.Of(transform, "columnName") : null;
            string? function = node is JsonObject same ? ConfigText.Of(same, "transformFunction") : null;
            if (column is null || function is null)
            {
                throw new IngestionException(
                    $"columnName/transformFunction cannot be null in TransformConfig {node?.ToJsonString()}: every entry of 'ingestionConfig.transformConfigs' needs both");
            }

            if (!columns.Add(column))
            {
                throw new IngestionException($"Duplicate transform config found for column '{column}'; 'ingestionConfig.transformConfigs' may name it once");
            }

            yield return new FieldExpression(column, function);
        }
    }

    // An empty text is no expression, and no way to say that there is none.
    private static string? FilterOf(JsonObject ingestion)
    {
        JsonNode? function = (ingestion["filterConfig"] as JsonObject)?["filterFunction"];
        return function is JsonValue && string.IsNullOrWhiteSpace(function.ToString())
            ? throw new IngestionException($"Invalid filter function '{function}' in 'ingestionConfig.filterConfig', exception: it is empty; write a condition, or remove 'filterConfig'")
            : function is null ? null : ConfigText.Of(ingestion["filterConfig"]!.AsObject(), "filterFunction");
    }

    private static ComplexTypeSettings ComplexOf(JsonObject complex)
    {
        string word = ConfigText.Of(complex, "collectionNotUnnestedToJson") ?? "NON_PRIMITIVE";
        CollectionRule rule = word switch
        {
            "NONE" => CollectionRule.None,
            "NON_PRIMITIVE" => CollectionRule.NonPrimitive,
            "ALL" => CollectionRule.All,
            _ => throw new IngestionException($"'complexTypeConfig.collectionNotUnnestedToJson' must be NONE, NON_PRIMITIVE or ALL, not '{word}'"),
        };
        return new ComplexTypeSettings(
            [.. ConfigText.List(complex, "fieldsToUnnest").Order(StringComparer.Ordinal)],
            ConfigText.Of(complex, "delimiter") ?? ".",
            rule,
            [.. ConfigText.Map(complex, "prefixesToRename")]);
    }

    private static (List<FieldExpression> Early, List<FieldExpression> Late) Enrichers(JsonArray enrichers)
    {
        (List<FieldExpression> early, List<FieldExpression> late) = ([], []);
        foreach (JsonObject enricher in enrichers.OfType<JsonObject>())
        {
            string? type = ConfigText.Of(enricher, "enricherType");
            if (type != "generateColumn")
            {
                throw new IngestionException($"No record enricher found for type: {type} in 'ingestionConfig.enrichmentConfigs'; known is generateColumn");
            }

            if (enricher["properties"] is not JsonObject properties || properties["fieldToFunctionMap"] is not JsonObject)
            {
                throw new IngestionException("'ingestionConfig.enrichmentConfigs': the enricher generateColumn needs properties.fieldToFunctionMap, an object of fields and functions");
            }

            bool isEarly = ConfigText.Flag(enricher, "ingestionConfig.enrichmentConfigs", "preComplexTypeTransform", absent: false);
            (isEarly ? early : late).AddRange(ConfigText.Map(properties, "fieldToFunctionMap").Select(pair => new FieldExpression(pair.Key, pair.Value)));
        }

        return (early, late);
    }
}

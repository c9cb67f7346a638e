using System.Globalization;
using System.Text.Json.Nodes;
using Segments.Keys;
using Segments.Schema;

namespace Segments.Tables;

/// <summary>Reads what a table config says of keys: <c>upsertConfig</c>, <c>dedupConfig</c>, <c>aggregateMetrics</c>, <c>aggregationConfigs</c>.</summary>
public static class KeyConfig
{
    /// <summary>What happens to the rows of a key.</summary>
    /// <returns>Null if every row is kept as it is.</returns>
    public static KeySettings? Read(TableConfig config, TableSchema schema)
    {
        if (UpsertMode(config) is "FULL" or "PARTIAL")
        {
            return Upsert(config, config.Section("upsertConfig"), schema);
        }

        if (IsDedup(config))
        {
            JsonObject dedup = config.Section("dedupConfig");
            return new KeySettings(KeyMode.Dedup, schema.PrimaryKey) { TimeColumn = Text(dedup, "dedupTimeColumn") ?? config.TimeColumn, TimeToLive = Number(dedup, "metadataTTL") };
        }

        return IsRolledUp(config) ? RollUp(config, schema) : null;
    }

    /// <summary>Of each metric of the <c>aggregationConfigs</c>, the field of the message that it is computed of; null where rows are counted.</summary>
    public static IReadOnlyDictionary<string, string?> AggregatedFields(TableConfig config) => Aggregations(config).DistinctBy(entry => entry.Column, StringComparer.Ordinal).ToDictionary(
        entry => entry.Column,
        entry => entry.Function.TrimStart().StartsWith("COUNT", StringComparison.OrdinalIgnoreCase) ? null : RollUpRules.Source(entry.Function),
        StringComparer.Ordinal);

    /// <summary>NONE, FULL, PARTIAL, or what else the config says.</summary>
    internal static string UpsertMode(TableConfig config) =>
        config.Json["upsertConfig"] is JsonObject upsert ? Text(upsert, "mode") ?? "FULL" : "NONE";

    internal static bool IsDedup(TableConfig config) =>
        config.Json["dedupConfig"] is JsonObject dedup && !string.Equals(Text(dedup, "dedupEnabled"), "false", StringComparison.OrdinalIgnoreCase);

    internal static bool IsRolledUp(TableConfig config) => HasAggregateMetrics(config) || Aggregations(config).Length > 0;

    internal static bool HasAggregateMetrics(TableConfig config) =>
        string.Equals(Text(config.Section("tableIndexConfig"), "aggregateMetrics"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Column and function text of each of the <c>aggregationConfigs</c>.</summary>
    internal static (string Column, string Function)[] Aggregations(TableConfig config) =>
    [
        .. (config.Section("ingestionConfig")["aggregationConfigs"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(entry => (Text(entry, "columnName") ?? "", Text(entry, "aggregationFunction") ?? "")),
    ];

    /// <summary>Comparison columns, or the time column if the config names none.</summary>
    internal static string[] ComparisonColumns(TableConfig config)
    {
        JsonObject upsert = config.Section("upsertConfig");
        string[] named = [.. Names(upsert["comparisonColumns"]), .. Names(upsert["comparisonColumn"])];
        return named.Length > 0 ? [.. named.Distinct(StringComparer.Ordinal)] : config.TimeColumn is { } time ? [time] : [];
    }

    internal static string? Text(JsonObject json, string key) => JsonFields.ScalarText(json[key]) is { Length: > 0 } text ? text.Trim() : null;

    internal static double Number(JsonObject json, string key) =>
        double.TryParse(Text(json, key), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : 0;

    /// <summary>A strategy by Pinot's name.</summary>
    internal static bool TryParseStrategy(string name, out MergeStrategy strategy) =>
        Enum.TryParse(name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out strategy) && Enum.IsDefined(strategy) && !char.IsAsciiDigit(name[0]);

    private static IEnumerable<string> Names(JsonNode? value) => value switch
    {
        JsonArray list => list.Select(name => JsonFields.ScalarText(name) ?? "").Where(name => name.Length > 0),
        JsonValue one when JsonFields.ScalarText(one) is { Length: > 0 } single => [single],
        _ => [],
    };

    private static KeySettings Upsert(TableConfig config, JsonObject upsert, TableSchema schema)
    {
        Dictionary<string, MergeStrategy> strategies = new(StringComparer.Ordinal);
        foreach ((string column, JsonNode? value) in upsert["partialUpsertStrategies"] as JsonObject ?? [])
        {
            if (TryParseStrategy(JsonFields.ScalarText(value) ?? "?", out MergeStrategy strategy))
            {
                strategies[column] = strategy;
            }
        }

        return new KeySettings(UpsertMode(config) is "PARTIAL" ? KeyMode.PartialUpsert : KeyMode.Upsert, schema.PrimaryKey)
        {
            ComparisonColumns = ComparisonColumns(config),
            DeleteColumn = Text(upsert, "deleteRecordColumn"),
            DropsOutOfOrder = string.Equals(Text(upsert, "dropOutOfOrderRecord"), "true", StringComparison.OrdinalIgnoreCase),
            OutOfOrderColumn = Text(upsert, "outOfOrderRecordColumn"),
            TimeToLive = Number(upsert, "metadataTTL"),
            DeletedTimeToLive = Number(upsert, "deletedKeysTTL"),
            Strategies = strategies,
            DefaultStrategy = Text(upsert, "defaultPartialUpsertStrategy") is { } name && TryParseStrategy(name, out MergeStrategy common) ? common : MergeStrategy.Overwrite,
        };
    }

    private static KeySettings RollUp(TableConfig config, TableSchema schema)
    {
        Dictionary<string, MergeStrategy> strategies = schema.Columns.Where(column => column.Role == FieldRole.Metric)
            .ToDictionary(column => column.Name, _ => MergeStrategy.Increment, StringComparer.Ordinal);
        foreach ((string column, string function) in Aggregations(config))
        {
            strategies[column] = function.Split('(')[0].Trim().ToUpperInvariant() switch
            {
                "MIN" => MergeStrategy.Min,
                "MAX" => MergeStrategy.Max,
                _ => MergeStrategy.Increment,
            };
        }

        return new KeySettings(KeyMode.RollUp, [.. schema.Columns.Where(column => column.Role != FieldRole.Metric).Select(column => column.Name)]) { Strategies = strategies };
    }
}

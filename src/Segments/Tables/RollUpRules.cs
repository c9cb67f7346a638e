using System.Text.Json.Nodes;
using Segments.Schema;

namespace Segments.Tables;

/// <summary>What must hold for tables that roll rows up while consuming.</summary>
internal static class RollUpRules
{
    private static readonly string[] Functions = ["SUM", "MIN", "MAX", "COUNT", "SUMPRECISION"];

    /// <exception cref="TableConfigException">Names the column and what to write.</exception>
    public static void Check(TableConfig config, TableSchema schema)
    {
        (string Column, string Function)[] aggregations = KeyConfig.Aggregations(config);
        Require(!KeyConfig.HasAggregateMetrics(config) || aggregations.Length == 0, "aggregateMetrics cannot be set with AggregationConfig; remove 'tableIndexConfig.aggregateMetrics' or 'ingestionConfig.aggregationConfigs'");
        HashSet<string> aggregated = new(StringComparer.Ordinal);
        foreach ((string name, string function) in aggregations)
        {
            CheckAggregation(name, function, schema);
            Require(aggregated.Add(name), $"Duplicate aggregation config found for column '{name}'; write one in 'aggregationConfigs'");
        }

        if (aggregations.Length > 0)
        {
            string[] missing = [.. schema.Columns.Where(column => column.Role == FieldRole.Metric && !aggregated.Contains(column.Name)).Select(column => column.Name)];
            Require(missing.Length == 0, $"all metric columns must be aggregated; 'aggregationConfigs' lacks {string.Join(", ", missing)}");
            CheckRaw(config, schema, aggregated);
        }

        // The function is looked at last, as Pinot does.
        foreach ((string name, string function) in aggregations)
        {
            string word = function.Split('(')[0].Trim().ToUpperInvariant();
            Require(
                Functions.Contains(word, StringComparer.Ordinal),
                $"aggregation function '{function}' of column '{name}' in 'aggregationConfigs' cannot be computed while consuming; write one of {string.Join(", ", Functions)}");
        }
    }

    /// <summary>The argument of an aggregation function: a field of the message, or <c>*</c>.</summary>
    internal static string Source(string function) => Arguments(function).Split(',')[0].Trim().Trim('"');

    private static string Arguments(string function)
    {
        int open = function.IndexOf('(', StringComparison.Ordinal);
        return open < 0 || !function.TrimEnd().EndsWith(')') ? "" : function.TrimEnd()[(open + 1)..^1];
    }

    private static void CheckAggregation(string name, string function, TableSchema schema)
    {
        Require(name.Length > 0 && function.Length > 0, "columnName/aggregationFunction cannot be null in AggregationConfig: each entry of 'aggregationConfigs' needs both");
        ColumnSchema column = schema.Columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.Ordinal))
            ?? throw new TableConfigException($"The destination column '{name}' of the aggregation function must be present in the schema");
        Require(column.Role == FieldRole.Metric, $"The destination column '{name}' of the aggregation function must be a metric column");
        Require(
            function.Split('(')[0].Trim().ToUpperInvariant() is not ("SUM" or "MIN" or "MAX" or "COUNT") || !Arguments(function).Contains(',', StringComparison.Ordinal),
            $"{function.Split('(')[0].Trim()} can only have one argument: '{function}' of column '{name}'");
        Require(Source(function).Length > 0, $"aggregation function '{function}' of column '{name}' must name one field, such as SUM(price), or be COUNT(*)");
    }

    private static void CheckRaw(TableConfig config, TableSchema schema, HashSet<string> aggregated)
    {
        JsonObject indexing = config.Section("tableIndexConfig");
        HashSet<string> raw = new(StringComparer.Ordinal);
        raw.UnionWith(IndexRules.Names(indexing, "noDictionaryColumns"));
        raw.UnionWith((indexing["noDictionaryConfig"] as JsonObject ?? []).Select(pair => pair.Key));
        raw.UnionWith(FieldConfigRules.RawColumns(config.Json["fieldConfigList"]));
        string[] faults =
        [
            .. schema.Columns.Where(column => aggregated.Contains(column.Name) && !raw.Contains(column.Name))
                .Select(column => $"Aggregated column: {column.Name} must be a no-dictionary column"),
        ];
        Require(faults.Length == 0, $"{string.Join("; ", faults)}; add to 'tableIndexConfig.noDictionaryColumns'");
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new TableConfigException(fault);
        }
    }
}

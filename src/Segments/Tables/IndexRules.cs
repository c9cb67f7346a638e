using System.Globalization;
using System.Text.Json.Nodes;
using Segments.Schema;

namespace Segments.Tables;

/// <summary>Index settings must name columns that exist and can have such an index, whether or not the index is built.</summary>
internal static class IndexRules
{
    /// <exception cref="TableConfigException">Names the column.</exception>
    public static void Check(TableConfig config, TableSchema schema)
    {
        JsonObject indexing = config.Section("tableIndexConfig");
        HashSet<string> raw = new([.. Names(indexing, "noDictionaryColumns"), .. Keys(indexing, "noDictionaryConfig")], StringComparer.Ordinal);
        JsonNode? fields = config.Json["fieldConfigList"];
        FieldConfigRules.Check(fields, raw, schema);
        foreach (string name in raw.Concat(Names(indexing, "onHeapDictionaryColumns")))
        {
            Find(schema, name);
        }

        foreach (string name in Names(indexing, "invertedIndexColumns"))
        {
            Find(schema, name);
            Require(!raw.Contains(name), $"Cannot create inverted index on column: {name} without dictionary. Take it out of 'noDictionaryColumns'.");
        }

        HashSet<string> withoutDictionary = [.. raw, .. FieldConfigRules.RawColumns(fields)];
        foreach (string name in Names(indexing, "rangeIndexColumns"))
        {
            CheckRange(Find(schema, name), !withoutDictionary.Contains(name));
        }

        foreach (string name in Names(indexing, "bloomFilterColumns").Concat(Keys(indexing, "bloomFilterConfigs")))
        {
            CheckBloom(Find(schema, name));
        }

        CheckProbabilities(indexing);
        CheckPaths(indexing);

        // The columns of the newer setting take the place of those of the older one.
        foreach (string name in indexing["jsonIndexConfigs"] is JsonObject ? Keys(indexing, "jsonIndexConfigs") : Names(indexing, "jsonIndexColumns"))
        {
            CheckJson(Find(schema, name));
        }

        foreach (string name in Names(indexing, "varLengthDictionaryColumns"))
        {
            ColumnSchema column = Find(schema, name);
            Require(
                column.Physical == PhysicalType.Bytes,
                $"Cannot create var-length dictionary on column: {name} of fixed-width stored type: {column.Type.PinotName()}");
        }

        StarTreeRules.Check(indexing, withoutDictionary, schema);
        CheckSorting(indexing, schema);
        CheckPartitions(indexing, schema);
    }

    /// <exception cref="TableConfigException">The column cannot have a JSON index.</exception>
    internal static void CheckJson(ColumnSchema column)
    {
        Require(!column.IsMultiValue, $"Cannot create JSON index on multi-value column: {column.Name}");
        Require(column.Type is DataType.String or DataType.Json, $"Cannot create JSON index on column: {column.Name} of stored type other than STRING or MAP");
    }

    /// <exception cref="TableConfigException">The column cannot have a range index.</exception>
    internal static void CheckRange(ColumnSchema column, bool hasDictionary) => Require(
        hasDictionary || column.Physical != PhysicalType.Bytes,
        $"Cannot create range index on non-numeric column: {column.Name} without dictionary");

    /// <exception cref="TableConfigException">The column cannot have a bloom filter.</exception>
    internal static void CheckBloom(ColumnSchema column) =>
        Require(column.Type != DataType.Boolean, $"Cannot create bloom filter on BOOLEAN column: {column.Name}");

    internal static ColumnSchema Find(TableSchema schema, string name) =>
        TryFind(schema, name) ?? throw new TableConfigException($"Failed to find column: {name} in schema");

    internal static ColumnSchema? TryFind(TableSchema schema, string name) =>
        schema.Columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.Ordinal));

    /// <summary>The texts of a list; empty ones do not count.</summary>
    internal static IEnumerable<string> Names(JsonObject json, string key) =>
        (json[key] as JsonArray ?? []).Select(name => JsonFields.ScalarText(name) ?? string.Empty).Where(name => name.Length > 0);

    private static IEnumerable<string> Keys(JsonObject json, string key) => (json[key] as JsonObject)?.Select(pair => pair.Key) ?? [];

    private static void CheckSorting(JsonObject indexing, TableSchema schema)
    {
        foreach (string name in Names(indexing, "sortedColumn"))
        {
            ColumnSchema column = TryFind(schema, name) ?? throw new TableConfigException($"Failed to find sorted column: {name} in schema");
            Require(!column.IsMultiValue, $"Cannot sort on multi-value column: {name}");
        }
    }

    private static void CheckPartitions(JsonObject indexing, TableSchema schema)
    {
        foreach ((string name, JsonNode? settings) in (indexing["segmentPartitionConfig"] as JsonObject)?["columnPartitionMap"] as JsonObject ?? [])
        {
            ColumnSchema column = TryFind(schema, name) ?? throw new TableConfigException($"Failed to find partition column: {name} in schema");
            Require(!column.IsMultiValue, $"Cannot partition on multi-value column: {name}");
            string? count = (settings as JsonObject)?.Text("numPartitions");
            Require(
                double.TryParse(count, NumberStyles.Float, CultureInfo.InvariantCulture, out double partitions) && partitions >= 1,
                $"'numPartitions' of column {name} must be greater than 0, not {count}");
        }
    }

    private static void CheckProbabilities(JsonObject indexing)
    {
        foreach ((string name, JsonNode? settings) in indexing["bloomFilterConfigs"] as JsonObject ?? [])
        {
            string? probability = (settings as JsonObject)?.Text("fpp");
            Require(
                string.IsNullOrEmpty(probability) || (double.TryParse(probability, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is 0 or (> 0 and < 1)),
                $"Invalid false positive probability: {probability} of column {name} in 'bloomFilterConfigs', must be in (0, 1)");
        }
    }

    private static void CheckPaths(JsonObject indexing)
    {
        foreach ((string name, JsonNode? settings) in indexing["jsonIndexConfigs"] as JsonObject ?? [])
        {
            JsonObject index = settings as JsonObject ?? [];
            Require(index["includePaths"] is null || index["excludePaths"] is null, $"Cannot configure both include and exclude paths: 'includePaths' and 'excludePaths' of column {name} in 'jsonIndexConfigs'");
            Require(index["includePaths"] is not JsonArray { Count: 0 }, $"Include paths cannot be empty: 'includePaths' of column {name} in 'jsonIndexConfigs'");
        }
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new TableConfigException(fault);
        }
    }
}

using System.Text.Json.Nodes;
using Segments.Schema;

namespace Segments.Tables;

/// <summary>Index settings must name columns that exist and can have such an index, whether or not the index is built.</summary>
internal static class IndexRules
{
    private static readonly string[] Encodings = ["RAW", "DICTIONARY"];
    private static readonly string[] IndexTypes = ["INVERTED", "SORTED", "TEXT", "FST", "IFST", "H3", "JSON", "TIMESTAMP", "VECTOR", "RANGE"];

    private static readonly string[] Granularities =
        ["MILLISECOND", "SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR"];

    /// <exception cref="TableConfigException">Names the column.</exception>
    public static void Check(TableConfig config, TableSchema schema)
    {
        JsonObject indexing = config.Section("tableIndexConfig");
        string[] raw = [.. Names(indexing, "noDictionaryColumns"), .. Keys(indexing, "noDictionaryConfig")];
        foreach (string list in (string[])["noDictionaryColumns", "rangeIndexColumns", "onHeapDictionaryColumns"])
        {
            foreach (string name in Names(indexing, list))
            {
                Find(schema, name);
            }
        }

        foreach (string name in Names(indexing, "invertedIndexColumns"))
        {
            Find(schema, name);
            Require(!raw.Contains(name, StringComparer.Ordinal), $"Cannot create inverted index on column: {name} without dictionary. Take it out of 'noDictionaryColumns'.");
        }

        foreach (string name in Names(indexing, "sortedColumn"))
        {
            ColumnSchema column = TryFind(schema, name) ?? throw new TableConfigException($"Failed to find sorted column: {name} in schema");
            Require(!column.IsMultiValue, $"Cannot sort on multi-value column: {name}");
        }

        foreach (string name in Names(indexing, "bloomFilterColumns").Concat(Keys(indexing, "bloomFilterConfigs")))
        {
            Require(Find(schema, name).Type != DataType.Boolean, $"Cannot create bloom filter on BOOLEAN column: {name}");
        }

        foreach (string name in Names(indexing, "jsonIndexColumns").Concat(Keys(indexing, "jsonIndexConfigs")))
        {
            ColumnSchema column = Find(schema, name);
            Require(!column.IsMultiValue, $"Cannot create JSON index on multi-value column: {name}");
            Require(column.Type is DataType.String or DataType.Json, $"Cannot create JSON index on column: {name} of stored type other than STRING or MAP");
        }

        foreach (string name in Names(indexing, "varLengthDictionaryColumns"))
        {
            ColumnSchema column = Find(schema, name);
            Require(
                column.Physical == PhysicalType.Bytes,
                $"Cannot create var-length dictionary on column: {name} of fixed-width stored type: {column.Type.PinotName()}");
        }

        CheckPartitions(indexing, schema);
        CheckStarTrees(indexing, schema);
        CheckFields(config.Json["fieldConfigList"], raw, schema);
    }

    private static void CheckPartitions(JsonObject indexing, TableSchema schema)
    {
        foreach (string name in Keys(indexing["segmentPartitionConfig"] as JsonObject ?? [], "columnPartitionMap"))
        {
            ColumnSchema column = TryFind(schema, name) ?? throw new TableConfigException($"Failed to find partition column: {name} in schema");
            Require(!column.IsMultiValue, $"Cannot partition on multi-value column: {name}");
        }
    }

    private static void CheckStarTrees(JsonObject indexing, TableSchema schema)
    {
        foreach (JsonNode? tree in indexing["starTreeIndexConfigs"] as JsonArray ?? [])
        {
            JsonObject config = tree as JsonObject ?? [];
            Require(config["dimensionsSplitOrder"] is JsonArray, "Missing required creator property 'dimensionsSplitOrder' in 'starTreeIndexConfigs'");
            foreach (string name in Names(config, "dimensionsSplitOrder"))
            {
                ColumnSchema column = TryFind(schema, name)
                    ?? throw new TableConfigException($"Failed to find dimension column: {name} specified in star-tree index config in schema");
                Require(!column.IsMultiValue, $"Star-tree dimension columns must be single-value, but found multi-value column: {name}");
            }

            foreach (string pair in Names(config, "functionColumnPairs"))
            {
                string[] halves = pair.Split("__", 2);
                Require(halves.Length == 2, $"Invalid StarTreeIndex config: {pair}. Must be in the form <Aggregation function>__<Column name>");
                Require(halves[1] is "*" || TryFind(schema, halves[1]) is not null, $"Failed to find column: {halves[1]} specified in star-tree index config in schema");
            }
        }
    }

    private static void CheckFields(JsonNode? list, string[] raw, TableSchema schema)
    {
        foreach (JsonNode? entry in list as JsonArray ?? [])
        {
            JsonObject field = entry as JsonObject ?? throw new TableConfigException("'fieldConfigList' must hold objects with a 'name'");
            string name = field.Text("name") ?? throw new TableConfigException("an entry of 'fieldConfigList' has no 'name'");
            ColumnSchema column = Find(schema, name);
            string encoding = field.Text("encodingType") ?? "DICTIONARY";
            Require(Encodings.Contains(encoding, StringComparer.Ordinal), $"'encodingType' of column {name} must be RAW or DICTIONARY, not \"{encoding}\"");
            bool isDictionary = encoding is "DICTIONARY";
            Require(
                field["encodingType"] is null || !isDictionary || !raw.Contains(name, StringComparer.Ordinal),
                $"FieldConfig encoding type is different from indexingConfig for column: {name}. Take it out of 'noDictionaryColumns', or write RAW.");
            CheckCodec(field, column, isDictionary);
            foreach (string type in Names(field, "indexTypes").Append(field.Text("indexType") ?? string.Empty).Where(type => type.Length > 0))
            {
                CheckIndexType(type, column, isDictionary);
            }

            foreach (string granularity in Names(field["timestampConfig"] as JsonObject ?? [], "granularities"))
            {
                Require(
                    Granularities.Contains(granularity, StringComparer.Ordinal),
                    $"'granularities' of column {name} must be among {string.Join(", ", Granularities)}, not \"{granularity}\"");
            }
        }
    }

    private static void CheckCodec(JsonObject field, ColumnSchema column, bool isDictionary)
    {
        string? codec = field.Text("compressionCodec");
        if (string.IsNullOrEmpty(codec) || codec is "MV_ENTRY_DICT")
        {
            return;
        }

        Require(!isDictionary, $"Compression codec: {codec} is not applicable to dictionary encoded column: {column.Name}");
        Require(
            codec is not ("DELTA" or "DELTADELTA") || column.Type is DataType.Int or DataType.Long,
            $"Compression codec {codec} can only be used on INT/LONG data types, found {column.Type.PinotName()} for column: {column.Name}");
    }

    private static void CheckIndexType(string type, ColumnSchema column, bool isDictionary)
    {
        Require(IndexTypes.Contains(type, StringComparer.Ordinal), $"index type of column {column.Name} must be among {string.Join(", ", IndexTypes)}, not \"{type}\"");
        Require(type is not ("FST" or "IFST") || isDictionary, $"Cannot create FST index on column: {column.Name} without dictionary");
        Require(type is not "H3" || column.Type == DataType.Bytes, $"Cannot create H3 index on column: {column.Name} of stored type other than BYTES");
    }

    private static ColumnSchema Find(TableSchema schema, string name) =>
        TryFind(schema, name) ?? throw new TableConfigException($"Failed to find column: {name} in schema");

    private static ColumnSchema? TryFind(TableSchema schema, string name) =>
        schema.Columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.Ordinal));

    private static IEnumerable<string> Names(JsonObject json, string key) => json[key] switch
    {
        JsonArray list => list.Select(name => JsonFields.ScalarText(name) ?? string.Empty).Where(name => name.Length > 0),
        JsonValue one => [JsonFields.ScalarText(one) ?? string.Empty],
        _ => [],
    };

    private static IEnumerable<string> Keys(JsonObject json, string key) => (json[key] as JsonObject)?.Select(pair => pair.Key) ?? [];

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new TableConfigException(fault);
        }
    }
}

using System.Text.Json.Nodes;
using Segments.Keys;
using Segments.Schema;

namespace Segments.Tables;

/// <summary>What must hold for tables with upsert or dedup.</summary>
internal static class KeyRules
{
    private static readonly string[] Modes = ["NONE", "PARTIAL", "FULL"];
    private static readonly string[] HashFunctions = ["NONE", "MD5", "MURMUR3", "UUID", "XXHASH", "XXH128"];
    private static readonly string[] Strategies = ["OVERWRITE", "FORCE_OVERWRITE", "IGNORE", "INCREMENT", "APPEND", "UNION", "MAX", "MIN"];

    /// <exception cref="TableConfigException">Names the key or column and what to write.</exception>
    public static void Check(TableConfig config, TableSchema schema)
    {
        string mode = KeyConfig.UpsertMode(config);
        Require(Modes.Contains(mode, StringComparer.Ordinal), $"'upsertConfig.mode' must be one of {string.Join(", ", Modes)}, not \"{mode}\"");
        bool isUpsert = mode is not "NONE";
        bool isDedup = KeyConfig.IsDedup(config);
        CheckHash(config, "upsertConfig");
        CheckHash(config, "dedupConfig");
        if (!isUpsert && !isDedup)
        {
            return;
        }

        Require(!isUpsert || !isDedup, "A table can have either Upsert or Dedup enabled, but not both; remove 'upsertConfig' or 'dedupConfig'");
        Require(schema.PrimaryKey.Count > 0, "Upsert/Dedup table must have primary key columns in the schema; write 'primaryKeyColumns'");
        Require(
            string.Equals(KeyConfig.Text(config.Section("routing"), "instanceSelectorType"), "strictReplicaGroup", StringComparison.OrdinalIgnoreCase),
            "Upsert/Dedup table must use strict replica-group (i.e. strictReplicaGroup) based routing; write \"routing\": {\"instanceSelectorType\": \"strictReplicaGroup\"}");
        Require(
            !KeyConfig.IsRolledUp(config),
            "Metrics aggregation and upsert or dedup cannot be enabled together; remove 'aggregateMetrics' and 'aggregationConfigs', or 'upsertConfig' and 'dedupConfig'");
        if (isUpsert)
        {
            CheckUpsert(config, config.Section("upsertConfig"), schema);
        }
        else
        {
            CheckDedup(config, config.Section("dedupConfig"), schema);
        }
    }

    private static void CheckHash(TableConfig config, string section)
    {
        string? hash = KeyConfig.Text(config.Section(section), "hashFunction");
        Require(
            hash is null || HashFunctions.Contains(hash.ToUpperInvariant(), StringComparer.Ordinal),
            $"'{section}.hashFunction' must be one of {string.Join(", ", HashFunctions)}, not \"{hash}\"");
    }

    private static void CheckUpsert(TableConfig config, JsonObject upsert, TableSchema schema)
    {
        JsonObject indexing = config.Section("tableIndexConfig");
        Require(
            indexing["starTreeIndexConfigs"] is not JsonArray { Count: > 0 } && !IsTrue(indexing, "enableDefaultStarTree"),
            "The upsert table cannot have star-tree index. Remove 'starTreeIndexConfigs' and 'enableDefaultStarTree'.");
        string[] comparison = KeyConfig.ComparisonColumns(config);
        foreach (string name in comparison)
        {
            Find(schema, name, $"The comparison column {name} does not exist on schema");
        }

        CheckMarks(upsert, schema);
        CheckTimesToLive(upsert, comparison, schema);
        if (KeyConfig.UpsertMode(config) is "PARTIAL")
        {
            CheckStrategies(config, upsert, comparison, schema);
        }
    }

    private static void CheckMarks(JsonObject upsert, TableSchema schema)
    {
        if (KeyConfig.Text(upsert, "deleteRecordColumn") is { } delete)
        {
            ColumnSchema column = Find(schema, delete, $"Column {delete} specified in deleteRecordColumn does not exist");
            Require(!column.IsMultiValue, $"The deleteRecordColumn - {delete} must be a single-valued column");
            Require(
                column.Type is DataType.String or DataType.Boolean || IsNumber(column),
                $"The deleteRecordColumn - {delete} must be of type: String / Boolean / Numeric; it is {column.Type.PinotName()}");
        }

        if (KeyConfig.Text(upsert, "outOfOrderRecordColumn") is { } outOfOrder)
        {
            Require(!IsTrue(upsert, "dropOutOfOrderRecord"), "outOfOrderRecordColumn and dropOutOfOrderRecord shouldn't exist together for upsert table");
            ColumnSchema column = Find(schema, outOfOrder, $"Column {outOfOrder} specified in outOfOrderRecordColumn does not exist");
            Require(
                column is { IsMultiValue: false, Type: DataType.Boolean },
                $"The outOfOrderRecordColumn must be a single-valued BOOLEAN column; {outOfOrder} is {column.Type.PinotName()}");
        }
    }

    private static void CheckTimesToLive(JsonObject upsert, string[] comparison, TableSchema schema)
    {
        bool expires = KeyConfig.Number(upsert, "metadataTTL") > 0;
        bool deletedExpire = KeyConfig.Number(upsert, "deletedKeysTTL") > 0;
        if (!expires && !deletedExpire)
        {
            return;
        }

        Require(comparison.Length == 1, "MetadataTTL / DeletedKeysTTL does not work with multiple comparison columns; name one in 'comparisonColumns'");
        ColumnSchema column = Find(schema, comparison[0], $"The comparison column {comparison[0]} does not exist on schema");
        Require(
            IsNumber(column) || column.Type == DataType.Timestamp,
            $"MetadataTTL / DeletedKeysTTL must have comparison column: {column.Name} in numeric type, found: {column.Type.PinotName()}");
        Require(
            !expires || !(string.Equals(KeyConfig.Text(upsert, "snapshot"), "DISABLE", StringComparison.OrdinalIgnoreCase)),
            "Upsert TTL must have snapshot enabled; remove 'snapshot' or 'metadataTTL'");
        Require(
            !deletedExpire || KeyConfig.Text(upsert, "deleteRecordColumn") is not null,
            "Deleted Keys TTL can only be enabled with deleteRecordColumn set. Write 'deleteRecordColumn' or remove 'deletedKeysTTL'.");
    }

    private static void CheckStrategies(TableConfig config, JsonObject upsert, string[] comparison, TableSchema schema)
    {
        Require(
            config.NullHandling || schema.Columns.Any(column => column.KeepsNulls),
            "Null handling must be enabled for partial upsert tables; set 'tableIndexConfig.nullHandlingEnabled' to true");
        Require(
            KeyConfig.Text(upsert, "partialUpsertMergerClass") is null,
            "'partialUpsertMergerClass' names Java code, which cannot run here; write 'partialUpsertStrategies' instead");
        Require(
            upsert["postPartialUpsertTransformConfigs"] is not JsonArray { Count: > 0 },
            "'postPartialUpsertTransformConfigs' is not supported: the merged row would lack its values; remove it");
        if (KeyConfig.Text(upsert, "defaultPartialUpsertStrategy") is { } common)
        {
            CheckName(common, "'defaultPartialUpsertStrategy'");
        }

        foreach ((string name, JsonNode? value) in upsert["partialUpsertStrategies"] as JsonObject ?? [])
        {
            MergeStrategy strategy = CheckName(JsonFields.ScalarText(value) ?? "null", $"strategy of column {name} in 'partialUpsertStrategies'");
            CheckStrategy(name, strategy, config.TimeColumn, comparison, schema);
        }
    }

    private static void CheckStrategy(string name, MergeStrategy strategy, string? timeColumn, string[] comparison, TableSchema schema)
    {
        Require(!schema.PrimaryKey.Contains(name, StringComparer.Ordinal), $"Merger cannot be applied to primary key columns; take {name} out of 'partialUpsertStrategies'");
        Require(!string.Equals(name, timeColumn, StringComparison.Ordinal), $"Merger cannot be applied to time column; take {name} out of 'partialUpsertStrategies'");
        Require(!comparison.Contains(name, StringComparer.Ordinal), $"Merger cannot be applied to comparison column; take {name} out of 'partialUpsertStrategies'");
        ColumnSchema column = Find(schema, name, $"Merger cannot be applied to non-existing column: {name}");
        switch (strategy)
        {
            case MergeStrategy.Increment:
                Require(IsNumber(column), $"INCREMENT merger cannot be applied to non-numeric column: {name}");
                Require(column.Role != FieldRole.DateTime, $"INCREMENT merger cannot be applied to date time column: {name}");
                Require(!column.IsMultiValue, $"INCREMENT merger cannot be applied to multi-value column: {name}");
                break;
            case MergeStrategy.Append or MergeStrategy.Union:
                Require(column.IsMultiValue, $"{strategy.ToString().ToUpperInvariant()} merger cannot be applied to single-value column: {name}");
                break;
            case MergeStrategy.Max or MergeStrategy.Min:
                Require(!column.IsMultiValue, $"{strategy.ToString().ToUpperInvariant()} merger cannot be applied to multi-value column: {name}");
                break;
            default:
                break;
        }
    }

    private static void CheckDedup(TableConfig config, JsonObject dedup, TableSchema schema)
    {
        if (KeyConfig.Number(dedup, "metadataTTL") <= 0)
        {
            return;
        }

        string? named = KeyConfig.Text(dedup, "dedupTimeColumn");
        string time = named ?? config.TimeColumn ?? throw new TableConfigException("'dedupConfig.metadataTTL' needs a time column; write 'dedupTimeColumn'");
        ColumnSchema column = Find(schema, time, $"'dedupConfig.dedupTimeColumn' names column {time}, which the schema does not have");
        Require(
            (IsNumber(column) || column.Type == DataType.Timestamp) && !column.IsMultiValue,
            $"MetadataTTL must have {(named is null ? "time column" : "dedupTimeColumn")}: {time} in numeric type, found: {column.Type.PinotName()}");
    }

    private static MergeStrategy CheckName(string name, string where) =>
        KeyConfig.TryParseStrategy(name, out MergeStrategy strategy)
            ? strategy
            : throw new TableConfigException($"{where} must be one of {string.Join(", ", Strategies)}, not \"{name}\"");

    private static bool IsNumber(ColumnSchema column) => column.Type is DataType.Int or DataType.Long or DataType.Float or DataType.Double or DataType.BigDecimal;

    private static bool IsTrue(JsonObject json, string key) => string.Equals(KeyConfig.Text(json, key), "true", StringComparison.OrdinalIgnoreCase);

    private static ColumnSchema Find(TableSchema schema, string name, string fault) =>
        schema.Columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.Ordinal)) ?? throw new TableConfigException(fault);

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new TableConfigException(fault);
        }
    }
}

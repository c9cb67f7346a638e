using System.Text.Json.Nodes;
using Segments.Keys;
using Segments.Schema;

namespace Segments.Tables;

/// <summary>What must hold for tables with upsert or dedup.</summary>
internal static class KeyRules
{
    /// <exception cref="TableConfigException">Names the key or column and what to write.</exception>
    public static void Check(TableConfig config, TableSchema schema)
    {
        bool isUpsert = KeyConfig.UpsertMode(config) is not "NONE";
        bool isDedup = KeyConfig.IsDedup(config);
        if (!isUpsert && !isDedup)
        {
            return;
        }

        Require(!isUpsert || !isDedup, "A table can have either Upsert or Dedup enabled, but not both; remove 'upsertConfig' or 'dedupConfig'");
        Require(schema.PrimaryKey.Count > 0, "Upsert/Dedup table must have primary key columns in the schema; write 'primaryKeyColumns'");
        string? list = schema.Columns.FirstOrDefault(column => column.IsMultiValue && schema.PrimaryKey.Contains(column.Name, StringComparer.Ordinal))?.Name;
        Require(list is null, $"Upsert/Dedup primary key column: {list} cannot be of multi-value type");
        Require(
            string.Equals(KeyConfig.Text(config.Section("routing"), "instanceSelectorType"), "strictReplicaGroup", StringComparison.OrdinalIgnoreCase),
            "Upsert/Dedup table must use strict replica-group (i.e. strictReplicaGroup) based routing; write \"routing\": {\"instanceSelectorType\": \"strictReplicaGroup\"}");
        CheckPlacement(config);
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

    // Rows of a key must stay together: one tier, one server, also once they are sealed.
    private static void CheckPlacement(TableConfig config)
    {
        JsonObject tags = config.Section("tenants")["tagOverrideConfig"] as JsonObject ?? [];
        Require(
            tags["realtimeConsuming"] is null && tags["realtimeCompleted"] is null,
            "Invalid tenant tag override used for Upsert/Dedup table; remove 'tenants.tagOverrideConfig'");
        Require(
            config.Section("instanceAssignmentConfigMap")["COMPLETED"] is null,
            "COMPLETED instance partitions can't be configured for upsert / dedup tables; take it out of 'instanceAssignmentConfigMap'");
    }

    private static void CheckUpsert(TableConfig config, JsonObject upsert, TableSchema schema)
    {
        JsonObject indexing = config.Section("tableIndexConfig");
        Require(config.Json["tierConfigs"] is not JsonArray { Count: > 0 }, "The upsert table cannot have multi-tiers; remove 'tierConfigs'");
        Require(
            indexing["starTreeIndexConfigs"] is not JsonArray { Count: > 0 } && !IsTrue(indexing, "enableDefaultStarTree"),
            "The upsert table cannot have star-tree index. Remove 'starTreeIndexConfigs' and 'enableDefaultStarTree'.");
        string[] comparison = KeyConfig.ComparisonColumns(config);
        foreach (string name in comparison)
        {
            Find(schema, name, $"The comparison column {name} does not exist on schema");
        }

        Require(
            upsert["postPartialUpsertTransformConfigs"] is not JsonArray { Count: > 0 } || KeyConfig.UpsertMode(config) is "PARTIAL",
            "postPartialUpsertTransformConfigs can only be configured for PARTIAL upsert tables");
        CheckMarks(upsert, schema);
        CheckConsistency(config, upsert);
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

    private static void CheckConsistency(TableConfig config, JsonObject upsert)
    {
        string mode = KeyConfig.Text(upsert, "consistencyMode") ?? "NONE";
        if (mode is not "NONE")
        {
            Require(KeyConfig.Number(upsert, "newSegmentTrackingTimeMs") > 0, $"Positive newSegmentTrackingTimeMs is required to enable consistency mode: {mode}");
            Require(!IsTrue(upsert, "dropOutOfOrderRecord"), $"dropOutOfOrderRecord cannot be enabled when consistencyMode is {mode}. Out-of-order records can only be dropped in NONE consistency mode.");
            Require(
                KeyConfig.Text(upsert, "outOfOrderRecordColumn") is null,
                $"outOfOrderRecordColumn cannot be configured when consistencyMode is {mode}. Out-of-order record marking is only supported in NONE consistency mode.");
        }

        if (IsTrue(upsert, "enableDeletedKeysCompactionConsistency"))
        {
            const string Key = "enableDeletedKeysCompactionConsistency";
            Require(KeyConfig.Number(upsert, "metadataTTL") is 0, $"{Key} and metadataTTL shouldn't exist together for upsert table");
            Require(!HasSwitch(upsert, "preload", "ENABLE"), $"{Key} and preload shouldn't exist together for upsert table");
            Require(KeyConfig.Number(upsert, "deletedKeysTTL") > 0, $"{Key} should exist with deletedKeysTTL for upsert table");
            Require(!HasSwitch(upsert, "snapshot", "DISABLE"), $"{Key} should exist with snapshot for upsert table");
            JsonObject tasks = config.Section("task")["taskTypeConfigsMap"] as JsonObject ?? [];
            Require(
                tasks.ContainsKey("UpsertCompactionTask") || tasks.ContainsKey("UpsertCompactMergeTask"),
                $"{Key} should exist with UpsertCompactionTask / UpsertCompactMergeTask for upsert table");
        }
    }

    private static void CheckTimesToLive(JsonObject upsert, string[] comparison, TableSchema schema)
    {
        bool expires = KeyConfig.Number(upsert, "metadataTTL") > 0;
        bool deletedExpire = KeyConfig.Number(upsert, "deletedKeysTTL") > 0;
        if (KeyConfig.Number(upsert, "metadataTTL") is 0 && KeyConfig.Number(upsert, "deletedKeysTTL") is 0)
        {
            return;
        }

        Require(comparison.Length == 1, "MetadataTTL / DeletedKeysTTL does not work with multiple comparison columns; name one in 'comparisonColumns'");
        ColumnSchema column = Find(schema, comparison[0], $"The comparison column {comparison[0]} does not exist on schema");
        Require(
            IsNumber(column) || column.Type is DataType.Timestamp or DataType.Boolean,
            $"MetadataTTL / DeletedKeysTTL must have {(IsNamed(upsert) ? "comparison" : "time")} column: {column.Name} in numeric type, found: {column.Type.PinotName()}");
        Require(
            !expires || !HasSwitch(upsert, "snapshot", "DISABLE"),
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
        foreach ((string name, JsonNode? value) in upsert["partialUpsertStrategies"] as JsonObject ?? [])
        {
            if (KeyConfig.TryParseStrategy(JsonFields.ScalarText(value) ?? "", out MergeStrategy strategy))
            {
                CheckStrategy(name, strategy, IsNamed(upsert) ? null : config.TimeColumn, comparison, schema);
            }
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
            (IsNumber(column) || column.Type is DataType.Timestamp or DataType.Boolean) && !column.IsMultiValue,
            $"MetadataTTL must have {(named is null ? "time column" : "dedupTimeColumn")}: {time} in numeric type, found: {column.Type.PinotName()}");
    }

    private static bool IsNamed(JsonObject upsert) => upsert["comparisonColumns"] is JsonArray { Count: > 0 } || KeyConfig.Text(upsert, "comparisonColumn") is not null;

    private static bool HasSwitch(JsonObject json, string key, string word) => string.Equals(KeyConfig.Text(json, key), word, StringComparison.Ordinal);

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

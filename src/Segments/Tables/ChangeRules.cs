using System.Text.Json.Nodes;
using Segments.Schema;

namespace Segments.Tables;

/// <summary>What may change about a table that has rows: nothing that its stored rows and keys were made by.</summary>
public static class ChangeRules
{
    private static readonly string[] UpsertKeys =
        ["mode", "hashFunction", "comparisonColumns", "comparisonColumn", "deleteRecordColumn", "dropOutOfOrderRecord", "outOfOrderRecordColumn"];

    private static readonly string[] DedupKeys = ["hashFunction", "dedupTimeColumn"];

    /// <summary>Checks that a schema may take the place of another: columns may come, none may go or change its type, and a primary key stays what it is.</summary>
    /// <returns>Null if it may, else what stands against it.</returns>
    public static string? FaultOf(TableSchema old, TableSchema next)
    {
        List<string> faults = [];
        foreach (ColumnSchema column in old.Columns)
        {
            ColumnSchema? now = next.Columns.FirstOrDefault(other => string.Equals(other.Name, column.Name, StringComparison.Ordinal));
            if (now is null)
            {
                faults.Add($"column {column.Name} is missing");
            }
            else if (now.Type != column.Type || now.IsMultiValue != column.IsMultiValue)
            {
                faults.Add($"column {column.Name} was {Describe(column)} and would be {Describe(now)}");
            }
        }

        if (old.PrimaryKey.Count > 0 && !old.PrimaryKey.SequenceEqual(next.PrimaryKey, StringComparer.Ordinal))
        {
            faults.Add($"'primaryKeyColumns' was {List(old.PrimaryKey)} and would be {List(next.PrimaryKey)}");
        }

        return faults.Count == 0 ? null : string.Join("; ", faults);
    }

    /// <summary>Checks that a config may take the place of another: keys and partitioning stay what they are.</summary>
    /// <returns>Null if it may, else what stands against it: each setting with its old and its new value.</returns>
    public static string? FaultOf(TableConfig old, TableConfig next)
    {
        List<string> faults = [];
        string wasMode = KeyConfig.UpsertMode(old);
        bool isUpsert = wasMode is not "NONE";
        if (isUpsert == KeyConfig.UpsertMode(next) is not "NONE")
        {
            CompareSections(faults, "upsertConfig", isUpsert ? UpsertKeys : [], old, next);
        }
        else
        {
            Compare(faults, "upsertConfig.mode", wasMode, KeyConfig.UpsertMode(next), null);
        }

        bool isDedup = KeyConfig.IsDedup(old);
        if (isDedup == KeyConfig.IsDedup(next))
        {
            CompareSections(faults, "dedupConfig", isDedup ? DedupKeys : [], old, next);
        }
        else
        {
            Compare(faults, "dedupConfig.dedupEnabled", isDedup ? "true" : "false", isDedup ? "false" : "true", null);
        }

        if (isUpsert || isDedup)
        {
            CompareTime(faults, isUpsert, old, next);
        }

        CompareSections(faults, "tableIndexConfig", ["segmentPartitionConfig"], old, next);
        return faults.Count == 0 ? null : string.Join("; ", faults);
    }

    // Rows of a key are put in order by the time column where the config names no other.
    private static void CompareTime(List<string> faults, bool isUpsert, TableConfig old, TableConfig next)
    {
        bool isNamed = isUpsert
            ? old.Section("upsertConfig")["comparisonColumns"] is JsonArray { Count: > 0 } || KeyConfig.Text(old.Section("upsertConfig"), "comparisonColumn") is not null
            : KeyConfig.Text(old.Section("dedupConfig"), "dedupTimeColumn") is not null;
        if (!isNamed)
        {
            Compare(faults, "segmentsConfig.timeColumnName", old.TimeColumn, next.TimeColumn, isUpsert ? "it puts the rows of a key in order" : "it says how old a key is");
        }
    }

    private static void CompareSections(List<string> faults, string section, string[] keys, TableConfig old, TableConfig next)
    {
        foreach (string key in keys)
        {
            Compare(faults, $"{section}.{key}", Shown(old.Section(section)[key]), Shown(next.Section(section)[key]), null);
        }
    }

    private static void Compare(List<string> faults, string name, string? was, string? now, string? because)
    {
        if (!string.Equals(was, now, StringComparison.Ordinal))
        {
            faults.Add($"{name} ({was ?? "null"} -> {now ?? "null"}){(because is null ? "" : $": {because}")}");
        }
    }

    private static string? Shown(JsonNode? value) => value switch
    {
        null => null,
        JsonValue => JsonFields.ScalarText(value) is { Length: > 0 } text ? text : null,
        JsonArray { Count: 0 } or JsonObject { Count: 0 } => null,
        _ => value.ToJsonString(),
    };

    private static string Describe(ColumnSchema column) => column.IsMultiValue ? $"a list of {column.Type.PinotName()}" : column.Type.PinotName();

    private static string List(IReadOnlyList<string> names) => names.Count == 0 ? "empty" : $"[{string.Join(", ", names)}]";
}

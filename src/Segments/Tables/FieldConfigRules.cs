using System.Text.Json.Nodes;
using Segments.Schema;

namespace Segments.Tables;

/// <summary>What must hold for the entries of <c>fieldConfigList</c>: the column exists and can have such an encoding and such indexes.</summary>
internal static class FieldConfigRules
{
    /// <param name="list">The entries.</param>
    /// <param name="raw">Columns that <c>tableIndexConfig</c> keeps without dictionary.</param>
    /// <param name="schema">The table's schema.</param>
    /// <exception cref="TableConfigException">Names the column.</exception>
    public static void Check(JsonNode? list, IReadOnlySet<string> raw, TableSchema schema)
    {
        foreach (JsonObject field in (list as JsonArray ?? []).OfType<JsonObject>())
        {
            string name = field.Text("name")!;
            ColumnSchema column = IndexRules.Find(schema, name);
            bool isDictionary = field.Text("encodingType") is not "RAW";
            Require(
                !isDictionary || !raw.Contains(name) || string.IsNullOrEmpty(field.Text("encodingType")),
                $"FieldConfig encoding type is different from indexingConfig for column: {name}. Take it out of 'noDictionaryColumns', or write RAW.");
            bool hasDictionary = isDictionary && !raw.Contains(name);
            CheckCodec(field, column, hasDictionary);
            foreach (string type in Types(field).Distinct(StringComparer.Ordinal))
            {
                CheckType(type, column, hasDictionary);
            }

            if (field["timestampConfig"] is JsonObject)
            {
                CheckTimestamp(column);
            }
        }
    }

    /// <summary>Columns that an entry keeps without dictionary.</summary>
    public static IEnumerable<string> RawColumns(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>()
        .Where(field => field.Text("encodingType") is "RAW").Select(field => field.Text("name") ?? "");

    private static IEnumerable<string> Types(JsonObject field) =>
        IndexRules.Names(field, "indexTypes")
            .Append(field.Text("indexType") ?? "")
            .Concat((field["indexes"] as JsonObject ?? []).Where(index => index.Value is JsonObject settings && settings.Text("disabled") is not "true").Select(index => index.Key.ToUpperInvariant()));

    private static void CheckCodec(JsonObject field, ColumnSchema column, bool hasDictionary)
    {
        string? codec = field.Text("compressionCodec");
        if (string.IsNullOrEmpty(codec) || codec is "MV_ENTRY_DICT")
        {
            return;
        }

        Require(!hasDictionary, $"Compression codec: {codec} is not applicable to dictionary encoded column: {column.Name}");
        Require(
            codec is not ("DELTA" or "DELTADELTA") || column.Type is DataType.Int or DataType.Long,
            $"Compression codec {codec} can only be used on INT/LONG data types, found {column.Type.PinotName()} for column: {column.Name}");
        Require(codec is not ("DELTA" or "DELTADELTA") || !column.IsMultiValue, $"Compression codec {codec} can only be used on single-value columns, not on column: {column.Name}");
    }

    private static void CheckType(string type, ColumnSchema column, bool hasDictionary)
    {
        string name = column.Name;
        switch (type)
        {
            case "FST" or "IFST":
                Require(hasDictionary, $"Cannot create {type} index on column: {name} without dictionary");
                Require(!column.IsMultiValue, $"Cannot create {type} index on multi-value column: {name}");
                Require(column.Type is DataType.String or DataType.Json, $"Cannot create {type} index on column: {name} of stored type other than STRING");
                break;
            case "TEXT":
                Require(column.Type is DataType.String or DataType.Json, $"Cannot create TEXT index on column: {name} of stored type other than STRING");
                break;
            case "H3":
                Require(!column.IsMultiValue, $"Cannot create H3 index on multi-value column: {name}");
                Require(column.Type == DataType.Bytes, $"Cannot create H3 index on column: {name} of stored type other than BYTES");
                break;
            case "VECTOR":
                Require(column.IsMultiValue, $"Cannot create vector index on single-value column: {name}");
                Require(column.Type == DataType.Float, $"Cannot create vector index on column: {name} of stored type other than FLOAT");
                break;
            case "JSON":
                IndexRules.CheckJson(column);
                break;
            case "RANGE":
                IndexRules.CheckRange(column, hasDictionary);
                break;
            case "BLOOM":
                IndexRules.CheckBloom(column);
                break;
            case "TIMESTAMP":
                CheckTimestamp(column);
                break;
            default:
                break;
        }
    }

    private static void CheckTimestamp(ColumnSchema column)
    {
        Require(column.Type is DataType.Long or DataType.Timestamp, $"Cannot create TIMESTAMP index on column: {column.Name} of stored type other than LONG");
        Require(!column.IsMultiValue, $"Cannot create TIMESTAMP index on multi-value column: {column.Name}");
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new TableConfigException(fault);
        }
    }
}

using System.Text.Json.Nodes;

namespace Segments.Schema;

/// <summary>A Pinot schema that was read and found good.</summary>
/// <param name="Schema">What the engine works with.</param>
/// <param name="Json">The document as Pinot serialises it: known keys in its order, defaults left out.</param>
/// <param name="Unrecognized">Keys no schema has: JSON pointer to value.</param>
public sealed record SchemaDocument(TableSchema Schema, JsonObject Json, IReadOnlyDictionary<string, JsonNode?> Unrecognized);

/// <summary>Pinot's schema JSON: reads it, checks it by Pinot's rules, and writes it in Pinot's form.</summary>
public static class SchemaJson
{
    private static readonly string[] KnownKeys =
    [
        "schemaName", "description", "tags", "enableColumnBasedNullHandling", "dimensionFieldSpecs", "metricFieldSpecs",
        "timeFieldSpec", "dateTimeFieldSpecs", "complexFieldSpecs", "primaryKeyColumns",
    ];

    private static readonly JsonObjectShape Shape = new JsonObjectShape()
        .Texts("schemaName", "description").Flags("enableColumnBasedNullHandling").Lists("tags", "primaryKeyColumns")
        .With(JsonShape.ListOf(JsonShape.Anything), "dimensionFieldSpecs", "metricFieldSpecs", "dateTimeFieldSpecs", "complexFieldSpecs")
        .With(JsonShape.MapOf(JsonShape.Anything), "timeFieldSpec");

    private static readonly (string Key, FieldRole Role)[] Lists =
    [
        ("dimensionFieldSpecs", FieldRole.Dimension), ("metricFieldSpecs", FieldRole.Metric), ("dateTimeFieldSpecs", FieldRole.DateTime),
    ];

    private static readonly string[] VirtualColumns =
        ["$docId", "$segmentName", "$hostName", "$partitionId", "$creationTime", "$startTime", "$endTime", "$totalDocs", "$crc"];

    /// <summary>Reads a schema document.</summary>
    /// <param name="json">As posted or stored; not changed.</param>
    /// <param name="nulls">What the table config says of nulls.</param>
    /// <exception cref="SchemaException">The document is no valid schema.</exception>
    public static SchemaDocument Parse(JsonObject json, NullVectors nulls = NullVectors.AsSchemaSays)
    {
        string? name = json.Text("schemaName");
        Dictionary<string, JsonNode?> unrecognized = new(StringComparer.Ordinal);
        List<FieldSpec> fields;
        bool isColumnBased;
        try
        {
            if (Shape.FaultOf(json, string.Empty) is { } wrong)
            {
                throw new FormatException(wrong);
            }

            isColumnBased = json.Flag("enableColumnBasedNullHandling", absent: false);
            fields = ReadFields(json, unrecognized);
        }
        catch (FormatException exception)
        {
            throw SchemaException.Malformed(name, exception.Message);
        }

        foreach ((string key, JsonNode? value) in json)
        {
            if (!KnownKeys.Contains(key, StringComparer.Ordinal) || value is null)
            {
                JsonLeaves.Add(value, "/" + key, unrecognized);
            }
        }

        if (string.IsNullOrEmpty(name))
        {
            throw SchemaException.Nameless("'schemaName' should not be null or empty");
        }

        if (NameRules.FaultOf("schemaName", name, mayHoldBlanks: true) is { } fault)
        {
            throw SchemaException.Invalid(name, fault);
        }

        CheckTogether(name, json, fields);
        ColumnSchema[] columns = [.. fields.Select(field => field.ToColumn(KeepsNulls(field, isColumnBased, nulls)))];
        return new SchemaDocument(
            new TableSchema(name, columns) { PrimaryKey = [.. (json["primaryKeyColumns"] as JsonArray ?? []).Select(key => JsonFields.ScalarText(key)!)] },
            Write(name, json, fields, isColumnBased), unrecognized);
    }

    private static bool KeepsNulls(FieldSpec field, bool isColumnBased, NullVectors nulls) =>
        isColumnBased ? !field.IsNotNull : nulls == NullVectors.AllColumns;

    private static List<FieldSpec> ReadFields(JsonObject json, Dictionary<string, JsonNode?> unrecognized)
    {
        List<FieldSpec> fields = [];
        foreach ((string key, FieldRole role) in Lists)
        {
            if (json[key] is null)
            {
                continue;
            }

            if (json[key] is not JsonArray specs)
            {
                throw new FormatException($"'{key}' must be a list of columns, not {json[key]!.ToJsonString()}");
            }

            for (int i = 0; i < specs.Count; i++)
            {
                fields.Add(FieldSpec.Read(specs[i], role, $"/{key}/{i}", unrecognized));
            }
        }

        if (json["timeFieldSpec"] is JsonObject time)
        {
            fields.Add(FieldSpec.ReadTimeField(time));
        }

        if (json["complexFieldSpecs"] is JsonArray { Count: > 0 } complex)
        {
            string column = (complex[0] as JsonObject)?.Text("name") ?? "?";
            throw new FormatException($"'complexFieldSpecs' (column '{column}') are not supported; declare a JSON dimension instead");
        }

        string? twice = fields.GroupBy(field => field.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any())?.Key;
        return twice is null ? fields : throw new FormatException($"Field spec already exists for column: {twice}");
    }

    private static void CheckTogether(string name, JsonObject json, List<FieldSpec> fields)
    {
        HashSet<string> folded = new(StringComparer.OrdinalIgnoreCase);
        foreach (FieldSpec field in fields)
        {
            if (field.Fault() is { } fault)
            {
                throw SchemaException.Invalid(name, fault);
            }

            if (VirtualColumns.Contains(field.Name, StringComparer.Ordinal))
            {
                throw SchemaException.Invalid(name, $"The column name \"{field.Name}\" is taken by a built-in column. Choose another name.");
            }

            if (!folded.Add(field.Name))
            {
                string lower = fields.First(other => string.Equals(other.Name, field.Name, StringComparison.OrdinalIgnoreCase)).Name;
                throw SchemaException.Invalid(name, $"When enable case insensitive, you can't use the same lowercase column name: {lower}");
            }
        }

        if (json["primaryKeyColumns"] is JsonArray keys && keys.Any(key => !IsColumn(fields, key)))
        {
            string missing = JsonFields.ScalarText(keys.First(key => !IsColumn(fields, key))) ?? "null";
            throw SchemaException.Invalid(name, $"The primary key column must exist; the schema has no column '{missing}'");
        }
    }

    private static bool IsColumn(List<FieldSpec> fields, JsonNode? key) =>
        fields.Exists(field => string.Equals(field.Name, JsonFields.ScalarText(key), StringComparison.Ordinal));

    private static JsonObject Write(string name, JsonObject json, List<FieldSpec> fields, bool isColumnBased)
    {
        JsonObject written = new() { ["schemaName"] = name };
        Copy("description");
        Copy("tags");
        written["enableColumnBasedNullHandling"] = isColumnBased;
        WriteList("dimensionFieldSpecs", FieldRole.Dimension);
        WriteList("metricFieldSpecs", FieldRole.Metric);
        Copy("timeFieldSpec");
        WriteList("dateTimeFieldSpecs", FieldRole.DateTime);
        if (json["primaryKeyColumns"] is JsonArray { Count: > 0 })
        {
            Copy("primaryKeyColumns");
        }

        return written;

        void Copy(string key)
        {
            if (json[key] is { } value)
            {
                written[key] = value.DeepClone();
            }
        }

        void WriteList(string key, FieldRole role)
        {
            JsonNode?[] specs = [.. fields.Where(field => field.Role == role && !field.IsTimeField).Select(field => field.Write())];
            if (specs.Length > 0)
            {
                written[key] = new JsonArray(specs);
            }
        }
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using Query.Results;
using Web.Rest;

namespace Web.KeptResults;

/// <summary>Rows as JSON. Columns are told by their place wherever names alone would lose one.</summary>
internal static class JsonRows
{
    /// <summary>How JSON is written here: as it is, escaped only where JSON itself wants it.</summary>
    public static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>True if each column has a name of its own.</summary>
    public static bool HasDistinctNames(IReadOnlyList<ResultColumn> columns) => columns.Select(column => column.Name).Distinct(StringComparer.Ordinal).Count() == columns.Count;

    /// <summary>Writes <c>{"columns":[…],"rows":[</c>.</summary>
    public static void Begin(Utf8JsonWriter json, IReadOnlyList<ResultColumn> columns)
    {
        json.WriteStartObject();
        json.WriteStartArray("columns");
        foreach (ResultColumn column in columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("type", column.Type);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("rows");
    }

    /// <summary>Ends what <see cref="Begin"/> began.</summary>
    public static void End(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes the names alone, as an array.</summary>
    public static void WriteNames(Utf8JsonWriter json, IReadOnlyList<ResultColumn> columns)
    {
        json.WriteStartArray();
        foreach (ResultColumn column in columns)
        {
            json.WriteStringValue(column.Name);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a row as an array.</summary>
    public static void WriteArray(Utf8JsonWriter json, IReadOnlyList<ResultColumn> columns, object?[] row, ExportOptions options)
    {
        json.WriteStartArray();
        for (int i = 0; i < row.Length; i++)
        {
            WriteValue(json, row[i], columns[i].Type, options);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a row as an object.</summary>
    public static void WriteObject(Utf8JsonWriter json, IReadOnlyList<ResultColumn> columns, object?[] row, ExportOptions options)
    {
        json.WriteStartObject();
        for (int i = 0; i < row.Length; i++)
        {
            json.WritePropertyName(columns[i].Name);
            WriteValue(json, row[i], columns[i].Type, options);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value, string type, ExportOptions options)
    {
        if (!options.LongsAreText || !type.StartsWith("LONG", StringComparison.Ordinal))
        {
            AnswerValue.Write(json, value, type);
        }
        else if (value is long number)
        {
            json.WriteStringValue(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        else if (value is Array items)
        {
            json.WriteStartArray();
            foreach (object? item in items)
            {
                WriteValue(json, item, type, options);
            }

            json.WriteEndArray();
        }
        else
        {
            AnswerValue.Write(json, value, type);
        }
    }
}

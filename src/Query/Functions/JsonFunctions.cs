using System.Text.Json;
using Query.Expressions;
using Query.Values;
using Query.Values.Times;
using Query.Vectors;
using Segments.Schema;

namespace Query.Functions;

/// <summary>JSONEXTRACTSCALAR(column, path, type [, default]): one value out of JSON text, typed.</summary>
internal static class JsonFunctions
{
    public static void Register(FunctionTable table) => table.Add("jsonextractscalar", Resolve);

    private static ScalarFunction Resolve(IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        if (arguments.Count is < 3 or > 4)
        {
            throw Signature.Refuse(site, $"jsonExtractScalar takes a column, a path, a type and perhaps a default, {arguments.Count} arguments given", position);
        }

        string pathText = Literals.Text(arguments, 1, "the path of jsonExtractScalar", site, position);
        string typeName = Literals.Text(arguments, 2, "the type of jsonExtractScalar", site, position);
        bool isList = typeName.EndsWith("_ARRAY", StringComparison.Ordinal);
        if (!DataTypes.TryParse(isList ? typeName[..^"_ARRAY".Length] : typeName, out DataType type) || type == DataType.Bytes)
        {
            throw Signature.Refuse(site, $"'{typeName}' is no type of jsonExtractScalar; there are INT, LONG, FLOAT, DOUBLE, BIG_DECIMAL, BOOLEAN, TIMESTAMP, STRING, JSON and their _ARRAY forms", position);
        }

        JsonPath path = ParsePath(pathText, site, position);
        SqlType result = new(type, isList);
        SqlType fallback = result.Element;
        string name = $"jsonextractscalar {pathText} {typeName}";
        Signature signature = new(SqlType.Text, SqlType.Text, SqlType.Text, fallback) { Optional = 1, Literals = [3] };
        RowFunction extract = isList ? row => ExtractList(row, path, type) : row => ExtractOne(row, path, pathText, type);
        return signature.Bind(name, result, (values, vector, context) => RowCall.Run(extract, values, vector, context), arguments, site, position);
    }

    private static JsonPath ParsePath(string text, CallSite site, int? position)
    {
        try
        {
            return JsonPath.Parse(text);
        }
        catch (FormatException exception)
        {
            throw Signature.Refuse(site, exception.Message, position);
        }
    }

    private static void ExtractOne(RowCall row, JsonPath path, string pathText, DataType type)
    {
        using JsonDocument? document = TryParse(row);
        JsonElement[] found = document is null ? [] : [.. path.Find(document.RootElement)];
        if (document is not null && !path.IsDefinite && type is DataType.String or DataType.Json)
        {
            row.Return($"[{string.Join(',', found.Select(element => element.GetRawText()))}]");
        }
        else if (found.Length > 0 && found[0].ValueKind != JsonValueKind.Null)
        {
            ReturnValue(row, found[0], type, pathText);
        }
        else if (row.Count > 3)
        {
            ReturnDefault(row, type);
        }
        else if (row.IsNull(0))
        {
            row.ReturnNull();
        }
        else
        {
            throw QueryException.Failed($"a row has no value at the path {pathText}; give jsonExtractScalar a default as its fourth argument");
        }
    }

    private static JsonDocument? TryParse(RowCall row)
    {
        try
        {
            return JsonDocument.Parse(row.Bytes(0).ToArray());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void ReturnDefault(RowCall row, DataType type)
    {
        switch (type.Physical())
        {
            case PhysicalType.Long:
                row.Return(row.Long(3));
                break;
            case PhysicalType.Double:
                row.Return(row.Double(3));
                break;
            default:
                row.Return(row.Slice(3));
                break;
        }
    }

    private static string TextOf(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();

    private static void ReturnValue(RowCall row, JsonElement element, DataType type, string pathText)
    {
        string text = TextOf(element);
        if (type is DataType.String or DataType.Json)
        {
            row.Return(text);
            return;
        }

        switch (type)
        {
            case DataType.Boolean when element.ValueKind is JsonValueKind.True or JsonValueKind.False || text is "true" or "false":
                row.Return(text == "true");
                break;
            case DataType.Boolean or DataType.Int or DataType.Long or DataType.Timestamp when JavaNumbers.TryParse(text, out double number):
                long whole = long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out long exact) ? exact : JavaNumbers.ToLong(number);
                row.Return(type == DataType.Boolean ? (number != 0 ? 1 : 0) : type == DataType.Int ? Math.Clamp(whole, int.MinValue, int.MaxValue) : whole);
                break;
            case DataType.Timestamp when SqlTimestamp.TryParse(text, out long millis):
                row.Return(millis);
                break;
            case DataType.Float or DataType.Double when JavaNumbers.TryParse(text, out double value):
                row.Return(type == DataType.Float ? (float)value : value);
                break;
            case DataType.BigDecimal when BigDecimal.TryParse(text, out BigDecimal value):
                row.Return(value.ToString());
                break;
            default:
                throw QueryException.Failed($"the value '{text}' at the path {pathText} is no {type.PinotName()}");
        }
    }

    private static void ExtractList(RowCall row, JsonPath path, DataType type)
    {
        using JsonDocument? document = TryParse(row);
        IEnumerable<JsonElement> found = document is null ? [] : path.Find(document.RootElement);
        if (path.IsDefinite)
        {
            found = found.SelectMany(element => element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().ToArray() : []);
        }

        foreach (JsonElement element in found.ToArray())
        {
            string text = TextOf(element);
            switch (type.Physical())
            {
                case PhysicalType.Long:
                    row.Add(JavaNumbers.TryParse(text, out double number) ? JavaNumbers.ToLong(number) : text == "true" ? 1L : 0L);
                    break;
                case PhysicalType.Double:
                    row.Add(JavaNumbers.TryParse(text, out double value) ? value : double.NaN);
                    break;
                default:
                    row.Add(text);
                    break;
            }
        }
    }
}

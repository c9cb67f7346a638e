using System.Buffers;
using System.Text.Json;
using Query.Expressions;
using Query.Values;
using Query.Vectors;
using Segments.Schema;

namespace Query.Functions;

/// <summary>JSONFORMAT and JSONPATH…: of whatever a message holds, or of JSON text.</summary>
/// <remarks>Pinot has them for ingestion and literals; over columns it fails, and JSONEXTRACTSCALAR does what they do.</remarks>
internal static class JsonPathFunctions
{
    private delegate void PathRow(RowCall row, JsonElement[] found, JsonPath path);

    public static void Register(FunctionTable table)
    {
        table.Add("jsonformat", ResolveFormat);
        table.Add("jsonpath", ResolvePath);
        AddTyped(table, "jsonpathstring", SqlType.Text, SqlType.Text, ReturnText);
        AddTyped(table, "jsonpathlong", SqlType.Long, SqlType.Long, ReturnLong);
        AddTyped(table, "jsonpathdouble", SqlType.Double, SqlType.Double, ReturnDouble);
        AddTyped(table, "jsonpathexists", SqlType.Boolean, null, (row, found, path) => row.Return(!path.IsDefinite || HasValue(found)));
        AddTyped(table, "jsonpatharray", SqlType.Json.ToArray(), null, (row, found, path) => ReturnList(row, found, path, isEmptyNull: true));
        AddTyped(table, "jsonpatharraydefaultempty", SqlType.Json.ToArray(), null, (row, found, path) => ReturnList(row, found, path, isEmptyNull: false));
    }

    private static void AddTyped(FunctionTable table, string name, SqlType result, SqlType? fallback, PathRow function) => table.Add(name, (arguments, site, position) =>
    {
        CheckSite(name, site, position);
        JsonPath path = Path(name, arguments, fallback is null ? 2 : 3, site, position);
        SqlType first = arguments[0].Type;
        SqlType[] parameters = fallback is { } type ? [first, SqlType.Text, type] : [first, SqlType.Text];
        SqlType shown = result.IsArray && site != CallSite.Record ? SqlType.Text.ToArray() : result;
        return new Signature(parameters) { Optional = parameters.Length - 2, Nulls = NullRule.Own }.Bind(
            name, shown, (values, vector, context) => RowCall.Run(row => WithFound(row, first, path, function), values, vector, context), arguments, site, position);
    });

    // What is no JSON holds nothing at any path.
    private static void WithFound(RowCall row, SqlType type, JsonPath path, PathRow function)
    {
        if (row.IsNull(0))
        {
            function(row, [], path);
            return;
        }

        using JsonDocument? document = TryParse(row, type);
        function(row, document is null ? [] : [.. path.Find(document.RootElement)], path);
    }

    private static JsonDocument? TryParse(RowCall row, SqlType type)
    {
        try
        {
            return JsonDocument.Parse(new ReadOnlyMemory<byte>(JsonText(row, type)), new JsonDocumentOptions { MaxDepth = 1001 });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] JsonText(RowCall row, SqlType type)
    {
        if (!type.IsArray)
        {
            return type.Physical switch
            {
                PhysicalType.Bytes => row.Bytes(0).ToArray(),
                PhysicalType.Double => System.Text.Encoding.ASCII.GetBytes(JavaNumbers.Text(row.Double(0))),
                _ => System.Text.Encoding.ASCII.GetBytes(row.Long(0).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            };
        }

        ArrayBufferWriter<byte> text = new();
        text.Write("["u8);
        for (int i = 0; i < row.Slices(0).Length; i++)
        {
            text.Write(i > 0 ? ","u8 : default);
            text.Write(type.Type == DataType.Json ? row.Slices(0)[i].Span : System.Text.Encoding.UTF8.GetBytes(JsonTexts.Quoted(Utf8Text.Decode(row.Slices(0)[i]))));
        }

        text.Write("]"u8);
        return text.WrittenSpan.ToArray();
    }

    private static bool HasValue(JsonElement[] found) => found.Length > 0 && found[0].ValueKind != JsonValueKind.Null;

    // A path that can lead to several values has a list as its value, perhaps an empty one.
    private static string? ValueText(JsonElement[] found, JsonPath path)
    {
        if (!path.IsDefinite)
        {
            return $"[{string.Join(',', found.Select(JsonTexts.Compact))}]";
        }

        return !HasValue(found) ? null : found[0].ValueKind == JsonValueKind.String ? found[0].GetString() : JsonTexts.Compact(found[0]);
    }

    private static void ReturnText(RowCall row, JsonElement[] found, JsonPath path)
    {
        string? text = ValueText(found, path);
        if (text is null && row.Count > 2 && !row.IsNull(2))
        {
            row.Return(row.Slice(2));
        }
        else
        {
            row.Return(text);
        }
    }

    private static void ReturnLong(RowCall row, JsonElement[] found, JsonPath path)
    {
        string? text = ValueText(found, path);
        bool isNumber = path.IsDefinite && HasValue(found) && found[0].ValueKind == JsonValueKind.Number;
        if (long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out long value))
        {
            row.Return(value);
        }
        else if (isNumber && JavaNumbers.TryParse(text, out double number))
        {
            row.Return(JavaNumbers.ToLong(number));
        }
        else
        {
            row.Return(row.Count > 2 ? row.Long(2) : long.MinValue);
        }
    }

    private static void ReturnDouble(RowCall row, JsonElement[] found, JsonPath path) => row.Return(
        JavaNumbers.TryParse(ValueText(found, path), out double value) ? value
        : row.Count > 2 ? row.Double(2)
        : double.NaN);

    private static void ReturnList(RowCall row, JsonElement[] found, JsonPath path, bool isEmptyNull)
    {
        if (path.IsDefinite && !HasValue(found))
        {
            if (isEmptyNull)
            {
                row.ReturnNull();
            }

            return;
        }

        foreach (JsonElement entry in path.IsDefinite && found[0].ValueKind == JsonValueKind.Array ? found[0].EnumerateArray() : found.AsEnumerable())
        {
            row.Add(JsonTexts.Compact(entry));
        }
    }

    private static ScalarFunction ResolvePath(IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        CheckSite("jsonpath", site, position);
        JsonPath path = Path("jsonpath", arguments, 2, site, position);
        SqlType first = arguments[0].Type;
        return site == CallSite.Folded
            ? FoldedPath(arguments[0], path)
            : new ScalarFunction("jsonpath", SqlType.Json, (values, result, context) => RowCall.Run(row =>
            {
                using JsonDocument document = TryParse(row, first) ?? throw QueryException.Failed($"'{row.Text(0)}' is no JSON");
                JsonElement[] found = [.. path.Find(document.RootElement)];
                row.Return(path.IsDefinite ? (HasValue(found) ? JsonTexts.Compact(found[0]) : null) : ValueText(found, path));
            }, values, result, context));
    }

    // A literal's value has the type that stands in the JSON.
    private static ScalarFunction FoldedPath(BoundExpression argument, JsonPath path)
    {
        if (argument is not BoundLiteral { IsNull: false } literal || literal.Type.Physical != PhysicalType.Bytes)
        {
            return Signature.NullOf("jsonpath");
        }

        using JsonDocument document = JsonTexts.Parse(literal.Text);
        JsonElement[] found = [.. path.Find(document.RootElement)];
        if (path.IsDefinite && !HasValue(found))
        {
            return Signature.NullOf("jsonpath");
        }

        BoundLiteral value = !path.IsDefinite ? BoundLiteral.Of($"[{string.Join(", ", found.Select(JsonTexts.JavaText))}]")
            : found[0].ValueKind != JsonValueKind.Number ? BoundLiteral.Of(JsonTexts.JavaText(found[0]))
            : found[0].TryGetInt32(out int small) ? BoundLiteral.Of(SqlType.Int, small)
            : found[0].TryGetInt64(out long whole) ? BoundLiteral.Of(SqlType.Long, whole)
            : BoundLiteral.Of(SqlType.Double, found[0].GetDouble());
        return new ScalarFunction("jsonpath", value.Type, (_, result, _) => ConditionalFunctions.Copy(value.Value, 0, result));
    }

    private static ScalarFunction ResolveFormat(IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        CheckSite("jsonformat", site, position);
        if (arguments.Count != 1)
        {
            throw Signature.Refuse(site, $"jsonFormat takes 1 argument, {arguments.Count} given", position);
        }

        SqlType type = arguments[0].Type;
        return new ScalarFunction("jsonformat", SqlType.Text, (values, result, context) => RowCall.Run(row =>
        {
            if (!type.IsArray && type.Type is DataType.String or DataType.BigDecimal or DataType.Bytes)
            {
                row.Return(type.Type switch
                {
                    DataType.String => JsonTexts.Quoted(row.Text(0)),
                    DataType.Bytes => JsonTexts.Quoted(Convert.ToBase64String(row.Bytes(0))),
                    _ => row.Text(0),
                });
            }
            else if (type == SqlType.Boolean)
            {
                row.Return(row.Bool(0) ? "true" : "false");
            }
            else
            {
                row.Return(JsonText(row, type));
            }
        }, values, result, context));
    }

    private static void CheckSite(string name, CallSite site, int? position)
    {
        if (site is CallSite.Rows or CallSite.PostAggregation)
        {
            throw Signature.Refuse(site, $"{name} works on literals and while messages are read; over columns use jsonExtractScalar(column, path, type, default)", position);
        }
    }

    private static JsonPath Path(string name, IReadOnlyList<BoundExpression> arguments, int most, CallSite site, int? position)
    {
        if (arguments.Count < 2 || arguments.Count > most)
        {
            throw Signature.Refuse(site, $"{name} takes a value, a path{(most > 2 ? " and perhaps a default" : "")}, {arguments.Count} arguments given", position);
        }

        try
        {
            return JsonPath.Parse(Literals.Text(arguments, 1, $"the path of {name}", site, position));
        }
        catch (FormatException exception)
        {
            throw Signature.Refuse(site, exception.Message, position);
        }
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using global::Query.Results;

namespace UnitTests.Query.Golden;

/// <summary>Compares an answer with a recorded one, by the rules of the suites.</summary>
internal static class GoldenComparison
{
    // Where Pinot failed inside, any refusal is right.
    private static readonly int[] InnerFailures = [200, 427, 450, 500, 1000];

    /// <summary>Null if they agree, else one line saying how they differ.</summary>
    public static string? Difference(GoldenCase expected, QueryResult answer)
    {
        JsonElement json = expected.Json;
        if (json.TryGetProperty("httpStatus", out _))
        {
            return answer.Errors.Count > 0 ? null : "answered, but a refusal was expected";
        }

        if (json.TryGetProperty("errorCode", out JsonElement code))
        {
            return answer.Errors.Count == 0 ? $"answered, but error {code.GetInt32()} was expected"
                : InnerFailures.Contains(code.GetInt32()) || answer.Errors.Any(error => error.Code == code.GetInt32()) ? null
                : $"error {answer.Errors[0].Code} instead of {code.GetInt32()}: {answer.Errors[0].Message}";
        }

        if (answer.Errors.Count > 0)
        {
            return $"error {answer.Errors[0].Code}: {answer.Errors[0].Message}";
        }

        try
        {
            return CompareTables(json, answer);
        }
        catch (InvalidOperationException exception)
        {
            // Some recorded answers hold half a surrogate pair, which no .NET string made of UTF-8 can.
            return exception.Message;
        }
    }

    private static string? CompareTables(JsonElement json, QueryResult answer)
    {
        string? check = json.TryGetProperty("check", out JsonElement kind) ? kind.GetString() : null;
        if (check == "count-only")
        {
            int want = (json.TryGetProperty("rowCount", out JsonElement count) || json.TryGetProperty("numRows", out count)) ? count.GetInt32() : json.GetProperty("rows").GetArrayLength();
            return answer.Rows.Count == want ? null : $"{answer.Rows.Count} rows instead of {want}";
        }

        string? header = CompareHeader(json, "columnNames", answer.Columns.Select(column => column.Name))
            ?? CompareHeader(json, "columnDataTypes", answer.Columns.Select(column => column.Type));
        if (header is not null)
        {
            return header;
        }

        if (check is "shape" or "explain" || json.TryGetProperty("noResultTable", out _))
        {
            return check == "shape" && answer.Rows.Count != json.GetProperty("numRows").GetInt32() ? $"{answer.Rows.Count} rows" : null;
        }

        return CompareRows(json, check, [.. answer.Rows.Select(row => row.Select((value, column) => ToNode(value, answer.Columns[column].Type.StartsWith("FLOAT", StringComparison.Ordinal))).ToArray())]);
    }

    private static string? CompareHeader(JsonElement json, string name, IEnumerable<string> got)
    {
        if (!json.TryGetProperty(name, out JsonElement element))
        {
            return null;
        }

        string want = string.Join(" | ", element.EnumerateArray().Select(item => item.GetString()));
        string have = string.Join(" | ", got);
        return want == have ? null : $"{name} {have} instead of {want}";
    }

    private static string? CompareRows(JsonElement json, string? check, List<JsonNode?[]> got)
    {
        List<JsonNode?[]> want = [.. json.GetProperty("rows").EnumerateArray().Select(row => row.EnumerateArray().Select(cell => JsonNode.Parse(cell.GetRawText())).ToArray())];
        if (json.TryGetProperty("unorderedArrays", out JsonElement unordered) && unordered.GetBoolean())
        {
            got = [.. got.Select(row => row.Select(SortArray).ToArray())];
            want = [.. want.Select(row => row.Select(SortArray).ToArray())];
        }

        if (check == "subset")
        {
            List<string> left = [.. want.Select(Key)];
            string? stray = got.Select(Key).FirstOrDefault(key => !left.Remove(key));
            int count = json.TryGetProperty("numRows", out JsonElement rows) ? rows.GetInt32() : got.Count;
            return got.Count != count ? $"{got.Count} rows instead of {count}" : stray is not null ? $"stranger {stray}" : null;
        }

        if (got.Count != want.Count)
        {
            return $"{got.Count} rows instead of {want.Count}";
        }

        if (!json.TryGetProperty("ordered", out JsonElement ordered) || !ordered.GetBoolean())
        {
            got = [.. got.OrderBy(Key, StringComparer.Ordinal)];
            want = [.. want.OrderBy(Key, StringComparer.Ordinal)];
        }

        double tolerance = json.TryGetProperty("tolerance", out JsonElement given) ? given.GetDouble() : 0;
        for (int i = 0; i < got.Count; i++)
        {
            if (got[i].Length != want[i].Length || !got[i].Zip(want[i]).All(pair => Same(pair.First, pair.Second, tolerance)))
            {
                return $"row {i}: {Show(got[i])} instead of {Show(want[i])}";
            }
        }

        return null;
    }

    private static string Show(JsonNode?[] row) => string.Join(", ", row.Select(cell => cell?.ToJsonString() ?? "null"));

    private static bool Same(JsonNode? a, JsonNode? b, double tolerance)
    {
        if (a is null || b is null)
        {
            return a is null && b is null;
        }

        if (a is JsonArray left && b is JsonArray right)
        {
            return left.Count == right.Count && left.Zip(right).All(pair => Same(pair.First, pair.Second, tolerance));
        }

        if (a.GetValueKind() != b.GetValueKind() || a is not JsonValue || b is not JsonValue)
        {
            bool bothTruth = a.GetValueKind() is JsonValueKind.True or JsonValueKind.False && b.GetValueKind() is JsonValueKind.True or JsonValueKind.False;
            return !bothTruth && JsonNode.DeepEquals(a, b);
        }

        return a.GetValueKind() switch
        {
            JsonValueKind.Number => SameNumber(a.ToJsonString(), b.ToJsonString(), tolerance),
            JsonValueKind.String => SameText(a.GetValue<string>(), b.GetValue<string>()),
            _ => true,
        };
    }

    private static bool SameNumber(string a, string b, double tolerance)
    {
        if (a == b)
        {
            return true;
        }

        bool bothWhole = long.TryParse(a, CultureInfo.InvariantCulture, out _) && long.TryParse(b, CultureInfo.InvariantCulture, out _);
        if (bothWhole && tolerance == 0)
        {
            return false;
        }

        double left = double.Parse(a, CultureInfo.InvariantCulture);
        double right = double.Parse(b, CultureInfo.InvariantCulture);
        double relative = tolerance > 0 ? tolerance : 1e-9;
        double absolute = tolerance > 0 ? tolerance : 1e-12;
        return left == right || Math.Abs(left - right) <= Math.Max(relative * Math.Max(Math.Abs(left), Math.Abs(right)), absolute);
    }

    private static bool SameText(string a, string b)
    {
        if (a == b)
        {
            return true;
        }

        bool isJson = a.Length > 0 && b.Length > 0 && a[0] == b[0] && a[0] is '{' or '[';
        try
        {
            return isJson && JsonNode.DeepEquals(JsonNode.Parse(a), JsonNode.Parse(b));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static JsonNode? SortArray(JsonNode? cell) =>
        cell is JsonArray array ? new JsonArray([.. array.OrderBy(item => item?.ToJsonString() ?? "", StringComparer.Ordinal).Select(item => item?.DeepClone())]) : cell;

    private static string Key(JsonNode?[] row) => string.Join("; ", row.Select(cell =>
        cell is JsonValue && cell.GetValueKind() == JsonValueKind.Number
            ? double.Parse(cell.ToJsonString(), CultureInfo.InvariantCulture).ToString("e6", CultureInfo.InvariantCulture)
            : cell is null ? "null" : cell.ToJsonString()));

    private static JsonNode? ToNode(object? value, bool isFloat) => value switch
    {
        null => null,
        long number => JsonValue.Create(number),
        double number when double.IsNaN(number) => JsonValue.Create("NaN"),
        double number when double.IsInfinity(number) => JsonValue.Create(number > 0 ? "Infinity" : "-Infinity"),
        double number => isFloat ? JsonValue.Create((float)number) : JsonValue.Create(number),
        bool truth => JsonValue.Create(truth),
        string text => JsonValue.Create(text),
        object?[] array => new JsonArray([.. array.Select(entry => ToNode(entry, isFloat))]),
        _ => throw new InvalidOperationException($"a value of {value.GetType()} in an answer"),
    };
}

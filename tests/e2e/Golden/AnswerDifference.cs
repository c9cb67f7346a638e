using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EndToEndTests.Golden;

/// <summary>Compares an answer object with a recorded one: names and types exactly, rows in order, numbers within 1e-9.</summary>
internal static class AnswerDifference
{
    private const double Tolerance = 1e-9;

    /// <summary>Null if they agree, else one line saying how they differ.</summary>
    public static string? Of(JsonElement expected, JsonElement answer)
    {
        JsonElement[] errors = answer.TryGetProperty("exceptions", out JsonElement list) ? [.. list.EnumerateArray()] : [];
        if (expected.TryGetProperty("errorCode", out JsonElement code))
        {
            return errors.Any(error => error.GetProperty("errorCode").GetInt32() == code.GetInt32()) ? null : $"error {code} was expected, not {answer}";
        }

        if (errors.Length > 0)
        {
            return $"error {errors[0].GetProperty("errorCode")}: {errors[0].GetProperty("message")}";
        }

        JsonElement table = answer.GetProperty("resultTable");
        return Header(expected, table, "columnNames") ?? Header(expected, table, "columnDataTypes") ?? Rows(expected.GetProperty("rows"), table.GetProperty("rows"));
    }

    private static string? Header(JsonElement expected, JsonElement table, string name)
    {
        string want = expected.GetProperty(name).ToString();
        string have = table.GetProperty("dataSchema").GetProperty(name).ToString();
        return JsonNode.DeepEquals(JsonNode.Parse(want), JsonNode.Parse(have)) ? null : $"{name} {have} instead of {want}";
    }

    private static string? Rows(JsonElement want, JsonElement have)
    {
        if (want.GetArrayLength() != have.GetArrayLength())
        {
            return $"{have.GetArrayLength()} rows instead of {want.GetArrayLength()}";
        }

        int row = want.EnumerateArray().Zip(have.EnumerateArray()).TakeWhile(pair => Same(pair.First, pair.Second)).Count();
        return row == want.GetArrayLength() ? null : $"row {row}: {Short(have[row])} instead of {Short(want[row])}";
    }

    private static string Short(JsonElement row)
    {
        string text = row.GetRawText();
        return text.Length > 200 ? text[..200] + "…" : text;
    }

    private static bool Same(JsonElement a, JsonElement b)
    {
        if (a.ValueKind != b.ValueKind)
        {
            return false;
        }

        return a.ValueKind switch
        {
            JsonValueKind.Array => a.GetArrayLength() == b.GetArrayLength() && a.EnumerateArray().Zip(b.EnumerateArray()).All(pair => Same(pair.First, pair.Second)),
            JsonValueKind.Number => SameNumber(a.GetRawText(), b.GetRawText()),
            JsonValueKind.String => SameText(a, b),
            _ => JsonElement.DeepEquals(a, b),
        };
    }

    private static bool SameNumber(string a, string b)
    {
        if (long.TryParse(a, CultureInfo.InvariantCulture, out long left) && long.TryParse(b, CultureInfo.InvariantCulture, out long right))
        {
            return left == right;
        }

        (double x, double y) = (double.Parse(a, CultureInfo.InvariantCulture), double.Parse(b, CultureInfo.InvariantCulture));
        return Math.Abs(x - y) <= Math.Max(Tolerance * Math.Max(Math.Abs(x), Math.Abs(y)), 1e-12);
    }

    // JSON in a text may have its members in any order.
    private static bool SameText(JsonElement a, JsonElement b)
    {
        if (string.Equals(a.GetRawText(), b.GetRawText(), StringComparison.Ordinal))
        {
            return true;
        }

        try
        {
            (string left, string right) = (a.GetString()!, b.GetString()!);
            return string.Equals(left, right, StringComparison.Ordinal)
                || (left is ['{' or '[', ..] && right is ['{' or '[', ..] && JsonNode.DeepEquals(JsonNode.Parse(left), JsonNode.Parse(right)));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false; // half a surrogate pair, which no .NET string holds, or no JSON
        }
    }
}

using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Query.Results;
using Web.Addresses;

namespace Web.KeptResults;

/// <summary>Texts to copy.</summary>
internal static class ResultText
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All rows below a line of names, for a spreadsheet; cells that it would run as formulas begin with an apostrophe.</summary>
    public static string Tsv(IReadOnlyList<ResultColumn> columns, IEnumerable<object?[]> rows)
    {
        ExportOptions options = new(ExportFormat.Tsv);
        StringBuilder text = new();
        DelimitedRows.AppendHead(text, columns, options);
        foreach (object?[] row in rows)
        {
            DelimitedRows.AppendLine(text, row, options);
        }

        return text.ToString();
    }

    /// <summary>At most 200 rows as a table of Markdown.</summary>
    public static string Markdown(IReadOnlyList<ResultColumn> columns, IReadOnlyList<object?[]> rows) => MarkdownRows.Of(columns, rows);

    /// <summary>A link with its statement, and the rows below if there are any.</summary>
    /// <param name="title">What the link says.</param>
    /// <param name="url">Where it leads.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="result">The rows; null for none.</param>
    public static string Markdown(string title, string url, string sql, QueryResult? result)
    {
        string fence = new('`', Math.Max(3, LongestRun(sql) + 1));
        string text = $"[{MarkdownRows.Escape(title)}]({url})\n\n{fence}sql\n{sql.TrimEnd()}\n{fence}\n";
        return result is null ? text : $"{text}\n{MarkdownRows.Of(result.Columns, result.Rows)}";
    }

    /// <summary>The call that asks the same over REST, for a POSIX shell.</summary>
    /// <param name="baseUrl">Of the server, with or without a slash at its end.</param>
    /// <param name="query">The statement with its options.</param>
    public static string Curl(string baseUrl, QueryLink query)
    {
        JsonObject body = new() { ["sql"] = query.Sql };
        string options = string.Join(';', new[] { Option("timeoutMs", query.TimeoutMillis), Option("now", query.Now) }.OfType<string>());
        if (options.Length > 0)
        {
            body["queryOptions"] = options;
        }

        return $"curl -X POST {Quote($"{baseUrl.TrimEnd('/')}/query/sql")} -H 'Content-Type: application/json' -d {Quote(body.ToJsonString(Readable))}";
    }

    private static string? Option(string key, long? value) => value is { } number ? $"{key}={number.ToString(CultureInfo.InvariantCulture)}" : null;

    // Between single quotes a shell takes everything as it is, but for the quote.
    private static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static int LongestRun(string sql)
    {
        int longest = 0;
        for (int i = 0, run = 0; i < sql.Length; i++)
        {
            run = sql[i] == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}

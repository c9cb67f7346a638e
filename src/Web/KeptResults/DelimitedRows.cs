using System.Text;
using System.Text.RegularExpressions;
using Query.Results;
using Web.Texts;

namespace Web.KeptResults;

/// <summary>Rows as CSV or TSV. NULL is an empty field, the empty text is <c>""</c>.</summary>
internal static partial class DelimitedRows
{
    /// <summary>Appends the line of names.</summary>
    public static void AppendHead(StringBuilder text, IReadOnlyList<ResultColumn> columns, ExportOptions options) => AppendLine(text, columns.Select(column => (object?)column.Name), options);

    /// <summary>Appends a line.</summary>
    public static void AppendLine(StringBuilder text, IEnumerable<object?> values, ExportOptions options)
    {
        char comma = options.Format == ExportFormat.Csv ? ',' : '\t';
        bool isFirst = true;
        foreach (object? value in values)
        {
            if (!isFirst)
            {
                text.Append(comma);
            }

            isFirst = false;
            if (CellText.Full(value) is { } cell)
            {
                AppendField(text, options.IsGuarded && value is not (long or double) && IsFormula(cell) ? "'" + cell : cell, comma);
            }
        }

        text.Append(options.Format == ExportFormat.Csv ? "\r\n" : "\n");
    }

    /// <summary>True if a spreadsheet might run the text instead of showing it.</summary>
    public static bool IsFormula(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' && !NumberText().IsMatch(text);

    private static void AppendField(StringBuilder text, string field, char comma)
    {
        if (field.Length > 0 && field.AsSpan().IndexOfAny(['"', '\r', '\n', comma]) < 0)
        {
            text.Append(field);
            return;
        }

        text.Append('"').Append(field.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    [GeneratedRegex(@"^[+-]?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NumberText();
}

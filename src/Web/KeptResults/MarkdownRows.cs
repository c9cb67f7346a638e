using System.Text;
using Query.Results;
using Web.Texts;

namespace Web.KeptResults;

/// <summary>Rows as a table of Markdown, in which values look as they are.</summary>
internal static class MarkdownRows
{
    /// <summary>Most rows; more are no reading.</summary>
    public const int MaxRows = 200;

    private const string Signs = "\\|`*_[]<>~&";

    /// <summary>The table, and below it how many rows are missing.</summary>
    public static string Of(IReadOnlyList<ResultColumn> columns, IReadOnlyList<object?[]> rows)
    {
        StringBuilder text = new();
        AppendLine(text, columns.Select(column => Cell(column.Name)));
        AppendLine(text, columns.Select(column => column.Type is "INT" or "LONG" or "FLOAT" or "DOUBLE" or "BIG_DECIMAL" ? "--:" : "---"));
        foreach (object?[] row in rows.Take(MaxRows))
        {
            AppendLine(text, row.Select(value => value is null ? "NULL" : Cell(CellText.Full(value)!)));
        }

        if (rows.Count > MaxRows)
        {
            text.Append('\n').Append("The first ").Append(Numbers.Exact(MaxRows)).Append(" of ").Append(Numbers.Exact(rows.Count)).Append(" rows.\n");
        }

        return text.ToString();
    }

    /// <summary>A text in which nothing is markup.</summary>
    public static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length + 8);
        for (int i = 0; i < text.Length; i++)
        {
            bool isInsideName = text[i] == '_' && i > 0 && i < text.Length - 1 && char.IsLetterOrDigit(text[i - 1]) && char.IsLetterOrDigit(text[i + 1]);
            if (Signs.Contains(text[i], StringComparison.Ordinal) && !isInsideName)
            {
                escaped.Append('\\');
            }

            escaped.Append(text[i]);
        }

        return escaped.ToString();
    }

    private static void AppendLine(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Cell(string text) => string.Join("<br>", text.ReplaceLineEndings("\n").Split('\n').Select(line => Escape(CellText.Visible(line))));
}

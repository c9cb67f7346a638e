using System.Globalization;
using System.Text;

namespace Web.Texts;

/// <summary>Values of an answer as the grid writes them: exact, and harmless whatever they hold.</summary>
internal static class CellText
{
    /// <summary>UTF-16 units of a text that a cell shows; the rest is cut with a sign.</summary>
    public const int MaxLength = 300;

    /// <summary>Whole value; null for NULL.</summary>
    public static string? Full(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        Array items => $"[{string.Join(", ", items.Cast<object?>().Select(item => Full(item) ?? "null"))}]",
        _ => value.ToString(),
    };

    /// <summary>What a cell shows: control, bidi and zero-width characters as escapes, long texts cut.</summary>
    public static string? Shown(object? value)
    {
        string? text = Full(value);
        if (text is null)
        {
            return null;
        }

        bool isCut = text.Length > MaxLength;
        string visible = isCut ? text[..MaxLength] : text;
        return Visible(visible) + (isCut ? "…" : "");
    }

    /// <summary>The text with control, bidi and zero-width characters as escapes.</summary>
    public static string Visible(string text) => text.Any(IsHidden) ? Escape(text) : text;

    private static bool IsHidden(char letter) =>
        char.IsControl(letter) || letter is '\u200B' or '\u200C' or '\u200D' or '\u200E' or '\u200F' or '\u2060' or '\uFEFF'
        || letter is >= '\u202A' and <= '\u202E' || letter is >= '\u2066' and <= '\u2069';

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (char letter in text)
        {
            _ = letter switch
            {
                '\n' => escaped.Append("\\n"),
                '\t' => escaped.Append("\\t"),
                '\r' => escaped.Append("\\r"),
                _ when IsHidden(letter) => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}"),
                _ => escaped.Append(letter),
            };
        }

        return escaped.ToString();
    }
}

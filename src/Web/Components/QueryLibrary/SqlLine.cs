using Web.Texts;

namespace Web.Components.QueryLibrary;

/// <summary>A statement in one line of a list.</summary>
internal static class SqlLine
{
    private const int MaxLength = 160;

    /// <summary>Its words with single spaces between them, cut, and harmless whatever they hold.</summary>
    public static string Of(string sql)
    {
        // The whole of a long statement need not be looked at.
        string words = string.Join(' ', sql[..Math.Min(sql.Length, 4 * MaxLength)].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        bool isCut = words.Length > MaxLength || sql.Length > 4 * MaxLength;
        return CellText.Visible(words.Length > MaxLength ? words[..MaxLength] : words) + (isCut ? "…" : "");
    }
}

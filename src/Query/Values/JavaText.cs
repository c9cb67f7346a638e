using System.Text;

namespace Query.Values;

/// <summary>What Java's String and Apache's StringUtils do with text, on UTF-16 units.</summary>
internal static class JavaText
{
    public static string Upper(string text)
    {
        StringBuilder upper = new(text.Length);
        foreach (char unit in text)
        {
            _ = unit switch
            {
                'ß' => upper.Append("SS"),
                'ı' => upper.Append('I'),
                'ſ' => upper.Append('S'),
                'ŉ' => upper.Append("ʼN"),
                'ﬀ' => upper.Append("FF"),
                'ﬁ' => upper.Append("FI"),
                'ﬂ' => upper.Append("FL"),
                _ => upper.Append(char.ToUpperInvariant(unit)),
            };
        }

        return upper.ToString();
    }

    public static string Lower(string text)
    {
        StringBuilder lower = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            _ = text[i] switch
            {
                'İ' => lower.Append("i\u0307"),
                'Σ' when IsFinal(text, i) => lower.Append('ς'),
                char unit => lower.Append(char.ToLowerInvariant(unit)),
            };
        }

        return lower.ToString();
    }

    /// <summary>From start to before end; negative places count from the end, what lies outside is cut off.</summary>
    public static string Substring(string text, int start, int end)
    {
        end = Math.Min(end < 0 ? text.Length + end : end, text.Length);
        start = start < 0 ? text.Length + start : start;
        start = Math.Max(start, 0);
        return start >= end ? "" : text[start..end];
    }

    /// <summary>Pieces between separators; runs of separators count as one, leading ones vanish, after a last one stands an empty piece.</summary>
    public static List<string> Split(string text, string separator, int most)
    {
        List<string> pieces = [];
        if (text.Length == 0)
        {
            return pieces;
        }

        if (separator.Length == 0)
        {
            pieces.AddRange(text.Split((char[]?)null, most > 0 ? most : int.MaxValue, StringSplitOptions.RemoveEmptyEntries));
            return pieces;
        }

        int start = 0;
        int end = 0;
        while (end < text.Length)
        {
            end = text.IndexOf(separator, start, StringComparison.Ordinal);
            if (end < 0 || (end > start && pieces.Count + 1 == most))
            {
                pieces.Add(text[start..]);
                return pieces;
            }

            if (end > start)
            {
                pieces.Add(text[start..end]);
            }

            start = end + separator.Length;
        }

        return pieces;
    }

    /// <summary>Place of the nth occurrence (from 1), or -1; occurrences may overlap.</summary>
    public static int IndexOf(string text, string wanted, int occurrence)
    {
        int at = -1;
        for (int i = 0; i < occurrence; i++)
        {
            at = at + 1 > text.Length ? -1 : text.IndexOf(wanted, at + 1, StringComparison.Ordinal);
            if (at < 0)
            {
                return -1;
            }
        }

        return at;
    }

    public static string Capitalized(string text)
    {
        StringBuilder words = new(text.Length);
        bool atStart = true;
        foreach (char unit in text)
        {
            words.Append(atStart ? char.ToUpperInvariant(unit) : char.ToLowerInvariant(unit));
            atStart = char.IsWhiteSpace(unit);
        }

        return words.ToString();
    }

    public static string Reversed(string text)
    {
        char[] units = text.ToCharArray();
        Array.Reverse(units);
        for (int i = 0; i + 1 < units.Length; i++)
        {
            if (char.IsLowSurrogate(units[i]) && char.IsHighSurrogate(units[i + 1]))
            {
                (units[i], units[i + 1]) = (units[i + 1], units[i]);
                i++;
            }
        }

        return new string(units);
    }

    public static int Levenshtein(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 0; i < left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < right.Length; j++)
            {
                int above = row[j + 1];
                row[j + 1] = Math.Min(Math.Min(above, row[j]) + 1, diagonal + (left[i] == right[j] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }

    /// <summary>Difference of the first units that differ, or of the lengths.</summary>
    public static int Compare(string left, string right)
    {
        int common = left.AsSpan().CommonPrefixLength(right);
        return common < left.Length && common < right.Length ? left[common] - right[common] : left.Length - right.Length;
    }

    private static bool IsFinal(string text, int at) =>
        at > 0 && char.IsLetter(text[at - 1]) && (at + 1 == text.Length || !char.IsLetter(text[at + 1]));
}

using System.Globalization;

namespace Query.Values.Patterns;

/// <summary>Character classes and escapes of Java's regular expressions as sets of code points.</summary>
internal static class JavaRegexClass
{
    private static readonly CodePointSet Digits = CodePointSet.Of(('0', '9'));
    private static readonly CodePointSet Blanks = CodePointSet.Of(" \t\n\u000B\f\r");
    private static readonly CodePointSet WordCharacters = CodePointSet.Of(('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_'));
    private static readonly CodePointSet HorizontalBlanks = CodePointSet.Of(
        (' ', ' '), ('\t', '\t'), (0xA0, 0xA0), (0x1680, 0x1680), (0x180E, 0x180E), (0x2000, 0x200A), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000));

    private static readonly CodePointSet VerticalBlanks = CodePointSet.Of("\n\u000B\f\r\u0085\u2028\u2029");

    /// <summary>Reads a class from its opening bracket to behind its closing one.</summary>
    public static CodePointSet Parse(string pattern, ref int position)
    {
        int depth = 0;
        return Parse(pattern, ref position, ref depth);
    }

    /// <summary>Reads one escape that stands for a character or a set.</summary>
    public static CodePointSet ParseEscape(string pattern, ref int position)
    {
        char letter = position + 1 < pattern.Length ? pattern[position + 1] : throw Fault(pattern, "a backslash stands at the end");
        CodePointSet? named = letter switch
        {
            'd' => Digits,
            'D' => Digits.Complement(),
            's' => Blanks,
            'S' => Blanks.Complement(),
            'w' => WordCharacters,
            'W' => WordCharacters.Complement(),
            'h' => HorizontalBlanks,
            'H' => HorizontalBlanks.Complement(),
            'v' => VerticalBlanks,
            'V' => VerticalBlanks.Complement(),
            _ => null,
        };
        if (named is not null)
        {
            position += 2;
            return named;
        }

        if (letter is 'p' or 'P')
        {
            return ParseProperty(pattern, ref position);
        }

        int point = JavaRegexEscapes.ReadCharacter(pattern, ref position);
        return CodePointSet.Of((point, point));
    }

    public static int ReadCodePoint(string pattern, ref int position)
    {
        bool isPair = char.IsHighSurrogate(pattern[position]) && position + 1 < pattern.Length && char.IsLowSurrogate(pattern[position + 1]);
        int point = isPair ? char.ConvertToUtf32(pattern[position], pattern[position + 1]) : pattern[position];
        position += isPair ? 2 : 1;
        return point;
    }

    private static CodePointSet Parse(string pattern, ref int position, ref int depth)
    {
        if (++depth > 50)
        {
            throw Fault(pattern, "classes are nested too deep");
        }

        position++;
        bool negated = position < pattern.Length && pattern[position] == '^';
        position += negated ? 1 : 0;
        CodePointSet? left = null;
        CodePointSet set = CodePointSet.Empty;
        bool first = true;
        while (position < pattern.Length && (pattern[position] != ']' || first))
        {
            if (string.CompareOrdinal(pattern, position, "&&", 0, 2) == 0)
            {
                position += 2;
                left = left is null ? set : left.Intersect(set);
                set = CodePointSet.Empty;
                first = false;
                continue;
            }

            set = set.Union(pattern[position] == '[' ? Parse(pattern, ref position, ref depth) : ParseRange(pattern, ref position));
            first = false;
        }

        if (position >= pattern.Length)
        {
            throw Fault(pattern, "a [ is not closed");
        }

        position++;
        depth--;
        set = left is null ? set : left.Intersect(set);
        return negated ? set.Complement() : set;
    }

    private static CodePointSet ParseRange(string pattern, ref int position)
    {
        bool escaped = pattern[position] == '\\';
        if (escaped && position + 1 < pattern.Length && pattern[position + 1] is 'd' or 'D' or 's' or 'S' or 'w' or 'W' or 'h' or 'H' or 'v' or 'V' or 'p' or 'P')
        {
            return ParseEscape(pattern, ref position);
        }

        int low = ReadCharacter(pattern, ref position);
        bool isRange = position + 1 < pattern.Length && pattern[position] == '-' && pattern[position + 1] is not (']' or '[');
        if (!isRange)
        {
            return CodePointSet.Of((low, low));
        }

        position++;
        int high = ReadCharacter(pattern, ref position);
        return low <= high ? CodePointSet.Of((low, high)) : throw Fault(pattern, "a range of characters runs backwards");
    }

    private static int ReadCharacter(string pattern, ref int position) =>
        pattern[position] == '\\' ? JavaRegexEscapes.ReadCharacter(pattern, ref position) : ReadCodePoint(pattern, ref position);

    private static CodePointSet ParseProperty(string pattern, ref int position)
    {
        bool negated = pattern[position + 1] == 'P';
        position += 2;
        string name;
        if (position < pattern.Length && pattern[position] == '{')
        {
            int end = pattern.IndexOf('}', position);
            name = end < 0 ? throw Fault(pattern, @"\p{ is not closed") : pattern[(position + 1)..end];
            position = end + 1;
        }
        else
        {
            name = position < pattern.Length ? pattern[position].ToString() : throw Fault(pattern, @"\p must be followed by a property");
            position++;
        }

        CodePointSet set = JavaRegexProperties.Find(name) ?? throw Fault(pattern, $@"\p{{{name}}} is no property that is known here");
        return negated ? set.Complement() : set;
    }

    private static FormatException Fault(string pattern, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"the regular expression '{pattern}' is not valid: {what}"));
}

using System.Globalization;

namespace Query.Values.Patterns;

/// <summary>Escapes of Java's regular expressions that stand for one character.</summary>
internal static class JavaRegexEscapes
{
    /// <summary>Reads an escape from its backslash on.</summary>
    /// <exception cref="FormatException">The escape means no character.</exception>
    public static int ReadCharacter(string pattern, ref int position)
    {
        if (position + 1 >= pattern.Length)
        {
            throw new FormatException($"the regular expression '{pattern}' is not valid: a backslash stands at the end");
        }

        char letter = pattern[position + 1];
        switch (letter)
        {
            case 'x':
                return ReadHex(pattern, ref position);
            case 'u':
                return ReadDigits(pattern, ref position, position + 2, 4, 16);
            case '0':
                int octal = position + 2;
                int digits = 0;
                while (digits < 3 && octal + digits < pattern.Length && pattern[octal + digits] is >= '0' and <= '7')
                {
                    digits++;
                }

                return ReadDigits(pattern, ref position, octal, digits, 8);
            case 'N':
                return ReadName(pattern, ref position);
            case 'c' when position + 2 < pattern.Length:
                position += 3;
                return pattern[position - 1] ^ 64;
            default:
                int point = letter switch
                {
                    't' => '\t',
                    'n' => '\n',
                    'r' => '\r',
                    'f' => '\f',
                    'a' => '\a',
                    'e' => '\u001B',
                    _ when char.IsAsciiLetterOrDigit(letter) => throw new FormatException($"the regular expression '{pattern}' is not valid: \\{letter} has no meaning"),
                    _ => letter,
                };
                position += 2;
                return point;
        }
    }

    private static int ReadHex(string pattern, ref int position)
    {
        if (position + 2 >= pattern.Length || pattern[position + 2] != '{')
        {
            return ReadDigits(pattern, ref position, position + 2, 2, 16);
        }

        int end = pattern.IndexOf('}', position);
        int point = end < 0 ? -1 : ReadDigits(pattern, ref position, position + 3, end - position - 3, 16);
        position = end + 1;
        return point is >= 0 and <= 0x10FFFF ? point : throw Fault(pattern);
    }

    private static int ReadDigits(string pattern, ref int position, int start, int count, int radix)
    {
        if (count is < 1 or > 6 || start + count > pattern.Length)
        {
            throw Fault(pattern);
        }

        int point = 0;
        foreach (char digit in pattern.AsSpan(start, count))
        {
            point = char.IsAsciiHexDigit(digit) ? (point * radix) + Convert.ToInt32(digit.ToString(), 16) : throw Fault(pattern);
        }

        position = start + count;
        return point;
    }

    // The names of the letters and digits of ASCII; others can be written as \x{…}.
    private static int ReadName(string pattern, ref int position)
    {
        int end = pattern.IndexOf('}', position);
        if (position + 2 >= pattern.Length || pattern[position + 2] != '{' || end < 0)
        {
            throw Fault(pattern);
        }

        string name = pattern[(position + 3)..end].ToUpperInvariant();
        position = end + 1;
        if (name.Length > 1 && name[^2] == ' ' && char.IsAsciiLetter(name[^1]))
        {
            if (name.StartsWith("LATIN SMALL LETTER ", StringComparison.Ordinal))
            {
                return char.ToLowerInvariant(name[^1]);
            }

            if (name.StartsWith("LATIN CAPITAL LETTER ", StringComparison.Ordinal))
            {
                return name[^1];
            }
        }

        throw new FormatException(string.Create(
            CultureInfo.InvariantCulture, $"the regular expression '{pattern}' is not valid: the character name {name} is not known here; write its number as \\x{{…}}"));
    }

    private static FormatException Fault(string pattern) =>
        new($"the regular expression '{pattern}' is not valid: an escape with a number is not complete");
}

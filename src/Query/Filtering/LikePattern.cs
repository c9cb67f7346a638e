using System.Text;
using System.Text.RegularExpressions;

namespace Query.Filtering;

/// <summary>LIKE: whole value, case ignored; runs of % at either end make it a search, as Pinot has it.</summary>
internal static class LikePattern
{
    // Characters with a meaning in regular expressions.
    private const string Special = "\\.[]{}()<>*+-=!?^$|";

    /// <summary>The regular expression that Pinot makes of the pattern; matched as a search, ignoring case.</summary>
    public static string ToRegex(string pattern)
    {
        int start = 0;
        int end = pattern.Length;
        while (start < end && pattern[start] == '%')
        {
            start++;
        }

        while (end > start && pattern[end - 1] == '%')
        {
            end--;
        }

        StringBuilder regex = new();
        regex.Append(start == 0 ? "^" : "");
        for (int i = start; i < end; i++)
        {
            char c = pattern[i];
            if (c == '\\' && i + 1 < end && pattern[i + 1] is '%' or '_')
            {
                regex.Append(pattern[++i]);
            }
            else
            {
                regex.Append(c switch
                {
                    '%' => ".*",
                    '_' => ".",
                    _ => Special.Contains(c, StringComparison.Ordinal) ? $"\\{c}" : c.ToString(),
                });
            }
        }

        regex.Append(end == pattern.Length ? "$" : "");
        return regex.ToString();
    }

    /// <summary>A test for the pattern; plain ASCII searches look at bytes only.</summary>
    public static TextTest Compile(string pattern)
    {
        string middle = pattern.Trim('%');
        bool isPlain = middle.Length > 0 && middle.All(c => c < 0x80 && c is not ('%' or '_' or '\\' or 'k' or 'K' or 's' or 'S'));
        if (isPlain && pattern.StartsWith('%') && pattern.EndsWith('%'))
        {
            byte[] needle = Encoding.ASCII.GetBytes(middle.ToLowerInvariant());
            return value => ContainsIgnoreCase(value, needle);
        }

        return RegexPattern.Compile(ToRegex(pattern), ignoreCase: true);
    }

    // The letters k and s have relatives outside ASCII (the Kelvin sign, long s), so patterns with them take the other way.
    private static bool ContainsIgnoreCase(ReadOnlySpan<byte> value, ReadOnlySpan<byte> needle)
    {
        byte lower = needle[0];
        byte upper = (byte)char.ToUpperInvariant((char)lower);
        while (true)
        {
            int start = value.IndexOfAny(lower, upper);
            if (start < 0 || value.Length - start < needle.Length)
            {
                return false;
            }

            if (Ascii.EqualsIgnoreCase(value.Slice(start, needle.Length), needle))
            {
                return true;
            }

            value = value[(start + 1)..];
        }
    }
}

/// <summary>REGEXP_LIKE: a search anywhere in the value.</summary>
internal static class RegexPattern
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <exception cref="QueryException">The pattern is no regular expression.</exception>
    public static TextTest Compile(string pattern, bool ignoreCase)
    {
        Regex regex;
        try
        {
            regex = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None), Patience);
        }
        catch (ArgumentException exception)
        {
            throw QueryException.NotValid($"'{pattern}' is no regular expression: {exception.Message}");
        }

        return value => Matches(regex, value);
    }

    private static bool Matches(Regex regex, ReadOnlySpan<byte> value)
    {
        Span<char> buffer = value.Length <= 512 ? stackalloc char[value.Length] : new char[value.Length];
        int length = Encoding.UTF8.GetChars(value, buffer);
        try
        {
            return regex.IsMatch(buffer[..length]);
        }
        catch (RegexMatchTimeoutException)
        {
            throw QueryException.Failed($"the regular expression '{regex}' takes too long on some value; make it simpler");
        }
    }
}

using System.Text;
using System.Text.RegularExpressions;
using Query.Values.Patterns;

namespace Query.Filtering;

/// <summary>Tests of texts by LIKE and REGEXP_LIKE, and LIKE patterns in Pinot's own words for names of columns.</summary>
internal static class PatternTests
{
    // Characters with a meaning in regular expressions.
    private const string Special = "\\.[]{}()<>*+-=!?^$|";

    /// <summary>LIKE: whole value, case ignored.</summary>
    public static TextTest Like(string pattern) => new LikePattern(pattern).IsMatch;

    /// <summary>REGEXP_LIKE: a search anywhere in the value.</summary>
    /// <exception cref="QueryException">The pattern is no regular expression.</exception>
    public static TextTest Regex(string pattern, bool ignoreCase)
    {
        Regex regex;
        try
        {
            regex = JavaRegex.Compile(pattern, ignoreCase);
        }
        catch (FormatException exception)
        {
            throw QueryException.NotValid(exception.Message);
        }

        return value => Matches(regex, value);
    }

    /// <summary>The regular expression that Pinot makes of a LIKE pattern and shows in names.</summary>
    public static string RegexOfLike(string pattern)
    {
        int start = pattern.Length - pattern.TrimStart('%').Length;
        int end = Math.Max(start, pattern.TrimEnd('%').Length);
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
            throw QueryException.Failed("the regular expression takes too long on one of the texts; avoid nested repetitions such as (a+)+");
        }
    }
}

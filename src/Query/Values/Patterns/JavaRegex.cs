using System.Text.RegularExpressions;

namespace Query.Values.Patterns;

/// <summary>A regular expression in Java's syntax, run by .NET: translated once, in linear time where its parts allow, else with a time limit.</summary>
internal static class JavaRegex
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Translates and compiles a pattern.</summary>
    /// <param name="pattern">In Java's syntax.</param>
    /// <param name="ignoreCase">True to ignore case, beyond ASCII too.</param>
    /// <exception cref="FormatException">The pattern is not sound; the message says why.</exception>
    public static Regex Compile(string pattern, bool ignoreCase)
    {
        string translated = JavaRegexTranslator.Translate(pattern);
        RegexOptions options = RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        try
        {
            return new Regex(translated, options | RegexOptions.NonBacktracking, MatchTimeout);
        }
        catch (NotSupportedException)
        {
            // Look-around, back references and atomic groups need the backtracking engine.
            return Backtracking(pattern, translated, options);
        }
        catch (ArgumentException exception)
        {
            throw new FormatException($"the regular expression '{pattern}' is not valid: {exception.Message}", exception);
        }
    }

    private static Regex Backtracking(string pattern, string translated, RegexOptions options)
    {
        try
        {
            return new Regex(translated, options, MatchTimeout);
        }
        catch (ArgumentException exception)
        {
            throw new FormatException($"the regular expression '{pattern}' is not valid: {exception.Message}", exception);
        }
    }
}

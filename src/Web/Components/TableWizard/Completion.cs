using System.Text.RegularExpressions;

namespace Web.Components.TableWizard;

/// <summary>What a text becomes if its last word is completed.</summary>
/// <param name="Text">The whole text.</param>
/// <param name="Word">The word that was put in, for people.</param>
internal sealed partial record Completion(string Text, string Word)
{
    private const int Most = 20;

    /// <summary>Fields before functions; none while the last word is empty, within a text literal, or complete.</summary>
    /// <param name="text">What is typed so far; the end of it is completed.</param>
    /// <param name="fields">Names of fields; those that are no plain words are quoted.</param>
    /// <param name="functions">Names of functions.</param>
    public static IReadOnlyList<Completion> Of(string text, IEnumerable<string> fields, IEnumerable<string> functions)
    {
        Match last = LastWord().Match(text);
        string word = last.Value.TrimStart('"');
        if (word.Length == 0 || text.AsSpan(0, last.Index).Count('\'') % 2 == 1)
        {
            return [];
        }

        string before = text[..last.Index];
        IEnumerable<string> names = fields.Where(Fits).Select(Quoted).Concat(functions.Where(Fits).Select(name => name + "("));
        return [.. names.Distinct(StringComparer.Ordinal).Take(Most).Select(name => new Completion(before + name, name))];

        bool Fits(string name) => name.StartsWith(word, StringComparison.OrdinalIgnoreCase) && name != word;
    }

    private static string Quoted(string field) => PlainName().IsMatch(field) ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // Either a name that is begun, or a quoted one that is not ended.
    [GeneratedRegex("""("[^"]*|[A-Za-z_$][A-Za-z0-9_$.]*)$""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LastWord();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainName();
}

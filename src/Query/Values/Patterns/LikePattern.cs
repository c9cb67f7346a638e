using System.Text;
using System.Text.RegularExpressions;

namespace Query.Values.Patterns;

/// <summary>A LIKE pattern as Pinot reads it: case is ignored, % any run, _ one character, \% and \_ stand for themselves.</summary>
/// <remarks>
/// Runs of % at the ends are cut off first, also an escaped one at the very end. Inside, % and _ do not match line breaks.
/// Any other backslash stands for itself. Immutable.
/// </remarks>
internal sealed class LikePattern
{
    private const string LineBreaks = "\n\r\u0085\u2028\u2029";
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private readonly byte[]? _literal;
    private readonly bool _fromStart;
    private readonly bool _toEnd;
    private readonly Lazy<Regex> _regex;

    public LikePattern(string pattern)
    {
        int start = 0;
        while (start < pattern.Length && pattern[start] == '%')
        {
            start++;
        }

        int end = pattern.Length;
        while (end > start && pattern[end - 1] == '%')
        {
            end--;
        }

        _fromStart = start == 0;
        _toEnd = end == pattern.Length && !(pattern.Length > 0 && start == pattern.Length);
        string inner = pattern[start..end];
        _literal = LiteralOf(inner);
        _regex = new Lazy<Regex>(() => new Regex(ToRegex(inner), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, MatchTimeout));
    }

    /// <summary>Whether a text matches.</summary>
    public bool IsMatch(ReadOnlySpan<byte> text) =>
        _literal is not null && Ascii.IsValid(text) && (!_toEnd || text.IsEmpty || text[^1] is not ((byte)'\n' or (byte)'\r'))
            ? IsAsciiMatch(text)
            : _regex.Value.IsMatch(Folded(Encoding.UTF8.GetString(text)));

    /// <summary>Each unit in the case in which texts are compared.</summary>
    public static string Folded(string text) => string.Create(text.Length, text, (span, source) =>
    {
        for (int i = 0; i < span.Length; i++)
        {
            span[i] = Fold(source[i]);
        }
    });

    private static char Fold(char value) => value switch
    {
        < '\u0080' => char.ToLowerInvariant(value),
        '\u0130' or '\u0131' => 'i',
        '\u017F' => 's',
        '\u212A' => 'k',
        '\u212B' => '\u00E5',
        '\u00B5' => '\u03BC',
        '\u03C2' => '\u03C3',
        _ => char.ToLowerInvariant(char.ToUpperInvariant(value)),
    };

    private bool IsAsciiMatch(ReadOnlySpan<byte> text)
    {
        if (text.Length < _literal!.Length)
        {
            return false;
        }

        return (_fromStart, _toEnd) switch
        {
            (true, true) => text.Length == _literal.Length && Ascii.EqualsIgnoreCase(text, _literal),
            (true, false) => Ascii.EqualsIgnoreCase(text[.._literal.Length], _literal),
            (false, true) => Ascii.EqualsIgnoreCase(text[^_literal.Length..], _literal),
            _ => Contains(text, _literal),
        };
    }

    private static bool Contains(ReadOnlySpan<byte> text, ReadOnlySpan<byte> literal)
    {
        if (literal.IsEmpty)
        {
            return true;
        }

        byte lower = literal[0];
        byte upper = (byte)char.ToUpperInvariant((char)lower);
        ReadOnlySpan<byte> starts = text[..(text.Length - literal.Length + 1)];
        for (int at = 0; at < starts.Length; at++)
        {
            int next = starts[at..].IndexOfAny(lower, upper);
            if (next < 0)
            {
                return false;
            }

            at += next;
            if (Ascii.EqualsIgnoreCase(text.Slice(at, literal.Length), literal))
            {
                return true;
            }
        }

        return false;
    }

    // The lower-case bytes of a pattern without wildcards, or null.
    private static byte[]? LiteralOf(string inner)
    {
        StringBuilder literal = new();
        for (int i = 0; i < inner.Length; i++)
        {
            bool escapes = inner[i] == '\\' && i + 1 < inner.Length && inner[i + 1] is '%' or '_';
            if (!escapes && inner[i] is '%' or '_')
            {
                return null;
            }

            i += escapes ? 1 : 0;
            literal.Append(inner[i]);
        }

        string text = literal.ToString();
        return Ascii.IsValid(text) ? Encoding.ASCII.GetBytes(text.ToLowerInvariant()) : null;
    }

    private string ToRegex(string inner)
    {
        StringBuilder regex = new(_fromStart ? @"\A" : "");
        for (int i = 0; i < inner.Length; i++)
        {
            if (inner[i] == '\\' && i + 1 < inner.Length && inner[i + 1] is '%' or '_')
            {
                i++;
                regex.Append(inner[i]);
                continue;
            }

            _ = inner[i] switch
            {
                '%' => regex.Append($"[^{LineBreaks}]*"),
                '_' => regex.Append($@"(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[^{LineBreaks}])"),
                _ => regex.Append(Regex.Escape(Fold(inner[i]).ToString())),
            };
        }

        return regex.Append(_toEnd ? $@"(?:\r\n|[{LineBreaks}])?\z" : "").ToString();
    }
}

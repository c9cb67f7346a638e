using System.Globalization;
using System.Text;

namespace Query.Values.Patterns;

/// <summary>Rewrites a regular expression of Java as one of .NET that means the same.</summary>
/// <remarks>
/// Classes become explicit ranges, because \d, \w and \s are ASCII in Java and because .NET knows no intersection; the dot and
/// classes take whole code points; possessive quantifiers become atomic groups; (?i) folds ASCII only unless (?u) is on.
/// </remarks>
internal sealed class JavaRegexTranslator
{
    private const int MaxDepth = 100;
    private const string AnyPair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";

    private readonly string _pattern;
    private readonly StringBuilder _output = new();
    private int _position;
    private int _depth;
    private JavaRegexFlags _flags;

    private JavaRegexTranslator(string pattern) => _pattern = pattern;

    /// <exception cref="FormatException">The pattern is not sound or uses something unknown; the message says what.</exception>
    public static string Translate(string pattern)
    {
        JavaRegexTranslator translator = new(pattern);
        translator.TranslateAlternatives();
        return translator._position == pattern.Length ? translator._output.ToString() : throw translator.Fault("there is a ) without a (");
    }

    private bool AtEnd => _position >= _pattern.Length;

    private char Current => _pattern[_position];

    private void TranslateAlternatives()
    {
        while (!AtEnd && Current != ')')
        {
            if (Current == '|')
            {
                _output.Append('|');
                _position++;
            }
            else if (_flags.HasFlag(JavaRegexFlags.Comments) && (char.IsWhiteSpace(Current) || Current == '#'))
            {
                SkipComment();
            }
            else
            {
                int start = _output.Length;
                TranslateAtom();
                TranslateQuantifier(start);
            }
        }
    }

    private void SkipComment()
    {
        if (Current != '#')
        {
            _position++;
            return;
        }

        while (!AtEnd && Current != '\n')
        {
            _position++;
        }
    }

    private void TranslateAtom()
    {
        switch (Current)
        {
            case '(':
                TranslateGroup();
                break;
            case '[':
                AppendSet(JavaRegexClass.Parse(_pattern, ref _position));
                break;
            case '.':
                _position++;
                _output.Append(_flags.HasFlag(JavaRegexFlags.DotAll) ? $@"(?:{AnyPair}|[\s\S])" : $@"(?:{AnyPair}|[^\n\r\u0085\u2028\u2029])");
                break;
            case '^':
            case '$':
                _output.Append(_flags.HasFlag(JavaRegexFlags.Multiline) ? $"(?m:{Current})" : Current.ToString());
                _position++;
                break;
            case '\\':
                TranslateEscape();
                break;
            case '*':
            case '+':
            case '?':
                throw Fault($"nothing stands before {Current}");
            default:
                AppendLiteral(JavaRegexClass.ReadCodePoint(_pattern, ref _position));
                break;
        }
    }

    private void TranslateQuantifier(int start)
    {
        while (!AtEnd && Current is '*' or '+' or '?' or '{')
        {
            int quantifierStart = _position;
            if (Current == '{')
            {
                int end = _pattern.IndexOf('}', _position);
                if (end < 0 || !IsCount(_pattern.AsSpan(_position + 1, end - _position - 1)))
                {
                    throw Fault("{ must be followed by a count such as {2} or {2,5}; write \\{ for the character");
                }

                _position = end;
            }

            _position++;
            string quantifier = _pattern[quantifierStart.._position];
            if (!AtEnd && Current == '+')
            {
                _position++;
                _output.Insert(start, "(?>").Append(quantifier).Append(')');
                continue;
            }

            _output.Append(quantifier);
            if (!AtEnd && Current == '?')
            {
                _position++;
                _output.Append('?');
            }

            return;
        }
    }

    private static bool IsCount(ReadOnlySpan<char> count)
    {
        int comma = count.IndexOf(',');
        ReadOnlySpan<char> least = comma < 0 ? count : count[..comma];
        return least.Length is > 0 and < 5 && !least.ContainsAnyExceptInRange('0', '9')
            && (comma < 0 || (count.Length - comma < 6 && !count[(comma + 1)..].ContainsAnyExceptInRange('0', '9')));
    }

    private void TranslateGroup()
    {
        if (++_depth > MaxDepth)
        {
            throw Fault($"groups are nested more than {MaxDepth} levels deep");
        }

        JavaRegexFlags outer = _flags;
        _position++;
        if (!AtEnd && Current == '?')
        {
            if (!TryTranslateGroupHead())
            {
                _depth--;
                return; // (?i) changes the rest of the group around it
            }
        }
        else
        {
            _output.Append('(');
        }

        TranslateAlternatives();
        if (AtEnd)
        {
            throw Fault("a ( is not closed");
        }

        _position++;
        _output.Append(')');
        _flags = outer;
        _depth--;
    }

    private bool TryTranslateGroupHead()
    {
        ReadOnlySpan<char> rest = _pattern.AsSpan(_position + 1);
        foreach (string head in (string[])["<=", "<!", ":", "=", "!", ">"])
        {
            if (rest.StartsWith(head))
            {
                _output.Append("(?").Append(head);
                _position += 1 + head.Length;
                return true;
            }
        }

        if (rest.StartsWith("<"))
        {
            int end = _pattern.IndexOf('>', _position);
            string name = end < 0 ? "" : _pattern[(_position + 2)..end];
            if (name.Length == 0 || !char.IsAsciiLetter(name[0]) || !name.All(char.IsAsciiLetterOrDigit))
            {
                throw Fault("the name of a group is letters and digits");
            }

            _output.Append("(?<").Append(name).Append('>');
            _position = end + 1;
            return true;
        }

        return ReadFlags();
    }

    private bool ReadFlags()
    {
        bool on = true;
        for (_position++; !AtEnd; _position++)
        {
            switch (Current)
            {
                case ')':
                    _position++;
                    return false;
                case ':':
                    _position++;
                    _output.Append("(?:");
                    return true;
                case '-':
                    on = false;
                    break;
                default:
                    JavaRegexFlags flag = Current switch
                    {
                        'i' => JavaRegexFlags.IgnoreCase,
                        'u' or 'U' => JavaRegexFlags.Unicode,
                        's' => JavaRegexFlags.DotAll,
                        'm' => JavaRegexFlags.Multiline,
                        'x' => JavaRegexFlags.Comments,
                        'd' => JavaRegexFlags.None,
                        _ => throw Fault($"(?{Current} is no flag"),
                    };
                    _flags = on ? _flags | flag : _flags & ~flag;
                    break;
            }
        }

        throw Fault("a ( is not closed");
    }

    private void TranslateEscape()
    {
        if (_position + 1 >= _pattern.Length)
        {
            throw Fault("a backslash stands at the end");
        }

        char letter = _pattern[_position + 1];
        switch (letter)
        {
            case 'Q':
                TranslateQuote();
                break;
            case 'b' or 'B' or 'A' or 'z' or 'Z' or 'G':
                _output.Append('\\').Append(letter);
                _position += 2;
                break;
            case 'R':
                _output.Append(@"(?:\r\n|[\n\u000B\f\r\u0085\u2028\u2029])");
                _position += 2;
                break;
            case 'X':
                _output.Append($@"(?:(?:\r\n|{AnyPair}|[\s\S])[\u0300-\u036F\u1AB0-\u1AFF\u20D0-\u20FF\uFE00-\uFE0F\uFE20-\uFE2F\u200D]*)");
                _position += 2;
                break;
            case 'k':
                TranslateNamedReference();
                break;
            case >= '1' and <= '9':
                _output.Append("(?:\\").Append(letter).Append(')');
                _position += 2;
                break;
            default:
                AppendSet(JavaRegexClass.ParseEscape(_pattern, ref _position));
                break;
        }
    }

    private void TranslateQuote()
    {
        int end = _pattern.IndexOf("\\E", _position + 2, StringComparison.Ordinal);
        int stop = end < 0 ? _pattern.Length : end;
        _position += 2;
        while (_position < stop)
        {
            AppendLiteral(JavaRegexClass.ReadCodePoint(_pattern, ref _position));
        }

        _position = end < 0 ? stop : end + 2;
    }

    private void TranslateNamedReference()
    {
        int end = _pattern.IndexOf('>', _position);
        if (end < 0 || _position + 2 >= _pattern.Length || _pattern[_position + 2] != '<')
        {
            throw Fault(@"\k must be followed by the name of a group, as in \k<name>");
        }

        _output.Append(_pattern, _position, end + 1 - _position);
        _position = end + 1;
    }

    private void AppendLiteral(int codePoint) => AppendSet(CodePointSet.Of((codePoint, codePoint)), codePoint);

    private void AppendSet(CodePointSet set, int single = -1)
    {
        bool ignoreCase = _flags.HasFlag(JavaRegexFlags.IgnoreCase);
        bool unicode = _flags.HasFlag(JavaRegexFlags.Unicode);
        if (ignoreCase && !unicode)
        {
            set = set.WithBothCases();
            single = single is >= 0 and < 128 && char.IsAsciiLetter((char)single) ? -1 : single;
        }

        string pattern = single switch
        {
            < 0 => set.ToPattern(),
            < 128 when char.IsAsciiLetterOrDigit((char)single) => ((char)single).ToString(),
            <= 0xFFFF => string.Create(CultureInfo.InvariantCulture, $@"\u{single:X4}"),
            _ => set.ToPattern(),
        };
        _output.Append(ignoreCase && unicode ? $"(?i:{pattern})" : single > 0xFFFF ? $"(?:{pattern})" : pattern);
    }

    private FormatException Fault(string what) => new($"the regular expression '{_pattern}' is not valid: {what}");
}

/// <summary>Inline flags of a Java pattern.</summary>
[Flags]
internal enum JavaRegexFlags
{
    None = 0,
    IgnoreCase = 1,
    Unicode = 2,
    DotAll = 4,
    Multiline = 8,
    Comments = 16,
}

using System.Collections.Concurrent;
using System.Text;

namespace Query.Values.Times;

/// <summary>A date pattern such as <c>yyyy-MM-dd HH:mm</c>, with Joda's letters; formats and parses instants.</summary>
/// <remarks>Immutable. Letters: G C Y x w e E y D M d a K h H k m s S z Z; texts in single quotes.</remarks>
internal sealed class JodaPattern
{
    private static readonly ConcurrentDictionary<string, JodaPattern> Known = new(StringComparer.Ordinal);

    private readonly JodaPart[] _parts;

    private JodaPattern(JodaPart[] parts) => _parts = parts;

    /// <exception cref="FormatException">The pattern is empty or has a letter without meaning; the message says which.</exception>
    public static JodaPattern Parse(string pattern)
    {
        if (Known.TryGetValue(pattern, out JodaPattern? known))
        {
            return known;
        }

        JodaPattern parsed = new(Cut(pattern));
        if (Known.Count < 1000)
        {
            Known.TryAdd(pattern, parsed);
        }

        return parsed;
    }

    /// <summary>The instant as text in a zone.</summary>
    public string Format(long millis, TimeZoneRules zone)
    {
        StringBuilder text = new();
        long local = zone.ToLocal(millis);
        foreach (JodaPart part in _parts)
        {
            JodaFormatter.Append(text, part, local, millis, zone);
        }

        return text.ToString();
    }

    /// <summary>Reads an instant; a zone in the text wins over <paramref name="zone"/>.</summary>
    public bool TryParse(string text, TimeZoneRules zone, out long millis)
    {
        JodaParser parser = new(text);
        for (int i = 0; i < _parts.Length; i++)
        {
            bool numberFollows = i + 1 < _parts.Length && _parts[i + 1].IsNumber;
            if (!parser.TryRead(_parts[i], numberFollows))
            {
                millis = 0;
                return false;
            }
        }

        return parser.TryFinish(zone, out millis);
    }

    private static JodaPart[] Cut(string pattern)
    {
        List<JodaPart> parts = [];
        int i = 0;
        while (i < pattern.Length)
        {
            char letter = pattern[i];
            if (!char.IsAsciiLetter(letter))
            {
                parts.Add(CutText(pattern, ref i));
                continue;
            }

            int start = i;
            while (i < pattern.Length && pattern[i] == letter)
            {
                i++;
            }

            if (!"GCYxweEyDMdaKhHkmsSzZ".Contains(letter, StringComparison.Ordinal))
            {
                throw new FormatException($"the letter '{letter}' has no meaning in the date pattern '{pattern}'; put texts in single quotes");
            }

            parts.Add(new JodaPart(letter, i - start, ""));
        }

        return parts.Count > 0 ? [.. parts] : throw new FormatException("the date pattern is empty");
    }

    private static JodaPart CutText(string pattern, ref int i)
    {
        StringBuilder text = new();
        bool quoted = false;
        for (; i < pattern.Length; i++)
        {
            if (pattern[i] == '\'')
            {
                if (i + 1 < pattern.Length && pattern[i + 1] == '\'')
                {
                    text.Append('\'');
                    i++;
                }
                else
                {
                    quoted = !quoted;
                }
            }
            else if (!quoted && char.IsAsciiLetter(pattern[i]))
            {
                break;
            }
            else
            {
                text.Append(pattern[i]);
            }
        }

        return new JodaPart('\'', text.Length, text.ToString());
    }
}

/// <summary>One letter repeated, or a text (letter <c>'</c>).</summary>
internal sealed record JodaPart(char Letter, int Count, string Text)
{
    /// <summary>True if it is written in digits.</summary>
    public bool IsNumber => Letter is 'C' or 'Y' or 'x' or 'w' or 'e' or 'y' or 'D' or 'd' or 'K' or 'h' or 'H' or 'k' or 'm' or 's' or 'S'
        || (Letter == 'M' && Count < 3);
}

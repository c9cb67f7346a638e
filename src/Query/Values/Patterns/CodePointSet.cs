using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Query.Values.Patterns;

/// <summary>A set of Unicode code points, as character classes of regular expressions need: unions, intersections, complements.</summary>
/// <remarks>Immutable. Ranges are inclusive, ascending and do not touch.</remarks>
internal sealed class CodePointSet
{
    private const int Last = 0x10FFFF;

    public static readonly CodePointSet Empty = new([]);

    private static readonly ConcurrentDictionary<string, CodePointSet> Computed = new(StringComparer.Ordinal);

    private readonly (int First, int Last)[] _ranges;

    private CodePointSet((int First, int Last)[] ranges) => _ranges = ranges;

    public static CodePointSet Of(params (int First, int Last)[] ranges) => Joined(ranges);

    public static CodePointSet Of(string characters) => Joined(characters.Select(character => ((int)character, (int)character)));

    /// <summary>All code points a test accepts; computed once per name.</summary>
    public static CodePointSet Where(string name, Func<int, bool> accepts) => Computed.GetOrAdd(name, _ =>
    {
        List<(int First, int Last)> ranges = [];
        for (int point = 0; point <= Last; point++)
        {
            if (accepts(point))
            {
                if (ranges.Count > 0 && ranges[^1].Last == point - 1)
                {
                    ranges[^1] = (ranges[^1].First, point);
                }
                else
                {
                    ranges.Add((point, point));
                }
            }
        }

        return new CodePointSet([.. ranges]);
    });

    public static CodePointSet OfCategories(string name, params UnicodeCategory[] categories) =>
        Where(name, point => Array.IndexOf(categories, CharUnicodeInfo.GetUnicodeCategory(point)) >= 0);

    public CodePointSet Union(CodePointSet other) => Joined(_ranges.Concat(other._ranges));

    public CodePointSet Complement()
    {
        List<(int First, int Last)> ranges = [];
        int next = 0;
        foreach ((int first, int last) in _ranges)
        {
            if (first > next)
            {
                ranges.Add((next, first - 1));
            }

            next = last + 1;
        }

        if (next <= Last)
        {
            ranges.Add((next, Last));
        }

        return new CodePointSet([.. ranges]);
    }

    public CodePointSet Intersect(CodePointSet other) => Complement().Union(other.Complement()).Complement();

    public bool Contains(int point) => Array.Exists(_ranges, range => range.First <= point && point <= range.Last);

    /// <summary>With each ASCII letter its other case.</summary>
    public CodePointSet WithBothCases()
    {
        CodePointSet both = this;
        for (int lower = 'a'; lower <= 'z'; lower++)
        {
            if (Contains(lower) || Contains(lower - 32))
            {
                both = both.Union(Of((lower, lower), (lower - 32, lower - 32)));
            }
        }

        return both;
    }

    /// <summary>A .NET pattern that matches exactly one of the code points, surrogate pairs whole.</summary>
    public string ToPattern()
    {
        StringBuilder units = new();
        List<string> pairs = [];
        foreach ((int first, int last) in _ranges)
        {
            if (first <= 0xFFFF)
            {
                AppendUnits(units, first, Math.Min(last, 0xFFFF));
            }

            if (last > 0xFFFF)
            {
                AddPairs(pairs, Math.Max(first, 0x10000), last);
            }
        }

        if (pairs.Count == 0)
        {
            return units.Length == 0 ? @"[^\s\S]" : $"[{units}]";
        }

        // Pairs first: the high half of a pair must not match alone.
        return units.Length == 0 ? $"(?:{string.Join('|', pairs)})" : $"(?:{string.Join('|', pairs)}|[{units}])";
    }

    private static CodePointSet Joined(IEnumerable<(int First, int Last)> ranges)
    {
        List<(int First, int Last)> joined = [];
        foreach ((int first, int last) in ranges.OrderBy(range => range.First))
        {
            if (joined.Count > 0 && first <= joined[^1].Last + 1)
            {
                joined[^1] = (joined[^1].First, Math.Max(joined[^1].Last, last));
            }
            else
            {
                joined.Add((first, last));
            }
        }

        return new CodePointSet([.. joined]);
    }

    private static void AppendUnits(StringBuilder pattern, int first, int last) =>
        pattern.Append(CultureInfo.InvariantCulture, $@"\u{first:X4}-\u{last:X4}");

    private static void AddPairs(List<string> pairs, int first, int last)
    {
        while (first <= last)
        {
            int high = 0xD800 + ((first - 0x10000) >> 10);
            int low = 0xDC00 + (first & 0x3FF);
            int lastHigh = 0xD800 + ((last - 0x10000) >> 10);
            int lastLow = 0xDC00 + (last & 0x3FF);
            if (high == lastHigh)
            {
                pairs.Add(string.Create(CultureInfo.InvariantCulture, $@"\u{high:X4}[\u{low:X4}-\u{lastLow:X4}]"));
                return;
            }

            // Whole blocks of 1,024 go together.
            int wholeEnd = low == 0xDC00 ? (lastLow == 0xDFFF ? lastHigh : lastHigh - 1) : high;
            pairs.Add(string.Create(CultureInfo.InvariantCulture, $@"[\u{high:X4}-\u{wholeEnd:X4}][\u{low:X4}-\uDFFF]"));
            first = 0x10000 + ((wholeEnd - 0xD800 + 1) << 10);
        }
    }
}

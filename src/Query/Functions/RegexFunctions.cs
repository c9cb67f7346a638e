using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Query.Expressions;
using Query.Values.Patterns;
using Query.Vectors;

namespace Query.Functions;

/// <summary>LIKE, REGEXP_LIKE, REGEXP_EXTRACT, REGEXP_REPLACE; the names with <c>var</c> take a pattern per row.</summary>
internal static class RegexFunctions
{
    public static void Register(FunctionTable table)
    {
        table.Add("like likevar", ResolveLike);
        table.Add("regexplike regexplikevar", (arguments, site, position) => Resolve(
            "regexplike", SqlType.Boolean, new Signature(SqlType.Text, SqlType.Text, SqlType.Text) { Optional = 1 }, flagAt: 2, IsMatch, arguments, site, position));
        table.Add("regexpextract regexpextractvar", (arguments, site, position) => Resolve(
            "regexpextract", SqlType.Text, new Signature(SqlType.Text, SqlType.Text, SqlType.Int, SqlType.Text) { Optional = 2 }, flagAt: -1, Extract, arguments, site, position));
        table.Add("regexpreplace regexpreplacevar", (arguments, site, position) => Resolve(
            "regexpreplace",
            SqlType.Text,
            new Signature(SqlType.Text, SqlType.Text, SqlType.Text, SqlType.Int, SqlType.Int, SqlType.Text) { Optional = 3 },
            flagAt: 5,
            Replace,
            arguments,
            site,
            position));
    }

    /// <summary>A pattern per row, compiled again only when it changes.</summary>
    private sealed class Compiled<T>(Func<string, T> compile)
        where T : class
    {
        private (string Pattern, T Value)? _last;

        public T Of(string pattern)
        {
            (string Pattern, T Value)? last = _last;
            if (last is { } known && known.Pattern == pattern)
            {
                return known.Value;
            }

            T value = compile(pattern);
            _last = (pattern, value);
            return value;
        }
    }

    private static ScalarFunction ResolveLike(IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        Signature signature = new(SqlType.Text, SqlType.Text);
        if (arguments is [_, BoundLiteral { IsNull: false } literal] && literal.Type == SqlType.Text)
        {
            LikePattern pattern = new(literal.Text);
            return signature.Bind("like " + literal.Text, SqlType.Boolean, (values, result, _) => Match(values[0], result, pattern), arguments, site, position);
        }

        return signature.Bind("like", SqlType.Boolean, MatchEach, arguments, site, position);
    }

    private static void Match(Vector texts, Vector result, LikePattern pattern)
    {
        for (int row = 0; row < result.Length; row++)
        {
            result.Longs[row] = pattern.IsMatch(texts.Texts[row & texts.IndexMask].Span) ? 1 : 0;
        }
    }

    private static void MatchEach(Vector[] values, Vector result, VectorContext context)
    {
        Compiled<LikePattern> patterns = new(pattern => new LikePattern(pattern));
        RowCall.Run(row => row.Return(patterns.Of(row.Text(1)).IsMatch(row.Bytes(0))), values, result, context);
    }

    private delegate void RegexRow(RowCall row, Regex regex);

    private static ScalarFunction Resolve(
        string name, SqlType result, Signature signature, int flagAt, RegexRow function, IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        bool ignoreCase = flagAt >= 0 && flagAt < arguments.Count && ReadFlag(Literals.Text(arguments, flagAt, $"the flag of {name}", site, position), site, position);
        if (arguments.Count > 1 && arguments[1] is BoundLiteral { IsNull: false } literal && literal.Type == SqlType.Text)
        {
            Regex regex = Compile(literal.Text, ignoreCase, site, position);
            return signature.Bind($"{name} {literal.Text}", result, (values, vector, context) => Run(row => function(row, regex), values, vector, context), arguments, site, position);
        }

        return signature.Bind(
            name,
            result,
            (values, vector, context) =>
            {
                Compiled<Regex> compiled = new(pattern => Compile(pattern, ignoreCase, CallSite.Rows, null));
                Run(row => function(row, compiled.Of(row.Text(1))), values, vector, context);
            },
            arguments,
            site,
            position);
    }

    private static void Run(RowFunction function, Vector[] values, Vector result, VectorContext context)
    {
        try
        {
            RowCall.Run(function, values, result, context);
        }
        catch (RegexMatchTimeoutException)
        {
            throw QueryException.Failed("the regular expression takes too long on one of the texts; avoid nested repetitions such as (a+)+");
        }
    }

    private static bool ReadFlag(string flag, CallSite site, int? position) => flag switch
    {
        "i" => true,
        "c" or "" => false,
        _ => throw Signature.Refuse(site, $"'{flag}' is no flag; there are 'i' (ignore case) and 'c'", position),
    };

    private static Regex Compile(string pattern, bool ignoreCase, CallSite site, int? position)
    {
        try
        {
            return JavaRegex.Compile(pattern, ignoreCase);
        }
        catch (FormatException exception)
        {
            throw Signature.Refuse(site, exception.Message, position);
        }
    }

    private static void IsMatch(RowCall row, Regex regex) => row.Return(regex.IsMatch(row.Text(0)));

    private static void Extract(RowCall row, Regex regex)
    {
        int group = row.Count > 2 ? row.Int(2) : 0;
        if (group < 0)
        {
            throw QueryException.Failed($"there is no group {group} in a regular expression");
        }

        Match match = regex.Match(row.Text(0));
        if (!match.Success || group >= match.Groups.Count)
        {
            row.Return(row.Count > 3 ? row.Text(3) : "");
            return;
        }

        row.Return(match.Groups[group] is { Success: true } found ? found.Value : null);
    }

    private static void Replace(RowCall row, Regex regex)
    {
        string text = row.Text(0);
        string replacement = row.Text(2);
        int start = row.Count > 3 ? row.Int(3) : 0;
        int occurrence = row.Count > 4 ? row.Int(4) : -1;
        if (start < 0 || start > text.Length)
        {
            throw QueryException.Failed($"regexpReplace cannot start at {start} in a text of {text.Length} characters");
        }

        StringBuilder output = new();
        int copied = 0;
        int number = 0;
        for (Match match = regex.Match(text, start); match.Success; match = match.NextMatch(), number++)
        {
            if (occurrence >= 0 && number != occurrence)
            {
                continue;
            }

            output.Append(text, copied, match.Index - copied);
            AppendReplacement(output, replacement, match);
            copied = match.Index + match.Length;
        }

        row.Return(output.Append(text, copied, text.Length - copied).ToString());
    }

    // Java's rules: $1 and ${name} are groups, a backslash takes the next character as it is.
    private static void AppendReplacement(StringBuilder output, string replacement, Match match)
    {
        for (int i = 0; i < replacement.Length; i++)
        {
            switch (replacement[i])
            {
                case '\\' when i + 1 < replacement.Length:
                    output.Append(replacement[++i]);
                    break;
                case '\\':
                    throw QueryException.Failed("the replacement of regexpReplace ends with a backslash");
                case '$':
                    output.Append(GroupText(replacement, ref i, match));
                    break;
                default:
                    output.Append(replacement[i]);
                    break;
            }
        }
    }

    private static string GroupText(string replacement, ref int i, Match match)
    {
        if (i + 1 < replacement.Length && replacement[i + 1] == '{' && replacement.IndexOf('}', i) is >= 0 and int end)
        {
            string name = replacement[(i + 2)..end];
            i = end;
            return match.Groups.ContainsKey(name) ? match.Groups[name].Value : throw QueryException.Failed($"the regular expression has no group '{name}'");
        }

        if (i + 1 >= replacement.Length || !char.IsAsciiDigit(replacement[i + 1]))
        {
            throw QueryException.Failed("a $ in the replacement of regexpReplace must be followed by the number of a group; write \\$ for the character");
        }

        int group = replacement[++i] - '0';
        while (i + 1 < replacement.Length && char.IsAsciiDigit(replacement[i + 1]) && (group * 10) + replacement[i + 1] - '0' < match.Groups.Count)
        {
            group = (group * 10) + replacement[++i] - '0';
        }

        return group < match.Groups.Count
            ? match.Groups[group].Value
            : throw QueryException.Failed($"the regular expression has no group {group.ToString(CultureInfo.InvariantCulture)}");
    }
}

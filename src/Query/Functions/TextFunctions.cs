using System.Text;
using Query.Expressions;
using Query.Values;
using Query.Vectors;
using Segments.Columns;

namespace Query.Functions;

/// <summary>Functions of texts; places and lengths count UTF-16 units, as in Java.</summary>
internal static class TextFunctions
{
    private const int LongestText = 64 * 1024 * 1024;

    private static readonly Signature One = new(SqlType.Text);
    private static readonly Signature Two = new(SqlType.Text, SqlType.Text);
    private static readonly Signature TextAndInt = new(SqlType.Text, SqlType.Int);

    public static void Register(FunctionTable table)
    {
        RegisterFast(table);
        RegisterCutting(table);
        RegisterPadding(table);
        RegisterSearching(table);
        RegisterSplitting(table);
    }

    private static void RegisterFast(FunctionTable table)
    {
        table.Vectors("length", SqlType.Int, One, (arguments, result, _) =>
        {
            for (int row = 0; row < result.Length; row++)
            {
                result.Longs[row] = Utf8Text.Utf16Length(arguments[0].Texts[row & arguments[0].IndexMask].Span);
            }
        });
        table.Rows("upper", SqlType.Text, One, row => ChangeCase(row, isUpper: true));
        table.Rows("lower", SqlType.Text, One, row => ChangeCase(row, isUpper: false));
        table.Rows("concat", SqlType.Text, new Signature(SqlType.Text, SqlType.Text, SqlType.Text) { Optional = 1 }, Concat);
        table.Rows("startswith", SqlType.Boolean, Two, row => row.Return(row.Bytes(0).StartsWith(row.Bytes(1))));
        table.Rows("endswith", SqlType.Boolean, Two, row => row.Return(row.Bytes(0).EndsWith(row.Bytes(1))));
        table.Rows("contains", SqlType.Boolean, Two, row => row.Return(row.Bytes(0).IndexOf(row.Bytes(1)) >= 0));
        table.Rows("ltrim", SqlType.Text, One, row => row.Return(row.Text(0).TrimStart()));
        table.Rows("rtrim", SqlType.Text, One, row => row.Return(row.Text(0).TrimEnd()));
        table.Rows("trim", SqlType.Text, new Signature(SqlType.Text, SqlType.Text, SqlType.Text), Trim);
        table.Rows("reverse", SqlType.Text, One, row => row.Return(JavaText.Reversed(row.Text(0))));
        table.Rows("initcap", SqlType.Text, One, row => row.Return(JavaText.Capitalized(row.Text(0))));
    }

    private static void RegisterCutting(FunctionTable table)
    {
        Signature cut = new(SqlType.Text, SqlType.Int, SqlType.Int) { Optional = 1 };
        table.Rows("substr", SqlType.Text, cut, row =>
        {
            string text = row.Text(0);
            int end = row.Count > 2 && row.Int(2) != -1 ? row.Int(2) : text.Length;
            row.Return(JavaText.Substring(text, row.Int(1), end));
        });
        table.Rows("substring", SqlType.Text, cut, row =>
        {
            string text = row.Text(0);
            int start = row.Int(1) - 1;
            row.Return(JavaText.Substring(text, start, row.Count > 2 ? (int)Math.Clamp((long)start + row.Int(2), int.MinValue, int.MaxValue) : text.Length));
        });
        table.Rows("left leftsubstr", SqlType.Text, TextAndInt, row =>
        {
            string text = row.Text(0);
            row.Return(text[..Math.Clamp(row.Int(1), 0, text.Length)]);
        });
        table.Rows("right rightsubstr", SqlType.Text, TextAndInt, row =>
        {
            string text = row.Text(0);
            row.Return(text[^Math.Clamp(row.Int(1), 0, text.Length)..]);
        });
        table.Rows("replace", SqlType.Text, new Signature(SqlType.Text, SqlType.Text, SqlType.Text), row =>
            row.Return(row.Bytes(1).IsEmpty ? row.Text(0) : row.Text(0).Replace(row.Text(1), row.Text(2), StringComparison.Ordinal)));
        table.Rows("remove", SqlType.Text, Two, row =>
            row.Return(row.Bytes(1).IsEmpty ? row.Text(0) : row.Text(0).Replace(row.Text(1), "", StringComparison.Ordinal)));
    }

    private static void RegisterPadding(FunctionTable table)
    {
        Signature padding = new(SqlType.Text, SqlType.Int, SqlType.Text);
        table.Rows("lpad", SqlType.Text, padding, row => row.Return(Padding(row) + row.Text(0)));
        table.Rows("rpad", SqlType.Text, padding, row => row.Return(row.Text(0) + Padding(row)));
        table.Add("repeat", (arguments, site, position) => arguments.Count == 3
            ? new Signature(SqlType.Text, SqlType.Text, SqlType.Int).Bind("repeat3", SqlType.Text, Rows(row => row.Return(Repeated(row.Text(0), row.Text(1), row.Int(2)))), arguments, site, position)
            : TextAndInt.Bind("repeat", SqlType.Text, Rows(row => row.Return(Repeated(row.Text(0), "", row.Int(1)))), arguments, site, position));
        table.Rows("chr", SqlType.Text, new Signature(SqlType.Int), row => row.Return(((char)row.Int(0)).ToString()));
        table.Rows("codepoint", SqlType.Int, One, row => row.Return((long)FirstCodePoint(row.Text(0))));
    }

    private static void RegisterSearching(FunctionTable table)
    {
        Signature search = new(SqlType.Text, SqlType.Text, SqlType.Int) { Optional = 1 };
        table.Rows("strpos", SqlType.Int, search, row => row.Return((long)JavaText.IndexOf(row.Text(0), row.Text(1), row.Count > 2 ? row.Int(2) : 1)));
        table.Rows("strrpos", SqlType.Int, search, row => row.Return((long)LastIndexOf(row)));
        table.Rows("strcmp", SqlType.Int, Two, row => row.Return((long)JavaText.Compare(row.Text(0), row.Text(1))));
        table.Rows("levenshteindistance", SqlType.Int, Two, row => row.Return((long)JavaText.Levenshtein(row.Text(0), row.Text(1))));
        table.Rows("hammingdistance", SqlType.Int, Two, row =>
        {
            string left = row.Text(0);
            string right = row.Text(1);
            row.Return((long)(left.Length != right.Length ? -1 : left.Zip(right).Count(pair => pair.First != pair.Second)));
        });
    }

    private static void RegisterSplitting(FunctionTable table)
    {
        table.Rows("split stringtoarray", SqlType.Text.ToArray(), new Signature(SqlType.Text, SqlType.Text, SqlType.Int) { Optional = 1 }, row =>
        {
            foreach (string piece in JavaText.Split(row.Text(0), row.Text(1), row.Count > 2 ? row.Int(2) : -1))
            {
                row.Add(piece);
            }
        });
        table.Rows("splitpart", SqlType.Text, new Signature(SqlType.Text, SqlType.Text, SqlType.Int, SqlType.Int) { Optional = 1 }, row =>
        {
            List<string> pieces = JavaText.Split(row.Text(0), row.Text(1), row.Count > 3 ? row.Int(2) : -1);
            int index = row.Int(row.Count - 1);
            index = index < 0 ? pieces.Count + index : index;
            row.Return(index >= 0 && index < pieces.Count ? pieces[index] : "null");
        });
        table.Rows("prefixes", SqlType.Text.ToArray(), TextAndInt, row => AddPrefixes(row, ""));
        table.Rows("prefixeswithprefix", SqlType.Text.ToArray(), new Signature(SqlType.Text, SqlType.Int, SqlType.Text), row => AddPrefixes(row, row.Text(2)));
        table.Rows("suffixes", SqlType.Text.ToArray(), TextAndInt, row => AddSuffixes(row, ""));
        table.Rows("suffixeswithsuffix", SqlType.Text.ToArray(), new Signature(SqlType.Text, SqlType.Int, SqlType.Text), row => AddSuffixes(row, row.Text(2)));
        table.Rows("uniquengrams", SqlType.Text.ToArray(), new Signature(SqlType.Text, SqlType.Int, SqlType.Int) { Optional = 1 }, AddNgrams);
    }

    private static VectorFunction Rows(RowFunction function) => (arguments, result, context) => RowCall.Run(function, arguments, result, context);

    private static unsafe void ChangeCase(RowCall row, bool isUpper)
    {
        Utf8Slice text = row.Slice(0);
        if (!Ascii.IsValid(text.Span))
        {
            row.Return(isUpper ? JavaText.Upper(row.Text(0)) : JavaText.Lower(row.Text(0)));
            return;
        }

        byte* target = row.Context.Arena.Allocate(text.Length);
        _ = isUpper ? Ascii.ToUpper(text.Span, new Span<byte>(target, text.Length), out _) : Ascii.ToLower(text.Span, new Span<byte>(target, text.Length), out _);
        row.Return(new Utf8Slice(target, text.Length));
    }

    // The third argument stands between the other two.
    private static unsafe void Concat(RowCall row)
    {
        ReadOnlySpan<byte> first = row.Bytes(0);
        ReadOnlySpan<byte> between = row.Count > 2 ? row.Bytes(2) : default;
        ReadOnlySpan<byte> second = row.Bytes(1);
        int length = first.Length + between.Length + second.Length;
        byte* start = row.Context.Arena.Allocate(length);
        Span<byte> target = new(start, length);
        first.CopyTo(target);
        between.CopyTo(target[first.Length..]);
        second.CopyTo(target[(first.Length + between.Length)..]);
        row.Return(new Utf8Slice(start, length));
    }

    private static void Trim(RowCall row)
    {
        char[] characters = row.Text(1).ToCharArray();
        string text = row.Text(2);
        row.Return(characters.Length == 0 ? text : row.Text(0) switch
        {
            "LEADING" => text.TrimStart(characters),
            "TRAILING" => text.TrimEnd(characters),
            _ => text.Trim(characters),
        });
    }

    private static string Padding(RowCall row)
    {
        int missing = row.Int(1) - row.Text(0).Length;
        string pad = row.Text(2) is { Length: > 0 } given ? given : " ";
        CheckLength(missing);
        return missing <= 0 ? "" : string.Concat(Enumerable.Repeat(pad, (missing / pad.Length) + 1))[..missing];
    }

    private static string Repeated(string text, string separator, int count)
    {
        CheckLength((long)(text.Length + separator.Length) * count);
        return count <= 0 ? "" : string.Join(separator, Enumerable.Repeat(text, count));
    }

    private static void CheckLength(long length)
    {
        if (length > LongestText)
        {
            throw QueryException.Failed($"a text of {length} characters is too long; {LongestText} is the limit");
        }
    }

    private static int FirstCodePoint(string text) => text.Length == 0 ? 0
        : text.Length > 1 && char.IsSurrogatePair(text[0], text[1]) ? char.ConvertToUtf32(text[0], text[1])
        : text[0];

    private static int LastIndexOf(RowCall row)
    {
        string text = row.Text(0);
        string wanted = row.Text(1);
        int from = row.Count > 2 ? row.Int(2) : text.Length;
        for (int at = Math.Min(from, text.Length - wanted.Length); at >= 0; at--)
        {
            if (string.CompareOrdinal(text, at, wanted, 0, wanted.Length) == 0)
            {
                return at;
            }
        }

        return -1;
    }

    private static void AddPrefixes(RowCall row, string before)
    {
        string text = row.Text(0);
        for (int length = 1; length <= Math.Min(row.Int(1), text.Length); length++)
        {
            row.Add(before + text[..length]);
        }
    }

    private static void AddSuffixes(RowCall row, string after)
    {
        string text = row.Text(0);
        for (int length = 1; length <= Math.Min(row.Int(1), text.Length); length++)
        {
            row.Add(text[^length..] + after);
        }
    }

    private static void AddNgrams(RowCall row)
    {
        string text = row.Text(0);
        HashSet<string> seen = new(StringComparer.Ordinal);
        int most = row.Int(row.Count - 1);
        for (int length = Math.Max(row.Int(1), 1); length <= Math.Min(most, text.Length); length++)
        {
            for (int start = 0; start + length <= text.Length; start++)
            {
                if (seen.Add(text.Substring(start, length)))
                {
                    row.Add(text.Substring(start, length));
                }
            }
        }
    }
}

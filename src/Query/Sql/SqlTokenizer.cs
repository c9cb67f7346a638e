namespace Query.Sql;

/// <summary>Cuts SQL text into tokens, positions kept.</summary>
public static class SqlTokenizer
{
    private static readonly string[] TwoCharacterSymbols = ["<=", ">=", "<>", "!=", "||"];

    /// <summary>All tokens of a text without its comments, the last one of kind <see cref="SqlTokenKind.End"/>.</summary>
    /// <exception cref="SqlException">A quote or a comment is not closed, or a character has no meaning.</exception>
    public static IReadOnlyList<SqlToken> Tokenize(string sql) => Cut(sql, keepComments: false);

    /// <summary>All tokens of a text, comments among them, for whoever lays the text out anew.</summary>
    /// <exception cref="SqlException">A quote or a comment is not closed, or a character has no meaning.</exception>
    public static IReadOnlyList<SqlToken> TokenizeWithComments(string sql) => Cut(sql, keepComments: true);

    private static List<SqlToken> Cut(string sql, bool keepComments)
    {
        List<SqlToken> tokens = [];
        int position = 0;
        while (position < sql.Length)
        {
            if (char.IsWhiteSpace(sql[position]) || sql[position] is '\u200B' or '\uFEFF')
            {
                position++;
                continue;
            }

            SqlToken token = Next(sql, position);
            position = token.End;
            if (token.Kind != SqlTokenKind.Comment || keepComments)
            {
                tokens.Add(token);
            }
        }

        tokens.Add(new SqlToken(SqlTokenKind.End, sql.Length, 0, ""));
        return tokens;
    }

    private static SqlToken Next(string sql, int start)
    {
        char first = sql[start];
        char second = start + 1 < sql.Length ? sql[start + 1] : '\0';
        if (first == '-' && second == '-')
        {
            int end = sql.AsSpan(start).IndexOfAny('\n', '\r');
            return Token(SqlTokenKind.Comment, sql, start, end < 0 ? sql.Length : start + end);
        }

        if (first == '/' && second == '*')
        {
            int end = sql.IndexOf("*/", start + 2, StringComparison.Ordinal);
            return end < 0
                ? throw new SqlException("this comment is not closed; end it with */", start)
                : Token(SqlTokenKind.Comment, sql, start, end + 2);
        }

        if (first == '\'')
        {
            return Quoted(SqlTokenKind.Text, sql, start, start);
        }

        if (first == '"')
        {
            return Quoted(SqlTokenKind.QuotedName, sql, start, start);
        }

        if (second == '\'' && first is 'X' or 'x' or 'N' or 'n' or 'E' or 'e')
        {
            return Quoted(SqlTokenKind.Text, sql, start, start + 1);
        }

        if (char.IsAsciiDigit(first) || (first == '.' && char.IsAsciiDigit(second)))
        {
            return Number(sql, start);
        }

        if (IsWordCharacter(first))
        {
            return Token(SqlTokenKind.Word, sql, start, WordEnd(sql, start));
        }

        return Symbol(sql, start);
    }

    private static SqlToken Quoted(SqlTokenKind kind, string sql, int start, int quoteAt)
    {
        char quote = sql[quoteAt];
        for (int end = sql.IndexOf(quote, quoteAt + 1); end >= 0; end = sql.IndexOf(quote, end + 2))
        {
            if (end + 1 < sql.Length && sql[end + 1] == quote)
            {
                if (end + 2 >= sql.Length)
                {
                    break;
                }

                continue;
            }

            string value = sql[(quoteAt + 1)..end].Replace(new string(quote, 2), quote.ToString(), StringComparison.Ordinal);
            return new SqlToken(kind, start, end + 1 - start, value);
        }

        throw new SqlException(
            kind == SqlTokenKind.Text ? "this text is not closed; end it with '" : "this name is not closed; end it with \"",
            start);
    }

    // A name may begin with a digit: 1_000 and 0x10 are names, 1000 and 1e3 are numbers.
    private static SqlToken Number(string sql, int start)
    {
        int end = start;
        while (end < sql.Length && char.IsAsciiDigit(sql[end]))
        {
            end++;
        }

        if (end < sql.Length && sql[end] == '.')
        {
            end++;
            while (end < sql.Length && char.IsAsciiDigit(sql[end]))
            {
                end++;
            }

            return Token(SqlTokenKind.Number, sql, start, ExponentEnd(sql, end));
        }

        int numberEnd = ExponentEnd(sql, end);
        int wordEnd = WordEnd(sql, end);
        return wordEnd > numberEnd
            ? Token(SqlTokenKind.Word, sql, start, wordEnd)
            : Token(SqlTokenKind.Number, sql, start, numberEnd);
    }

    private static int ExponentEnd(string sql, int start)
    {
        if (start >= sql.Length || sql[start] is not ('e' or 'E'))
        {
            return start;
        }

        int end = start + 1;
        if (end < sql.Length && sql[end] is '+' or '-')
        {
            end++;
        }

        int firstDigit = end;
        while (end < sql.Length && char.IsAsciiDigit(sql[end]))
        {
            end++;
        }

        return end == firstDigit ? start : end;
    }

    private static SqlToken Symbol(string sql, int start)
    {
        if (start + 1 < sql.Length && Array.Exists(TwoCharacterSymbols, symbol => string.CompareOrdinal(symbol, 0, sql, start, 2) == 0))
        {
            return Token(SqlTokenKind.Symbol, sql, start, start + 2);
        }

        return sql[start] switch
        {
            '(' or ')' or '[' or ']' or ',' or '.' or ';' or '+' or '-' or '*' or '/' or '%' or '=' or '<' or '>' or ':' or '?' =>
                Token(SqlTokenKind.Symbol, sql, start, start + 1),
            '`' => throw new SqlException("` does not quote names here; use double quotes", start),
            '\u2018' or '\u2019' or '\u201C' or '\u201D' => throw new SqlException("this is a typographic quote; use ' around texts and \" around names", start),
            char other => throw new SqlException($"the character '{other}' has no meaning here", start),
        };
    }

    private static int WordEnd(string sql, int start)
    {
        int end = start;
        while (end < sql.Length && IsWordCharacter(sql[end]))
        {
            end++;
        }

        return end;
    }

    private static bool IsWordCharacter(char character) =>
        char.IsLetterOrDigit(character) || character is '_' or '$' or '@' || char.IsSurrogate(character);

    private static SqlToken Token(SqlTokenKind kind, string sql, int start, int end) => new(kind, start, end - start, sql[start..end]);
}

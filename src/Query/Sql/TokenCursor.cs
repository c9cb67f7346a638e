using System.Diagnostics.CodeAnalysis;

namespace Query.Sql;

/// <summary>Reads tokens front to back and words the complaints when they do not fit.</summary>
internal sealed class TokenCursor(string sql)
{
    private readonly IReadOnlyList<SqlToken> _tokens = SqlTokenizer.Tokenize(sql);
    private int _index;
    private int _depth;

    /// <summary>A bare alias that may be a misspelt keyword, remembered for the complaint about what follows it.</summary>
    public SqlToken? SuspectAlias { get; set; }

    public string Sql { get; } = sql;

    public SqlToken Current => _tokens[_index];

    public SqlToken Following => _tokens[Math.Min(_index + 1, _tokens.Count - 1)];

    public bool AtEnd => Current.Kind == SqlTokenKind.End;

    public SqlToken Take()
    {
        SqlToken token = Current;
        _index = Math.Min(_index + 1, _tokens.Count - 1);
        return token;
    }

    public bool IsWord(string word) => Is(Current, word);

    public bool IsSymbol(string symbol) => Current.Kind == SqlTokenKind.Symbol && Current.Value == symbol;

    public bool IsFollowedBy(string word) => Is(Following, word);

    public bool IsFollowedBySymbol(string symbol) => Following.Kind == SqlTokenKind.Symbol && Following.Value == symbol;

    public bool AcceptWord(string word)
    {
        bool found = IsWord(word);
        if (found)
        {
            Take();
        }

        return found;
    }

    public bool AcceptSymbol(string symbol)
    {
        bool found = IsSymbol(symbol);
        if (found)
        {
            Take();
        }

        return found;
    }

    public void ExpectWord(string word)
    {
        if (!AcceptWord(word))
        {
            FailExpected(word);
        }
    }

    public void ExpectSymbol(string symbol)
    {
        if (!AcceptSymbol(symbol))
        {
            FailExpected(symbol);
        }
    }

    /// <summary>Whether the current token is a name that may stand without AS: a word that is not reserved, or one in quotes.</summary>
    public bool IsName() => Current.Kind == SqlTokenKind.QuotedName || (Current.Kind == SqlTokenKind.Word && !SqlWords.IsReserved(Current.Value));

    /// <summary>Steps one level of nesting deeper, or refuses; <see cref="Leave"/> steps back.</summary>
    public void Enter()
    {
        if (++_depth > SqlParser.MaxDepth)
        {
            FailTooDeep(Current.Start);
        }
    }

    public void Leave() => _depth--;

    [DoesNotReturn]
    public static void FailTooDeep(int position) =>
        throw new SqlException($"this is nested more than {SqlParser.MaxDepth} levels deep; split it up", position);

    /// <summary>Complains that the current token is not what must stand here.</summary>
    /// <param name="expected">In words, such as <c>FROM</c> or <c>an expression</c>; the first keyword in it is compared with what was written.</param>
    [DoesNotReturn]
    public void FailExpected(string expected)
    {
        if (SuspectAlias is { } alias && _index > 0 && _tokens[_index - 1] == alias
            && expected.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(word => SqlWords.AreClose(alias.Value, word)) is { } meant)
        {
            throw new SqlException($"expected {meant}, found {alias.Value}", alias.Start);
        }

        string hint = Current.Kind == SqlTokenKind.Word && SqlWords.IsReserved(Current.Value)
            ? $"; if a column or alias is meant, write \"{Current.Value}\" in double quotes"
            : "";
        throw new SqlException($"expected {expected}, found {Describe(Current)}{hint}", Current.Start);
    }

    private static string Describe(SqlToken token) => token.Kind switch
    {
        SqlTokenKind.End => "the end of the text",
        SqlTokenKind.Text => $"the text '{Shortened(token.Value)}'",
        SqlTokenKind.QuotedName => $"the name \"{Shortened(token.Value)}\"",
        _ => Shortened(token.Value),
    };

    private static string Shortened(string value) => value.Length <= 40 ? value : string.Concat(value.AsSpan(0, 40), "…");

    private static bool Is(SqlToken token, string word) =>
        token.Kind == SqlTokenKind.Word && string.Equals(token.Value, word, StringComparison.OrdinalIgnoreCase);
}

namespace Query.Sql;

/// <summary>What a piece of SQL text is.</summary>
public enum SqlTokenKind
{
    /// <summary>Bare word: a keyword or a name.</summary>
    Word,

    /// <summary>Name in double quotes.</summary>
    QuotedName,

    /// <summary>Text in single quotes, perhaps with a prefix letter (<c>X'0aff'</c>).</summary>
    Text,

    /// <summary>Number without sign.</summary>
    Number,

    /// <summary>Operator, bracket, comma, dot or semicolon.</summary>
    Symbol,

    /// <summary>Comment of either form, its marks included; only where the caller asked for comments.</summary>
    Comment,

    /// <summary>End of the text.</summary>
    End,
}

/// <summary>One piece of SQL text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Index of its first character.</param>
/// <param name="Length">Characters, quotes and marks included; 0 at the end.</param>
/// <param name="Value">Names and texts without their quotes, everything else as written.</param>
public readonly record struct SqlToken(SqlTokenKind Kind, int Start, int Length, string Value)
{
    /// <summary>Index after its last character.</summary>
    public int End => Start + Length;
}

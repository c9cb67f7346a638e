using System.Globalization;

namespace Query.Sql;

/// <summary>An expression as written. Equal if it says the same, wherever it stands.</summary>
/// <param name="Position">Index of its first character in the SQL text; no part of its identity.</param>
internal abstract record SqlExpression(int Position)
{
    /// <summary>Levels of nesting below and including this one; the parser keeps it within <see cref="SqlParser.MaxDepth"/>.</summary>
    public virtual int Depth => 1;

    public virtual bool Equals(SqlExpression? other) => other is not null && EqualityContract == other.EqualityContract;

    public override int GetHashCode() => EqualityContract.GetHashCode();
}

/// <summary>What a literal is before any column gives it another type.</summary>
internal enum LiteralKind
{
    Null,
    Boolean,
    Integer,
    Decimal,
    Text,
    Bytes,
}

/// <summary>A value written in the text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Text without quotes; numbers as written, a sign before them; <c>true</c>, <c>false</c>, <c>null</c>; hex digits of bytes.</param>
/// <param name="Position">Index in the SQL text; no part of its identity.</param>
internal sealed record LiteralExpression(LiteralKind Kind, string Text, int Position) : SqlExpression(Position)
{
    /// <summary>The value of an <see cref="LiteralKind.Integer"/>; beyond 64 bits the low bits are kept, as Pinot does.</summary>
    public long Integer => long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
        ? value
        : unchecked((long)(ulong)(System.Numerics.BigInteger.Parse(Text, CultureInfo.InvariantCulture) & ulong.MaxValue));

    /// <summary>The value of a number.</summary>
    public double Number => double.Parse(Text, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The value of a <see cref="LiteralKind.Boolean"/>.</summary>
    public bool Boolean => Text == "true";
}

/// <summary>A column, or an alias of the select list; dotted paths are one name.</summary>
/// <param name="Name">As written, without quotes.</param>
/// <param name="Position">Index in the SQL text; no part of its identity.</param>
internal sealed record ColumnExpression(string Name, int Position) : SqlExpression(Position);

/// <summary>The star of <c>SELECT *</c> and <c>COUNT(*)</c>.</summary>
internal sealed record StarExpression(int Position) : SqlExpression(Position);

/// <summary>A function or operator and its arguments.</summary>
/// <param name="Name">Canonical: lower case without underscores; operators have names too (<see cref="SqlWords"/>).</param>
/// <param name="Arguments">In written order; of CASE: condition, value, …, else.</param>
/// <param name="Position">Index in the SQL text; no part of its identity.</param>
internal sealed record CallExpression(string Name, SyntaxList<SqlExpression> Arguments, int Position) : SqlExpression(Position)
{
    /// <summary>True for <c>fn(DISTINCT …)</c>.</summary>
    public bool IsDistinct { get; init; }

    /// <summary>The predicate of <c>FILTER (WHERE …)</c>, or null.</summary>
    public SqlExpression? Filter { get; init; }

    public override int Depth { get; } = 1 + Arguments.Select(argument => argument.Depth).DefaultIfEmpty(0).Max();

    public bool Equals(CallExpression? other) =>
        other is not null && other.Name == Name && other.IsDistinct == IsDistinct && other.Arguments.Equals(Arguments) && object.Equals(other.Filter, Filter);

    public override int GetHashCode() => HashCode.Combine(Name, IsDistinct, Arguments, Filter);
}

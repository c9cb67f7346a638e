using Query.Sql;

namespace UnitTests.Query.Sql;

/// <summary>Syntax written down so that a test can show what it expects.</summary>
internal static class SyntaxText
{
    public static string Of(SqlExpression expression) => expression switch
    {
        LiteralExpression { Kind: LiteralKind.Text } text => $"'{text.Text}'",
        LiteralExpression { Kind: LiteralKind.Bytes } bytes => $"X'{bytes.Text}'",
        LiteralExpression literal => literal.Text,
        ColumnExpression column => column.Name,
        StarExpression => "*",
        CallExpression call => $"{call.Name}({(call.IsDistinct ? "distinct " : "")}{string.Join(",", call.Arguments.Select(Of))})"
            + (call.Filter is { } filter ? $" filter {Of(filter)}" : ""),
        _ => throw new InvalidOperationException($"no text for {expression}"),
    };

    /// <summary>The one expression of <c>SELECT …</c>.</summary>
    public static string Parsed(string expression) => Of(SqlParser.Parse($"SELECT {expression} FROM t").Query.Items[0].Expression);

    public static SqlException Refusal(string sql) => Assert.Throws<SqlException>(() => SqlParser.Parse(sql));
}

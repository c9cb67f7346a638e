namespace Query.Sql;

/// <summary>Operands: literals, columns, calls, CASE, parentheses, and what follows them in brackets.</summary>
internal static class OperandParser
{
    public static SqlExpression Parse(TokenCursor cursor)
    {
        SqlExpression operand = cursor.Current.Kind switch
        {
            SqlTokenKind.Number => ParseNumber(cursor),
            SqlTokenKind.Text => ParseText(cursor),
            SqlTokenKind.QuotedName => ParseColumn(cursor),
            SqlTokenKind.Word => ParseWord(cursor),
            _ => ParseParentheses(cursor),
        };
        return ParseBrackets(cursor, operand);
    }

    private static LiteralExpression ParseNumber(TokenCursor cursor)
    {
        SqlToken token = cursor.Take();
        string text = token.Value.EndsWith('.') ? token.Value[..^1] : token.Value;
        return new LiteralExpression(text.AsSpan().ContainsAny('.', 'e', 'E') ? LiteralKind.Decimal : LiteralKind.Integer, text, token.Start);
    }

    private static LiteralExpression ParseText(TokenCursor cursor)
    {
        SqlToken token = cursor.Take();
        if (cursor.Current.Kind == SqlTokenKind.Text && cursor.Current.Start == token.End)
        {
            throw new SqlException("two texts stand side by side; double a quote inside a text", cursor.Current.Start);
        }

        if (cursor.Sql[token.Start] is not ('X' or 'x'))
        {
            return new LiteralExpression(LiteralKind.Text, token.Value, token.Start);
        }

        return token.Value.Length % 2 == 0 && token.Value.All(char.IsAsciiHexDigit)
            ? new LiteralExpression(LiteralKind.Bytes, token.Value.ToLowerInvariant(), token.Start)
            : throw new SqlException("X'…' holds an even number of hexadecimal digits", token.Start);
    }

    private static ColumnExpression ParseColumn(TokenCursor cursor)
    {
        SqlToken first = cursor.Take();
        string name = first.Value;
        while (true)
        {
            if (cursor.IsSymbol(".") && cursor.Following.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName)
            {
                cursor.Take();
                name += "." + cursor.Take().Value;
            }
            else if (!TryParseIndexInPath(cursor, ref name))
            {
                return new ColumnExpression(name, first.Start);
            }
        }
    }

    // a[0].b is the name of a column; a[0] alone asks for an entry of a.
    private static bool TryParseIndexInPath(TokenCursor cursor, ref string name)
    {
        if (!cursor.IsSymbol("["))
        {
            return false;
        }

        int end = cursor.Sql.IndexOf(']', cursor.Current.End);
        if (end < 0 || end + 1 >= cursor.Sql.Length || cursor.Sql[end + 1] != '.' || cursor.Following.Kind != SqlTokenKind.Number || cursor.Following.End != end)
        {
            return false;
        }

        cursor.Take();
        name += "[" + cursor.Take().Value + "]";
        cursor.Take();
        return true;
    }

    private static SqlExpression ParseWord(TokenCursor cursor)
    {
        SqlToken token = cursor.Current;
        SqlExpression? literal = ParseWordLiteral(cursor, token);
        if (literal is not null)
        {
            return literal;
        }

        if (cursor.IsFollowedBySymbol("(") && SqlWords.MayBeFunction(token.Value))
        {
            return CallParser.Parse(cursor);
        }

        if (cursor.IsWord("CASE"))
        {
            return CallParser.ParseCase(cursor);
        }

        if (cursor.IsWord("ARRAY") && cursor.IsFollowedBySymbol("["))
        {
            cursor.Take();
            cursor.Take();
            return ExpressionParser.Call("arrayvalueconstructor", token.Start, [.. CallParser.ParseArguments(cursor, "]")]);
        }

        if (cursor.IsWord("EXISTS"))
        {
            throw new SqlException("EXISTS is not supported; query one table at a time", token.Start);
        }

        if (SqlWords.IsReserved(token.Value))
        {
            cursor.FailExpected("an expression");
        }

        return ParseColumn(cursor);
    }

    private static LiteralExpression? ParseWordLiteral(TokenCursor cursor, SqlToken token)
    {
        if (cursor.IsWord("NULL") || cursor.IsWord("TRUE") || cursor.IsWord("FALSE"))
        {
            cursor.Take();
            return new LiteralExpression(token.Value.Length == 4 && char.ToUpperInvariant(token.Value[0]) == 'N' ? LiteralKind.Null : LiteralKind.Boolean, token.Value.ToLowerInvariant(), token.Start);
        }

        bool isTyped = cursor.IsWord("TIMESTAMP") || cursor.IsWord("DATE") || cursor.IsWord("TIME") || cursor.IsWord("INTERVAL");
        if (!isTyped || cursor.Following.Kind != SqlTokenKind.Text)
        {
            return null;
        }

        // The text is what counts: it takes the type of what it is compared with.
        bool isInterval = cursor.IsWord("INTERVAL");
        cursor.Take();
        SqlToken text = cursor.Take();
        if (isInterval)
        {
            if (cursor.Current.Kind != SqlTokenKind.Word)
            {
                cursor.FailExpected("the unit of the interval");
            }

            cursor.Take();
        }

        return new LiteralExpression(LiteralKind.Text, text.Value, token.Start);
    }

    private static SqlExpression ParseParentheses(TokenCursor cursor)
    {
        if (!cursor.AcceptSymbol("("))
        {
            cursor.FailExpected("an expression");
        }

        if (cursor.IsWord("SELECT"))
        {
            throw new SqlException("a sub-query is not supported here; query one table at a time", cursor.Current.Start);
        }

        SqlExpression inner = ExpressionParser.Parse(cursor);
        if (cursor.IsSymbol(","))
        {
            throw new SqlException("a list in parentheses is only understood after IN", cursor.Current.Start);
        }

        cursor.ExpectSymbol(")");
        return inner;
    }

    private static SqlExpression ParseBrackets(TokenCursor cursor, SqlExpression operand)
    {
        while (cursor.AcceptSymbol("["))
        {
            SqlExpression key = ExpressionParser.Parse(cursor);
            cursor.ExpectSymbol("]");
            operand = ExpressionParser.Call("item", operand.Position, operand, key);
        }

        return operand;
    }
}

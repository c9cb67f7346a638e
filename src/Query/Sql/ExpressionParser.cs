namespace Query.Sql;

/// <summary>Expressions by precedence: OR, AND, NOT, comparisons and predicates, + and -, * / % and ||, signs, then operands.</summary>
internal static class ExpressionParser
{
    public static SqlExpression Parse(TokenCursor cursor)
    {
        cursor.Enter();
        SqlExpression first = ParseAnd(cursor);
        SqlExpression whole = cursor.IsWord("OR") ? ParseChain(cursor, "OR", first, ParseAnd) : first;
        cursor.Leave();
        return whole;
    }

    /// <summary>An expression that ends before AND: bounds of BETWEEN, operands of comparisons.</summary>
    public static SqlExpression ParseSum(TokenCursor cursor)
    {
        SqlExpression left = ParseProduct(cursor);
        while (cursor.IsSymbol("+") || cursor.IsSymbol("-"))
        {
            string name = cursor.Take().Value == "+" ? "plus" : "minus";
            left = Call(name, left.Position, left, ParseProduct(cursor));
        }

        return left;
    }

    public static CallExpression Call(string name, int position, params ReadOnlySpan<SqlExpression> arguments)
    {
        CallExpression call = new(name, SyntaxList.Create(arguments), position);
        if (call.Depth > SqlParser.MaxDepth)
        {
            TokenCursor.FailTooDeep(position);
        }

        return call;
    }

    private static SqlExpression ParseAnd(TokenCursor cursor)
    {
        SqlExpression first = ParseNot(cursor);
        return cursor.IsWord("AND") ? ParseChain(cursor, "AND", first, ParseNot) : first;
    }

    // AND and OR are one call with all operands, however many: and(a, b, c).
    private static CallExpression ParseChain(TokenCursor cursor, string word, SqlExpression first, Func<TokenCursor, SqlExpression> parseOperand)
    {
        string name = word.ToLowerInvariant();
        List<SqlExpression> operands = [];
        Add(first);
        while (cursor.AcceptWord(word))
        {
            Add(parseOperand(cursor));
        }

        return Call(name, first.Position, [.. operands]);

        void Add(SqlExpression operand)
        {
            if (operand is CallExpression { IsDistinct: false, Filter: null } call && call.Name == name)
            {
                operands.AddRange(call.Arguments);
            }
            else
            {
                operands.Add(operand);
            }
        }
    }

    private static SqlExpression ParseNot(TokenCursor cursor)
    {
        if (!cursor.IsWord("NOT"))
        {
            return PredicateParser.Parse(cursor);
        }

        int position = cursor.Take().Start;
        cursor.Enter();
        SqlExpression operand = ParseNot(cursor);
        cursor.Leave();
        return Call("not", position, operand);
    }

    private static SqlExpression ParseProduct(TokenCursor cursor)
    {
        SqlExpression left = ParseSigned(cursor);
        while (true)
        {
            string? name = cursor.Current.Kind != SqlTokenKind.Symbol ? null : cursor.Current.Value switch
            {
                "*" => "times",
                "/" => "divide",
                "%" => "mod",
                "||" => "concat",
                _ => null,
            };
            if (name is null)
            {
                return left;
            }

            cursor.Take();
            left = Call(name, left.Position, left, ParseSigned(cursor));
        }
    }

    private static SqlExpression ParseSigned(TokenCursor cursor)
    {
        if (!cursor.IsSymbol("-") && !cursor.IsSymbol("+"))
        {
            return OperandParser.Parse(cursor);
        }

        SqlToken sign = cursor.Take();
        cursor.Enter();
        SqlExpression operand = ParseSigned(cursor);
        cursor.Leave();
        if (operand is LiteralExpression { Kind: LiteralKind.Integer or LiteralKind.Decimal } number)
        {
            return sign.Value == "+" ? number with { Position = sign.Start } : Negated(number, sign.Start);
        }

        return sign.Value == "+" ? operand : Call("negate", sign.Start, operand);
    }

    private static LiteralExpression Negated(LiteralExpression number, int position) =>
        number with { Position = position, Text = number.Text[0] == '-' ? number.Text[1..] : "-" + number.Text };
}

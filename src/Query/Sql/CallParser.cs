namespace Query.Sql;

/// <summary>Calls, those with a syntax of their own (CAST, EXTRACT, TRIM, TIMESTAMPADD, …) among them, and CASE.</summary>
internal static class CallParser
{
    private static readonly LiteralExpression Blank = new(LiteralKind.Text, " ", 0);

    public static SqlExpression Parse(TokenCursor cursor)
    {
        SqlToken nameToken = cursor.Take();
        string name = SqlWords.Canonical(nameToken.Value);
        cursor.ExpectSymbol("(");
        SqlExpression call = name switch
        {
            "cast" or "trycast" => ParseCast(cursor, name, nameToken.Start),
            "extract" => ParseExtract(cursor, nameToken.Start),
            "trim" => ParseTrim(cursor, nameToken.Start),
            "timestampadd" or "timestampdiff" => ParseWithUnit(cursor, name, nameToken),
            "substring" => ParseSubstring(cursor, nameToken.Start),
            "position" when !cursor.IsSymbol(")") => ParsePosition(cursor, nameToken.Start),
            _ => ParsePlain(cursor, name, nameToken.Start),
        };
        return ParseSuffix(cursor, (CallExpression)call);
    }

    /// <summary>Expressions up to and with the closing symbol.</summary>
    public static List<SqlExpression> ParseArguments(TokenCursor cursor, string close)
    {
        List<SqlExpression> arguments = [];
        if (cursor.AcceptSymbol(close))
        {
            return arguments;
        }

        do
        {
            arguments.Add(cursor.IsSymbol("*") ? new StarExpression(cursor.Take().Start) : ExpressionParser.Parse(cursor));
        }
        while (cursor.AcceptSymbol(","));
        if (!cursor.AcceptSymbol(close))
        {
            cursor.FailExpected($", or {close}");
        }

        return arguments;
    }

    /// <summary>CASE in both forms: condition, value, condition, value, …, else (NULL if not written).</summary>
    public static SqlExpression ParseCase(TokenCursor cursor)
    {
        int position = cursor.Take().Start;
        SqlExpression? subject = cursor.IsWord("WHEN") ? null : ExpressionParser.Parse(cursor);
        List<SqlExpression> parts = [];
        if (!cursor.IsWord("WHEN"))
        {
            cursor.FailExpected("WHEN");
        }

        while (cursor.AcceptWord("WHEN"))
        {
            SqlExpression condition = ExpressionParser.Parse(cursor);
            parts.Add(subject is null ? condition : ExpressionParser.Call("equals", condition.Position, subject, condition));
            cursor.ExpectWord("THEN");
            parts.Add(ExpressionParser.Parse(cursor));
        }

        parts.Add(cursor.AcceptWord("ELSE") ? ExpressionParser.Parse(cursor) : new LiteralExpression(LiteralKind.Null, "null", position));
        if (!cursor.AcceptWord("END"))
        {
            cursor.FailExpected("WHEN, ELSE or END");
        }

        return ExpressionParser.Call("case", position, [.. parts]);
    }

    private static CallExpression ParsePlain(TokenCursor cursor, string name, int position)
    {
        bool distinct = cursor.AcceptWord("DISTINCT");
        if (!distinct)
        {
            cursor.AcceptWord("ALL");
        }

        if (cursor.IsWord("SELECT"))
        {
            throw new SqlException("a sub-query is not supported here; query one table at a time", cursor.Current.Start);
        }

        return ExpressionParser.Call(name, position, [.. ParseArguments(cursor, ")")]) with { IsDistinct = distinct };
    }

    private static CallExpression ParseSuffix(TokenCursor cursor, CallExpression call)
    {
        if (cursor.IsWord("FILTER") && cursor.IsFollowedBySymbol("("))
        {
            cursor.Take();
            cursor.Take();
            cursor.ExpectWord("WHERE");
            call = call with { Filter = ExpressionParser.Parse(cursor) };
            cursor.ExpectSymbol(")");
        }

        if (cursor.IsWord("OVER"))
        {
            throw new SqlException("window functions (OVER) are not supported", cursor.Current.Start);
        }

        if (cursor.IsWord("WITHIN") && cursor.IsFollowedBy("GROUP"))
        {
            throw new SqlException("WITHIN GROUP is not supported", cursor.Current.Start);
        }

        return call;
    }

    private static CallExpression ParseCast(TokenCursor cursor, string name, int position)
    {
        SqlExpression operand = ExpressionParser.Parse(cursor);
        cursor.ExpectWord("AS");
        SqlToken type = cursor.Current;
        if (type.Kind != SqlTokenKind.Word)
        {
            cursor.FailExpected("a type, such as LONG or STRING");
        }

        cursor.Take();
        string typeName = TypeName(cursor, type.Value.ToUpperInvariant());
        if (cursor.AcceptSymbol("("))
        {
            ParseArguments(cursor, ")"); // a length or precision, which has no effect
        }

        if (cursor.AcceptWord("ARRAY"))
        {
            typeName += "_ARRAY";
        }

        cursor.ExpectSymbol(")");
        return ExpressionParser.Call(name, position, operand, new LiteralExpression(LiteralKind.Text, typeName, type.Start));
    }

    private static string TypeName(TokenCursor cursor, string written) => written switch
    {
        "BIGINT" => "LONG",
        "INT" => "INTEGER",
        "VARCHAR" => "STRING",
        "VARBINARY" => "BYTES",
        "BIG_DECIMAL" => "DECIMAL",
        "DOUBLE" when cursor.AcceptWord("PRECISION") => "DOUBLE",
        _ => written,
    };

    private static CallExpression ParseExtract(TokenCursor cursor, int position)
    {
        LiteralExpression unit = ParseUnit(cursor, "EXTRACT(YEAR FROM ts)");
        cursor.ExpectWord("FROM");
        SqlExpression operand = ExpressionParser.Parse(cursor);
        cursor.ExpectSymbol(")");
        return ExpressionParser.Call("extract", position, unit, operand);
    }

    private static CallExpression ParseWithUnit(TokenCursor cursor, string name, SqlToken nameToken)
    {
        LiteralExpression unit = ParseUnit(cursor, $"{nameToken.Value}(DAY, …)");
        List<SqlExpression> arguments = [unit];
        cursor.ExpectSymbol(",");
        arguments.AddRange(ParseArguments(cursor, ")"));
        return ExpressionParser.Call(name, nameToken.Start, [.. arguments]);
    }

    private static LiteralExpression ParseUnit(TokenCursor cursor, string example)
    {
        if (cursor.Current.Kind != SqlTokenKind.Word)
        {
            cursor.FailExpected($"a unit without quotes, as in {example}");
        }

        SqlToken unit = cursor.Take();
        return new LiteralExpression(LiteralKind.Text, unit.Value.ToUpperInvariant(), unit.Start);
    }

    // TRIM(s), TRIM(BOTH 'x' FROM s), TRIM(LEADING FROM s), TRIM('x' FROM s): always trim(side, characters, text).
    private static CallExpression ParseTrim(TokenCursor cursor, int position)
    {
        string side = "BOTH";
        bool hasSide = cursor.IsWord("BOTH") || cursor.IsWord("LEADING") || cursor.IsWord("TRAILING");
        if (hasSide)
        {
            side = cursor.Take().Value.ToUpperInvariant();
        }

        SqlExpression characters = Blank;
        SqlExpression? operand = null;
        if (!hasSide || !cursor.IsWord("FROM"))
        {
            operand = ExpressionParser.Parse(cursor);
        }

        if (hasSide || cursor.IsWord("FROM"))
        {
            cursor.ExpectWord("FROM");
            characters = operand ?? Blank;
            operand = ExpressionParser.Parse(cursor);
        }

        cursor.ExpectSymbol(")");
        return ExpressionParser.Call("trim", position, new LiteralExpression(LiteralKind.Text, side, position), characters, operand!);
    }

    // SUBSTRING(s, 2, 3) and SUBSTRING(s FROM 2 FOR 3).
    private static CallExpression ParseSubstring(TokenCursor cursor, int position)
    {
        List<SqlExpression> arguments = [];
        if (!cursor.AcceptSymbol(")"))
        {
            arguments.Add(ExpressionParser.Parse(cursor));
            bool isSpelled = cursor.AcceptWord("FROM");
            while (isSpelled || cursor.AcceptSymbol(","))
            {
                arguments.Add(ExpressionParser.Parse(cursor));
                isSpelled = isSpelled && cursor.AcceptWord("FOR");
            }

            cursor.ExpectSymbol(")");
        }

        return ExpressionParser.Call("substring", position, [.. arguments]);
    }

    private static CallExpression ParsePosition(TokenCursor cursor, int position)
    {
        SqlExpression first = ExpressionParser.ParseSum(cursor);
        if (cursor.AcceptWord("IN"))
        {
            SqlExpression text = ExpressionParser.Parse(cursor);
            cursor.ExpectSymbol(")");
            return ExpressionParser.Call("position", position, first, text);
        }

        List<SqlExpression> arguments = [first];
        if (!cursor.IsSymbol(")"))
        {
            cursor.ExpectSymbol(",");
        }

        arguments.AddRange(ParseArguments(cursor, ")"));
        return ExpressionParser.Call("position", position, [.. arguments]);
    }
}

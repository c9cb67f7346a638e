using System.Globalization;

namespace Query.Sql;

/// <summary>Text to syntax: SETs, one query, OPTION(…).</summary>
/// <remarks>Grammar: docs/sql.md. Whatever the text is, parsing ends and throws nothing but <see cref="SqlException"/>.</remarks>
internal static class SqlParser
{
    /// <summary>Levels an expression may be nested; keeps everything that walks it recursively off the end of the stack.</summary>
    public const int MaxDepth = 300;

    private const string AfterItems = "FROM or another column";
    private const string AfterTable = "WHERE, GROUP BY, HAVING, ORDER BY, LIMIT or the end of the query";

    /// <exception cref="SqlException">The text is not one query with its options.</exception>
    public static SqlScript Parse(string sql)
    {
        TokenCursor cursor = new(sql);
        Dictionary<string, string> settings = new(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string> options = new(StringComparer.OrdinalIgnoreCase);
        SelectStatement? query = null;
        while (true)
        {
            while (cursor.AcceptSymbol(";"))
            {
            }

            if (cursor.AtEnd)
            {
                break;
            }

            if (cursor.AcceptWord("SET"))
            {
                ParseSetting(cursor, settings);
            }
            else if (query is not null)
            {
                throw new SqlException("there is a second query here; send one query at a time", cursor.Current.Start);
            }
            else
            {
                query = ParseQuery(cursor);
                ParseOptions(cursor, options);
            }

            if (!cursor.AtEnd && !cursor.IsSymbol(";"))
            {
                FailAfterQuery(cursor, query);
            }
        }

        if (query is null)
        {
            throw new SqlException(settings.Count > 0 ? "there are settings but no query after them" : "there is no query in this text", sql.Length);
        }

        foreach ((string key, string value) in settings)
        {
            options[key] = value;
        }

        return new SqlScript(query, options);
    }

    /// <summary>A text that is one expression and nothing else.</summary>
    /// <exception cref="SqlException">It is not.</exception>
    public static SqlExpression ParseExpression(string text)
    {
        TokenCursor cursor = new(text);
        SqlExpression expression = ExpressionParser.Parse(cursor);
        if (!cursor.AtEnd)
        {
            cursor.FailExpected("an operator or the end of the expression");
        }

        return expression;
    }

    private static void ParseSetting(TokenCursor cursor, Dictionary<string, string> settings)
    {
        if (cursor.Current.Kind is not (SqlTokenKind.Word or SqlTokenKind.QuotedName or SqlTokenKind.Text))
        {
            cursor.FailExpected("the name of an option");
        }

        string name = cursor.Take().Value;
        while (cursor.AcceptSymbol("."))
        {
            name += "." + cursor.Take().Value;
        }

        cursor.ExpectSymbol("=");
        string sign = cursor.AcceptSymbol("-") ? "-" : "";
        if (cursor.Current.Kind is not (SqlTokenKind.Word or SqlTokenKind.QuotedName or SqlTokenKind.Text or SqlTokenKind.Number))
        {
            cursor.FailExpected("the value of the option");
        }

        settings.TryAdd(name, sign + cursor.Take().Value);
    }

    private static SelectStatement ParseQuery(TokenCursor cursor)
    {
        ExplainMode explain = cursor.AcceptWord("EXPLAIN") ? ParseExplain(cursor) : ExplainMode.None;
        RefuseOtherStatements(cursor);
        return ParseSelect(cursor) with { Explain = explain };
    }

    private static ExplainMode ParseExplain(TokenCursor cursor)
    {
        ExplainMode mode = cursor.AcceptWord("IMPLEMENTATION") ? ExplainMode.ImplementationPlan : ExplainMode.Plan;
        cursor.ExpectWord("PLAN");
        while (!cursor.AtEnd && !cursor.IsWord("FOR"))
        {
            if (!cursor.IsWord("INCLUDING") && !cursor.IsWord("EXCLUDING") && !cursor.IsWord("ALL") && !cursor.IsWord("ATTRIBUTES")
                && !cursor.IsWord("WITH") && !cursor.IsWord("WITHOUT") && !cursor.IsWord("TYPE") && !cursor.IsWord("IMPLEMENTATION"))
            {
                cursor.FailExpected("FOR");
            }

            cursor.Take();
        }

        cursor.ExpectWord("FOR");
        return mode;
    }

    private static void RefuseOtherStatements(TokenCursor cursor)
    {
        if (cursor.IsWord("SELECT"))
        {
            return;
        }

        string word = cursor.Current.Value.ToUpperInvariant();
        string? reason = cursor.Current.Kind != SqlTokenKind.Word ? null : word switch
        {
            "WITH" => "common table expressions (WITH) are not supported; write one SELECT",
            "VALUES" => "VALUES is not supported; write SELECT",
            "INSERT" => "rows come from Kafka; INSERT is not supported",
            "UPDATE" or "DELETE" or "MERGE" or "UPSERT" => $"tables are append-only; {word} is not supported",
            "CREATE" or "DROP" or "ALTER" or "TRUNCATE" or "RENAME" => $"{word} is not supported; tables are made and dropped over REST or in the catalog",
            "SHOW" or "DESCRIBE" or "DESC" or "USE" => $"{word} is not supported; tables and columns are listed in the catalog and under /tables",
            "GRANT" or "REVOKE" or "CALL" or "BEGIN" or "COMMIT" or "ROLLBACK" => $"{word} is not supported; only SELECT is",
            _ => null,
        };
        if (reason is not null)
        {
            throw new SqlException(reason, cursor.Current.Start);
        }

        if (cursor.IsSymbol("("))
        {
            throw new SqlException("a query in parentheses is not supported; write SELECT first", cursor.Current.Start);
        }

        cursor.FailExpected("SELECT");
    }

    private static SelectStatement ParseSelect(TokenCursor cursor)
    {
        int position = cursor.Current.Start;
        cursor.ExpectWord("SELECT");
        bool distinct = cursor.AcceptWord("DISTINCT");
        if (!distinct)
        {
            cursor.AcceptWord("ALL");
        }

        SelectStatement select = new()
        {
            Explain = ExplainMode.None,
            IsDistinct = distinct,
            Items = SelectItemParser.ParseItems(cursor),
            Position = position,
        };
        bool hasTable = cursor.AcceptWord("FROM");
        if (hasTable)
        {
            select = select with { Table = TableParser.Parse(cursor) };
        }

        if (hasTable && cursor.AcceptWord("WHERE"))
        {
            select = select with { Where = ExpressionParser.Parse(cursor) };
        }

        if (hasTable && cursor.AcceptWord("GROUP"))
        {
            cursor.ExpectWord("BY");
            select = select with { GroupBy = ParseGroups(cursor) };
        }

        if (hasTable && cursor.AcceptWord("HAVING"))
        {
            select = select with { Having = ExpressionParser.Parse(cursor) };
        }

        if (cursor.AcceptWord("ORDER"))
        {
            cursor.ExpectWord("BY");
            select = select with { OrderBy = ParseOrder(cursor) };
        }

        return ParseLimit(cursor, select);
    }

    private static SyntaxList<SqlExpression> ParseGroups(TokenCursor cursor)
    {
        List<SqlExpression> groups = [];
        do
        {
            if (cursor.IsWord("ROLLUP") || cursor.IsWord("CUBE") || cursor.IsWord("GROUPING"))
            {
                throw new SqlException("ROLLUP, CUBE and GROUPING SETS are not supported; group by plain expressions", cursor.Current.Start);
            }

            groups.Add(ExpressionParser.Parse(cursor));
        }
        while (cursor.AcceptSymbol(","));
        return [.. groups];
    }

    private static SyntaxList<OrderItem> ParseOrder(TokenCursor cursor)
    {
        List<OrderItem> items = [];
        do
        {
            SqlExpression expression = ExpressionParser.Parse(cursor);
            bool descending = cursor.AcceptWord("DESC");
            if (!descending)
            {
                cursor.AcceptWord("ASC");
            }

            NullOrder nulls = NullOrder.Largest;
            if (cursor.AcceptWord("NULLS"))
            {
                nulls = cursor.AcceptWord("FIRST") ? NullOrder.First : NullOrder.Last;
                if (nulls == NullOrder.Last)
                {
                    cursor.ExpectWord("LAST");
                }
            }

            items.Add(new OrderItem(expression, descending, nulls));
        }
        while (cursor.AcceptSymbol(","));
        return [.. items];
    }

    private static SelectStatement ParseLimit(TokenCursor cursor, SelectStatement select)
    {
        if (cursor.AcceptWord("LIMIT"))
        {
            if (cursor.AcceptWord("ALL"))
            {
                select = select with { Limit = int.MaxValue };
            }
            else
            {
                long first = ParseCount(cursor);
                select = cursor.AcceptSymbol(",")
                    ? select with { Offset = first, Limit = ParseCount(cursor) }
                    : select with { Limit = first };
            }
        }

        if (select.Offset is null && cursor.AcceptWord("OFFSET"))
        {
            select = select with { Offset = ParseCount(cursor) };
            _ = cursor.AcceptWord("ROWS") || cursor.AcceptWord("ROW");
        }

        if (select.Limit is null && cursor.AcceptWord("FETCH"))
        {
            if (!cursor.AcceptWord("NEXT"))
            {
                cursor.ExpectWord("FIRST");
            }

            select = select with { Limit = ParseCount(cursor) };
            if (!cursor.AcceptWord("ROW"))
            {
                cursor.ExpectWord("ROWS");
            }

            cursor.ExpectWord("ONLY");
        }

        return select;
    }

    private static long ParseCount(TokenCursor cursor)
    {
        if (cursor.IsSymbol("-"))
        {
            throw new SqlException("a number of rows cannot be negative", cursor.Current.Start);
        }

        if (cursor.Current.Kind != SqlTokenKind.Number
            || !long.TryParse(cursor.Current.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long count))
        {
            cursor.FailExpected("a whole number of rows");
            return 0;
        }

        cursor.Take();
        return count;
    }

    private static void ParseOptions(TokenCursor cursor, Dictionary<string, string> options)
    {
        while (cursor.IsWord("OPTION") && cursor.IsFollowedBySymbol("("))
        {
            cursor.Take();
            cursor.Take();
            while (!cursor.IsSymbol(")"))
            {
                ParseOption(cursor, options);
                if (!cursor.AcceptSymbol(",") && !cursor.IsSymbol(")"))
                {
                    cursor.FailExpected(", or )");
                }
            }

            cursor.Take();
        }
    }

    private static void ParseOption(TokenCursor cursor, Dictionary<string, string> options)
    {
        if (cursor.Current.Kind is not (SqlTokenKind.Word or SqlTokenKind.QuotedName or SqlTokenKind.Text))
        {
            cursor.FailExpected("the name of an option");
        }

        string name = cursor.Take().Value;
        cursor.ExpectSymbol("=");
        int start = cursor.Current.Start;
        int end = start;
        string? single = null;
        while (!cursor.AtEnd && !cursor.IsSymbol(",") && !cursor.IsSymbol(")"))
        {
            SqlToken token = cursor.Take();
            single = end == start ? token.Value : null;
            end = token.End;
        }

        options.TryAdd(name, single ?? cursor.Sql[start..end].Trim());
    }

    private static void FailAfterQuery(TokenCursor cursor, SelectStatement? query)
    {
        SqlToken token = cursor.Current;
        if (query is null)
        {
            cursor.FailExpected("; after the setting");
        }

        foreach (string word in (string[])["UNION", "INTERSECT", "EXCEPT", "MINUS"])
        {
            if (cursor.IsWord(word))
            {
                throw new SqlException($"{word} is not supported; send one SELECT at a time", token.Start);
            }
        }

        if (cursor.IsWord("WINDOW") || cursor.IsWord("QUALIFY"))
        {
            throw new SqlException($"{token.Value.ToUpperInvariant()} is not supported; window functions are not", token.Start);
        }

        if (query.Table is null && (cursor.IsWord("WHERE") || cursor.IsWord("GROUP") || cursor.IsWord("HAVING")))
        {
            throw new SqlException($"expected FROM before {token.Value.ToUpperInvariant()}", token.Start);
        }

        cursor.FailExpected(query.Table is null ? AfterItems : AfterTable);
    }
}

namespace Query.Sql;

/// <summary>The list between SELECT and FROM.</summary>
internal static class SelectItemParser
{
    public static SyntaxList<SelectItem> ParseItems(TokenCursor cursor)
    {
        List<SelectItem> items = [];
        do
        {
            items.Add(ParseItem(cursor));
        }
        while (cursor.AcceptSymbol(","));
        return [.. items];
    }

    private static SelectItem ParseItem(TokenCursor cursor)
    {
        if (cursor.IsSymbol("*"))
        {
            return new SelectItem(new StarExpression(cursor.Take().Start), null);
        }

        if (cursor.IsWord("FROM"))
        {
            throw new SqlException("expected a column or expression before FROM", cursor.Current.Start);
        }

        SqlExpression expression = ExpressionParser.Parse(cursor);
        return new SelectItem(expression, ParseAlias(cursor));
    }

    private static string? ParseAlias(TokenCursor cursor)
    {
        if (cursor.AcceptWord("AS"))
        {
            if (!cursor.IsName() && cursor.Current.Kind != SqlTokenKind.Text)
            {
                cursor.FailExpected("an alias");
            }

            return cursor.Take().Value;
        }

        bool isOption = cursor.IsWord("OPTION") && cursor.IsFollowedBySymbol("(");
        if (isOption || (!cursor.IsName() && cursor.Current.Kind != SqlTokenKind.Text))
        {
            return null;
        }

        if (cursor.Current.Kind == SqlTokenKind.Word)
        {
            cursor.SuspectAlias = cursor.Current;
        }

        return cursor.Take().Value;
    }
}

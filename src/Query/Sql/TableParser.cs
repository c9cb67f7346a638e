namespace Query.Sql;

/// <summary>What stands behind FROM: one table.</summary>
internal static class TableParser
{
    public static TableReference Parse(TokenCursor cursor)
    {
        int position = cursor.Current.Start;
        if (cursor.IsSymbol("("))
        {
            throw new SqlException("a sub-query after FROM is not supported; name a table", position, SqlException.NotSupported);
        }

        string name = ParseName(cursor);
        string? alias = null;
        if (cursor.AcceptWord("AS"))
        {
            alias = ParseAlias(cursor);
        }
        else if (cursor.IsName() && !(cursor.IsWord("OPTION") && cursor.IsFollowedBySymbol("(")))
        {
            cursor.SuspectAlias = cursor.Current.Kind == SqlTokenKind.Word ? cursor.Current : null;
            alias = ParseAlias(cursor);
        }

        RefuseJoins(cursor);
        return new TableReference(name, alias, position);
    }

    private static string ParseName(TokenCursor cursor)
    {
        if (!cursor.IsName())
        {
            cursor.FailExpected("the name of a table");
        }

        string name = cursor.Take().Value;
        while (cursor.AcceptSymbol("."))
        {
            if (cursor.Current.Kind is not (SqlTokenKind.Word or SqlTokenKind.QuotedName))
            {
                cursor.FailExpected("a name after the dot");
            }

            name += "." + cursor.Take().Value;
        }

        return name;
    }

    private static string ParseAlias(TokenCursor cursor)
    {
        if (!cursor.IsName())
        {
            cursor.FailExpected("an alias for the table");
        }

        return cursor.Take().Value;
    }

    private static void RefuseJoins(TokenCursor cursor)
    {
        foreach (string word in (string[])["JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL"])
        {
            if (cursor.IsWord(word))
            {
                throw new SqlException("JOIN is not supported; query one table at a time", cursor.Current.Start, SqlException.NotSupported);
            }
        }

        if (cursor.IsSymbol(","))
        {
            throw new SqlException("JOIN is not supported; name one table after FROM", cursor.Current.Start, SqlException.NotSupported);
        }

        if (cursor.IsWord("TABLESAMPLE"))
        {
            throw new SqlException("TABLESAMPLE is not supported", cursor.Current.Start);
        }
    }
}

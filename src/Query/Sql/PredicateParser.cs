using System.Text;

namespace Query.Sql;

/// <summary>Comparisons, IN, BETWEEN, LIKE and IS behind an operand.</summary>
internal static class PredicateParser
{
    public static SqlExpression Parse(TokenCursor cursor)
    {
        SqlExpression left = ExpressionParser.ParseSum(cursor);
        while (true)
        {
            SqlExpression? next = ParseComparison(cursor, left) ?? ParseWordPredicate(cursor, left);
            if (next is null)
            {
                return left;
            }

            left = next;
        }
    }

    private static CallExpression? ParseComparison(TokenCursor cursor, SqlExpression left)
    {
        string? name = cursor.Current.Kind != SqlTokenKind.Symbol ? null : cursor.Current.Value switch
        {
            "=" => "equals",
            "<>" or "!=" => "notequals",
            "<" => "lessthan",
            "<=" => "lessthanorequal",
            ">" => "greaterthan",
            ">=" => "greaterthanorequal",
            _ => null,
        };
        if (name is null)
        {
            return null;
        }

        SqlToken symbol = cursor.Take();
        if (cursor.IsSymbol("="))
        {
            throw new SqlException($"'{symbol.Value}=' is no operator; write {(symbol.Value == "=" ? "=" : symbol.Value + "= without a blank")}", symbol.Start);
        }

        return ExpressionParser.Call(name, left.Position, left, ExpressionParser.ParseSum(cursor));
    }

    private static CallExpression? ParseWordPredicate(TokenCursor cursor, SqlExpression left)
    {
        if (cursor.AcceptWord("IS"))
        {
            return ParseIs(cursor, left);
        }

        bool negated = cursor.IsWord("NOT")
            && (cursor.IsFollowedBy("IN") || cursor.IsFollowedBy("BETWEEN") || cursor.IsFollowedBy("LIKE") || cursor.IsFollowedBy("ILIKE"));
        if (negated)
        {
            cursor.Take();
        }

        if (cursor.AcceptWord("IN"))
        {
            return ParseIn(cursor, left, negated ? "notin" : "in");
        }

        if (cursor.AcceptWord("BETWEEN"))
        {
            return Negated(negated, ParseBetween(cursor, left));
        }

        return cursor.AcceptWord("LIKE") || cursor.AcceptWord("ILIKE") ? Negated(negated, ParseLike(cursor, left)) : null;
    }

    private static CallExpression Negated(bool negated, CallExpression predicate) =>
        negated ? ExpressionParser.Call("not", predicate.Position, predicate) : predicate;

    private static CallExpression ParseIs(TokenCursor cursor, SqlExpression left)
    {
        bool negated = cursor.AcceptWord("NOT");
        if (cursor.AcceptWord("NULL") || cursor.AcceptWord("UNKNOWN"))
        {
            return ExpressionParser.Call(negated ? "isnotnull" : "isnull", left.Position, left);
        }

        if (cursor.AcceptWord("TRUE"))
        {
            return ExpressionParser.Call(negated ? "isnottrue" : "istrue", left.Position, left);
        }

        if (cursor.AcceptWord("FALSE"))
        {
            return ExpressionParser.Call(negated ? "isnotfalse" : "isfalse", left.Position, left);
        }

        if (!cursor.AcceptWord("DISTINCT"))
        {
            cursor.FailExpected(negated ? "NULL, TRUE, FALSE, UNKNOWN or DISTINCT FROM after IS NOT" : "NULL, TRUE, FALSE, UNKNOWN, NOT or DISTINCT FROM after IS");
        }

        cursor.ExpectWord("FROM");
        return ExpressionParser.Call(negated ? "isnotdistinctfrom" : "isdistinctfrom", left.Position, left, ExpressionParser.ParseSum(cursor));
    }

    private static CallExpression ParseIn(TokenCursor cursor, SqlExpression left, string name)
    {
        cursor.ExpectSymbol("(");
        if (cursor.IsWord("SELECT"))
        {
            throw new SqlException("IN with a sub-query is not supported; list the values", cursor.Current.Start);
        }

        List<SqlExpression> arguments = [left];
        do
        {
            arguments.Add(ExpressionParser.Parse(cursor));
        }
        while (cursor.AcceptSymbol(","));
        cursor.ExpectSymbol(")");
        return ExpressionParser.Call(name, left.Position, [.. arguments]);
    }

    private static CallExpression ParseBetween(TokenCursor cursor, SqlExpression left)
    {
        if (cursor.IsWord("SYMMETRIC"))
        {
            throw new SqlException("BETWEEN SYMMETRIC is not supported; write the smaller bound first", cursor.Current.Start);
        }

        cursor.AcceptWord("ASYMMETRIC");
        SqlExpression low = ExpressionParser.ParseSum(cursor);
        cursor.ExpectWord("AND");
        return ExpressionParser.Call("between", left.Position, left, low, ExpressionParser.ParseSum(cursor));
    }

    private static CallExpression ParseLike(TokenCursor cursor, SqlExpression left)
    {
        SqlExpression pattern = ExpressionParser.ParseSum(cursor);
        if (cursor.AcceptWord("ESCAPE"))
        {
            SqlToken escape = cursor.Current;
            if (pattern is not LiteralExpression literal || escape.Kind != SqlTokenKind.Text || escape.Value.Length != 1)
            {
                throw new SqlException("ESCAPE takes one character in quotes, after a pattern in quotes", escape.Start);
            }

            cursor.Take();
            pattern = literal with { Text = WithBackslashes(literal.Text, escape.Value[0]) };
        }

        return ExpressionParser.Call("like", left.Position, left, pattern);
    }

    // A pattern always knows the backslash; another escape character is written as one.
    private static string WithBackslashes(string pattern, char escape)
    {
        StringBuilder written = new();
        for (int i = 0; i < pattern.Length; i++)
        {
            bool escapes = pattern[i] == escape && i + 1 < pattern.Length;
            if (escapes)
            {
                i++;
                written.Append(pattern[i] is '%' or '_' ? "\\" : "");
            }

            written.Append(pattern[i]);
        }

        return written.ToString();
    }
}

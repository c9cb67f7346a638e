using Query.Aggregates;
using Query.Sql;
using Segments.Schema;

namespace Query.Binding;

/// <summary>Turns what a statement says into what it means before names are resolved: stars, ordinals, aliases.</summary>
internal static class StatementRewriter
{
    public static SelectStatement Rewrite(SelectStatement statement, TableSchema? schema)
    {
        CheckAliases(statement);
        SelectStatement expanded = statement with { Items = [.. statement.Items.SelectMany(item => ExpandStar(item, schema))] };
        Dictionary<string, SqlExpression> aliases = Aliases(expanded);
        return expanded with
        {
            GroupBy = [.. expanded.GroupBy.Select(key => Resolve(key, expanded, aliases, "GROUP BY"))],
            Having = expanded.Having is null ? null : Substitute(expanded.Having, aliases),
            OrderBy = [.. expanded.OrderBy.Select(order => order with { Expression = Resolve(order.Expression, expanded, aliases, "ORDER BY") }).DistinctBy(order => order.Expression)],
        };
    }

    /// <summary>Replaces aggregates of a column and a literal by arithmetic on the plain aggregate, as Pinot does.</summary>
    public static SqlExpression SplitAggregates(SqlExpression expression)
    {
        if (expression is not CallExpression call)
        {
            return expression;
        }

        if (!AggregateCatalog.IsAggregate(call))
        {
            return call.Arguments.Any(AggregateCatalog.HasAggregate) ? call with { Arguments = [.. call.Arguments.Select(SplitAggregates)] } : call;
        }

        bool isSplit = call.Name is "sum" or "avg" or "min" or "max" && !call.IsDistinct && call.Filter is null && call.Arguments.Count == 1;
        return isSplit && call.Arguments[0] is CallExpression { Arguments.Count: 2 } inner ? Split(call, inner) : call;
    }

    private static CallExpression Split(CallExpression call, CallExpression inner)
    {
        bool literalFirst = inner.Arguments[0] is LiteralExpression { Kind: LiteralKind.Integer or LiteralKind.Decimal };
        bool literalSecond = inner.Arguments[1] is LiteralExpression { Kind: LiteralKind.Integer or LiteralKind.Decimal };
        if (literalFirst == literalSecond || inner.Arguments[literalFirst ? 1 : 0] is not ColumnExpression)
        {
            return call;
        }

        SqlExpression operand = inner.Arguments[literalFirst ? 1 : 0];
        LiteralExpression literal = (LiteralExpression)inner.Arguments[literalFirst ? 0 : 1];
        bool flips = literal.Number < 0 || (literalFirst && inner.Name is "minus" or "sub");
        switch (inner.Name)
        {
            case "plus" or "add" or "minus" or "sub":
                bool isSum = inner.Name is "plus" or "add";
                CallExpression plain = Make(literalFirst && !isSum ? Opposite(call.Name) : call.Name, call, operand);
                SqlExpression shift = call.Name == "sum" ? Make("mult", call, literal, Make("count", call, operand)) : literal;
                return literalFirst ? Make(isSum ? "add" : "sub", call, shift, plain) : Make(isSum ? "add" : "sub", call, plain, shift);
            case "times" or "mult":
                CallExpression scaled = Make(flips ? Opposite(call.Name) : call.Name, call, operand);
                return Make("mult", call, scaled, literal);
            default:
                return call;
        }
    }

    private static CallExpression Make(string name, CallExpression like, params SqlExpression[] arguments) =>
        ExpressionParser.Call(name, like.Position, arguments);

    private static string Opposite(string aggregate) => aggregate switch
    {
        "min" => "max",
        "max" => "min",
        _ => aggregate,
    };

    private static void CheckAliases(SelectStatement statement)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (SelectItem item in statement.Items)
        {
            bool isItself = item.Expression is ColumnExpression column && column.Name == item.Alias;
            if (item.Alias is not null && !isItself && !seen.Add(item.Alias))
            {
                throw new QueryException(150, $"alias '{item.Alias}' is given twice", item.Expression.Position);
            }
        }
    }

    private static IEnumerable<SelectItem> ExpandStar(SelectItem item, TableSchema? schema)
    {
        if (item.Expression is not StarExpression star)
        {
            return [item];
        }

        if (schema is null)
        {
            throw QueryException.NotValid("Data source (FROM clause) not found; SELECT * needs a table", star.Position);
        }

        return schema.Columns
            .Select(column => column.Name)
            .Where(name => !name.StartsWith('$'))
            .Order(StringComparer.Ordinal)
            .Select(name => new SelectItem(new ColumnExpression(name, star.Position), null));
    }

    private static Dictionary<string, SqlExpression> Aliases(SelectStatement statement)
    {
        Dictionary<string, SqlExpression> aliases = new(StringComparer.Ordinal);
        foreach (SelectItem item in statement.Items)
        {
            if (item.Alias is not null)
            {
                aliases.TryAdd(item.Alias, item.Expression);
            }
        }

        return aliases;
    }

    private static SqlExpression Resolve(SqlExpression expression, SelectStatement statement, Dictionary<string, SqlExpression> aliases, string clause)
    {
        if (expression is not LiteralExpression { Kind: LiteralKind.Integer } ordinal)
        {
            return Substitute(expression, aliases);
        }

        return ordinal.Integer >= 1 && ordinal.Integer <= statement.Items.Count
            ? statement.Items[(int)ordinal.Integer - 1].Expression
            : throw new QueryException(150, $"Expected Ordinal value to be between 1 and {statement.Items.Count}, but {clause} says {ordinal.Text}", ordinal.Position);
    }

    private static SqlExpression Substitute(SqlExpression expression, Dictionary<string, SqlExpression> aliases) => expression switch
    {
        ColumnExpression column when aliases.TryGetValue(column.Name, out SqlExpression? meaning) => meaning,
        CallExpression call when aliases.Count > 0 => call with { Arguments = [.. call.Arguments.Select(argument => Substitute(argument, aliases))] },
        _ => expression,
    };
}

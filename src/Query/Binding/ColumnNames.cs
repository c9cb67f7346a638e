using Query.Aggregates;
using Query.Expressions;
using Query.Sql;
using Query.Values;

namespace Query.Binding;

/// <summary>Names of result columns without an alias, as Pinot makes them from the expression.</summary>
internal sealed class ColumnNames(ExpressionBinder rows, bool nullHandling)
{
    private static readonly Dictionary<string, string> Spellings = new(StringComparer.Ordinal)
    {
        ["notequals"] = "not_equals",
        ["greaterthan"] = "greater_than",
        ["greaterthanorequal"] = "greater_than_or_equal",
        ["lessthan"] = "less_than",
        ["lessthanorequal"] = "less_than_or_equal",
        ["isnull"] = "is_null",
        ["isnotnull"] = "is_not_null",
        ["notin"] = "not_in",
        ["ceiling"] = "ceil",
    };

    private static readonly Dictionary<string, string> Symbols = new(StringComparer.Ordinal)
    {
        ["equals"] = "=",
        ["notequals"] = "!=",
        ["greaterthan"] = ">",
        ["greaterthanorequal"] = ">=",
        ["lessthan"] = "<",
        ["lessthanorequal"] = "<=",
    };

    /// <summary>Name of a column of the answer.</summary>
    /// <param name="expression">As written.</param>
    /// <param name="isLiteralOnly">True if all columns are literals: numbers then stand without quotes.</param>
    public string Of(SqlExpression expression, bool isLiteralOnly)
    {
        if (TryFold(expression) is { } literal)
        {
            string text = Literals.Text(literal);
            bool isBare = literal.Type.IsArray || literal.IsNull || (isLiteralOnly && literal.Type.Type != Segments.Schema.DataType.String);
            return isBare ? text : $"'{text}'";
        }

        return expression is CallExpression call && AggregateCatalog.IsAggregate(call) ? OfAggregate(call) : OfPart(expression);
    }

    private string OfPart(SqlExpression expression)
    {
        if (TryFold(expression) is { } literal)
        {
            return literal.Type.IsArray ? Literals.Text(literal) : $"'{Literals.Text(literal)}'";
        }

        switch (expression)
        {
            case ColumnExpression column:
                return rows.FindColumn(column.Name) is BoundColumn bound ? bound.Column.Name : column.Name;
            case CallExpression call when call.IsDistinct && AggregateCatalog.IsAggregate(call):
                return OfAggregate(call);
            case CallExpression call:
                string name = Spellings.GetValueOrDefault(call.Name, call.Name);
                return $"{name}({string.Join(',', call.Arguments.Select(OfPart))}){OfFilter(call)}";
            default:
                return "*";
        }
    }

    private string OfAggregate(CallExpression call)
    {
        string name = AggregateCatalog.ResultName(call, rows);
        string arguments = name == "count" && call.Arguments.Count == 1 && (!nullHandling || TryFold(call.Arguments[0]) is not null)
            ? "*"
            : AggregateCatalog.Percentile(call) is { } percentile && call.Arguments.Count > 1
                ? $"{OfPart(call.Arguments[0])}, {JavaNumbers.Text(percentile)}"
                : string.Join(',', call.Arguments.Take(AggregateCatalog.NamedArguments(name)).Select(OfPart));
        return $"{name}({arguments}){OfFilter(call)}";
    }

    private string OfFilter(CallExpression call) =>
        call.Filter is null ? "" : $" FILTER(WHERE {Predicate(call.Filter)})";

    private string Predicate(SqlExpression expression)
    {
        if (expression is not CallExpression call)
        {
            return $"{OfPart(expression)} = 'true'";
        }

        if (Symbols.TryGetValue(call.Name, out string? symbol))
        {
            return $"{OfPart(call.Arguments[0])} {symbol} {OfPart(call.Arguments[1])}";
        }

        return call.Name switch
        {
            "and" or "or" => $"({string.Join($" {call.Name.ToUpperInvariant()} ", call.Arguments.Select(Predicate))})",
            "not" => $"(NOT {Predicate(call.Arguments[0])})",
            "in" or "notin" => $"{OfPart(call.Arguments[0])} {(call.Name == "in" ? "IN" : "NOT IN")} ({string.Join(',', call.Arguments.Skip(1).Select(OfPart))})",
            "between" => $"{OfPart(call.Arguments[0])} BETWEEN {OfPart(call.Arguments[1])} AND {OfPart(call.Arguments[2])}",
            "isnull" => $"{OfPart(call.Arguments[0])} IS NULL",
            "isnotnull" => $"{OfPart(call.Arguments[0])} IS NOT NULL",
            "like" when TryFold(call.Arguments[1]) is { } pattern =>
                $"regexp_like({OfPart(call.Arguments[0])},'{Filtering.PatternTests.RegexOfLike(pattern.Text)}','i')",
            "regexplike" => $"regexp_like({string.Join(',', call.Arguments.Select(OfPart).Where((part, i) => i < 2 || part != "'c'"))})",
            _ => $"{OfPart(expression)} = 'true'",
        };
    }

    private BoundLiteral? TryFold(SqlExpression expression)
    {
        if (expression is LiteralExpression literal)
        {
            return Literals.Bind(literal);
        }

        return IsConstant(expression) ? rows.Bind(expression) as BoundLiteral : null;
    }

    private static bool IsConstant(SqlExpression expression) =>
        expression is LiteralExpression
        || (expression is CallExpression call && !AggregateCatalog.IsAggregate(call) && call.Arguments.All(IsConstant));
}

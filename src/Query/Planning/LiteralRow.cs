using Query.Binding;
using Query.Expressions;
using Query.Results;

namespace Query.Planning;

/// <summary>The one row of a query that only names literals.</summary>
internal static class LiteralRow
{
    public static object?[][] Compute(BoundQuery query, long now) =>
        [[.. query.Items.Select(item => Read(item.Expression, now))]];

    private static object? Read(BoundExpression expression, long now)
    {
        BoundLiteral literal = Fold(expression, now);
        return ResultValues.Read(literal.Value, 0, literal.Type);
    }

    private static BoundLiteral Fold(BoundExpression expression, long now) => expression switch
    {
        BoundLiteral literal => literal,
        BoundCall call => Literals.Fold(call.Function, [.. call.Arguments.Select(argument => Fold(argument, now))], now),
        _ => throw QueryException.NotValid("Data source (FROM clause) not found"),
    };
}

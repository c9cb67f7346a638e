using Query.Binding;
using Query.Results;

namespace Query.Planning;

/// <summary>The one row of a query that only names literals.</summary>
internal static class LiteralRow
{
    public static object?[][] Compute(BoundQuery query) =>
        [[.. query.Items.Select(item => Read(item.Expression))]];

    private static object? Read(BoundExpression expression) => expression is BoundLiteral literal
        ? ResultValues.Read(literal.Value, 0, literal.Type)
        : throw QueryException.NotValid("Data source (FROM clause) not found");
}

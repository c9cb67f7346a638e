using Query.Aggregates;
using Query.Expressions;
using Query.Functions;
using Query.Sql;
using Segments.Schema;

namespace Query.Binding;

/// <summary>Binds expressions that are computed once per group: over group keys, aggregates and literals.</summary>
internal sealed class GroupBinder(
    TableSchema schema, string tableName, long now, ExpressionBinder rows, IReadOnlyList<SqlExpression> keys, AggregateBinder aggregates)
    : ExpressionBinder(schema, tableName, now)
{
    protected override CallSite Site => CallSite.PostAggregation;

    protected override BoundExpression BindNew(SqlExpression expression)
    {
        BoundGroupKey? key = FindKey(expression);
        if (key is not null)
        {
            return key;
        }

        if (expression is CallExpression call && AggregateCatalog.IsAggregate(call))
        {
            return aggregates.Bind(call);
        }

        if (expression is ColumnExpression column)
        {
            rows.Bind(column);
            throw new QueryException(
                150,
                keys.Count == 0
                    ? $"Columns and Aggregate functions can't co-exist without GROUP BY clause: '{column.Name}'"
                    : $"'{column.Name}' should be functionally dependent on the columns used in GROUP BY clause; group by it or aggregate it",
                column.Position);
        }

        return base.BindNew(expression);
    }

    private BoundGroupKey? FindKey(SqlExpression expression)
    {
        if (expression is LiteralExpression or StarExpression)
        {
            return null;
        }

        for (int i = 0; i < keys.Count; i++)
        {
            bool same = keys[i].Equals(expression)
                || (expression is ColumnExpression && keys[i] is ColumnExpression && rows.Bind(expression).Equals(rows.Bind(keys[i])));
            if (same)
            {
                return new BoundGroupKey(i, rows.Bind(keys[i]).Type.Element);
            }
        }

        return null;
    }
}

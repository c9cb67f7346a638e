using Query.Aggregates;
using Query.Expressions;
using Query.Filtering;
using Query.Sql;
using Segments.Schema;

namespace Query.Binding;

/// <summary>Syntax to a bound query: names, types, shape, all checked before a row is read.</summary>
internal sealed class Binder
{
    private readonly SelectStatement _asWritten;
    private readonly SelectStatement _statement;
    private readonly TableSchema? _schema;
    private readonly string _tableName;
    private readonly QueryOptions _options;
    private readonly QueryLimits _limits;
    private readonly ExpressionBinder _rows;
    private readonly FilterBinder _filters;
    private readonly ColumnNames _names;

    private Binder(SelectStatement statement, TableSchema? schema, QueryOptions options, QueryLimits limits, long now)
    {
        _schema = schema;
        _tableName = schema?.Name ?? "";
        _options = options;
        _limits = limits;
        _asWritten = statement;
        _statement = StatementRewriter.Rewrite(statement, schema);
        _rows = new ExpressionBinder(schema, _tableName, now);
        _filters = new FilterBinder(_rows);
        _names = new ColumnNames(_rows, options.NullHandling);
    }

    /// <param name="statement">As written.</param>
    /// <param name="schema">Of the table behind FROM; null without FROM.</param>
    /// <param name="options">Of the query.</param>
    /// <param name="limits">Of the engine.</param>
    /// <param name="now">Instant of the query, epoch milliseconds.</param>
    /// <exception cref="QueryException">The statement is not valid.</exception>
    public static BoundQuery Bind(SelectStatement statement, TableSchema? schema, QueryOptions options, QueryLimits limits, long now) =>
        new Binder(statement, schema, options, limits, now).Bind();

    /// <summary>True if all columns are literals, so that no table is needed whatever FROM says.</summary>
    public static bool IsLiteralOnly(SelectStatement statement) => statement.Items.All(item => IsConstant(item.Expression));

    private static bool IsConstant(SqlExpression expression) =>
        expression is LiteralExpression
        || (expression is CallExpression call && !AggregateCatalog.IsAggregate(call) && call.Filter is null && call.Arguments.All(IsConstant));

    private BoundQuery Bind()
    {
        bool hasAggregate = _statement.Items.Any(item => AggregateCatalog.HasAggregate(item.Expression))
            || _statement.OrderBy.Any(order => AggregateCatalog.HasAggregate(order.Expression));
        BoundQuery query = _statement.IsDistinct ? BindDistinct(hasAggregate)
            : hasAggregate || _statement.GroupBy.Count > 0 ? BindGroups()
            : BindRows();
        return query with { Explain = _statement.Explain };
    }

    private BoundQuery BindRows()
    {
        bool isLiteralOnly = IsLiteralOnly(_statement);
        if (_schema is null && !isLiteralOnly)
        {
            _ = _statement.Items.Select(item => _rows.Bind(item.Expression)).ToList();
            throw Plain("Data source (FROM clause) not found", _statement.Position);
        }

        return new BoundQuery
        {
            Items = BindItems(_rows, isLiteralOnly),
            Filter = isLiteralOnly ? BoundFilter.True : BindWhere(),
            IsAggregation = false,
            IsLiteralOnly = isLiteralOnly,
            Order = isLiteralOnly ? [] : BindOrder(_rows, expression => CheckSortable(expression)),
            Limit = Limit(),
            Offset = Offset(),
        };
    }

    private BoundQuery BindDistinct(bool hasAggregate)
    {
        if (hasAggregate)
        {
            throw new QueryException(150, "Use of DISTINCT with aggregation functions is not supported", _statement.Position);
        }

        if (_asWritten.Items.FirstOrDefault(item => item.Expression is StarExpression) is { } star)
        {
            throw new QueryException(150, "SELECT DISTINCT * is not supported; name the columns", star.Expression.Position);
        }

        if (_statement.GroupBy.Count > 0)
        {
            throw new QueryException(150, "DISTINCT with GROUP BY is not supported; leave out one of them", _statement.Position);
        }

        if (_statement.Items.Count > 0 && _statement.OrderBy.FirstOrDefault(order => !IsListed(order.Expression)) is { } stray)
        {
            throw new QueryException(150, "ORDER-BY columns should be included in the DISTINCT columns", stray.Expression.Position);
        }

        if (_statement.Limit == 0)
        {
            throw new QueryException(150, "DISTINCT with LIMIT 0 has no answer; give a positive LIMIT", _statement.Position);
        }

        return BindGroups([.. _statement.Items.Select(item => item.Expression).Where(expression => !IsConstant(expression)).Distinct()]);
    }

    private bool IsListed(SqlExpression expression) => _statement.Items.Any(item =>
        item.Expression.Equals(expression) || (item.Expression is ColumnExpression && expression is ColumnExpression && _rows.Bind(item.Expression).Equals(_rows.Bind(expression))));

    private BoundQuery BindGroups() => BindGroups([.. _statement.GroupBy]);

    private BoundQuery BindGroups(IReadOnlyList<SqlExpression> keys)
    {
        if (_schema is null)
        {
            throw Plain("Data source (FROM clause) not found", _statement.Position);
        }

        if (keys.FirstOrDefault(AggregateCatalog.HasAggregate) is { } aggregateKey)
        {
            throw new QueryException(150, "an aggregate expression is not allowed in GROUP BY clause", aggregateKey.Position);
        }

        BoundFilter filter = BindWhere();
        BoundExpression[] bound = [.. keys.Select(_rows.Bind)];
        AggregateBinder aggregates = new(_rows, _filters, _options.NullHandling);
        GroupBinder groups = new(_schema, _tableName, _rows.Now, _rows, keys, aggregates);
        IReadOnlyList<BoundItem> items = BindItems(groups, isLiteralOnly: false);
        return new BoundQuery
        {
            Items = items,
            Filter = filter,
            IsAggregation = true,
            Keys = bound,
            // Without GROUP BY Pinot does not look at HAVING.
            Having = _statement.Having is null || keys.Count == 0 ? null : BindHaving(groups, _statement.Having),
            Order = BindOrder(groups, _ => { }),
            Aggregates = aggregates.Aggregates,
            Limit = Limit(),
            Offset = Offset(),
        };
    }

    private static BoundExpression BindHaving(GroupBinder groups, SqlExpression having) => groups.Bind(StatementRewriter.SplitAggregates(having));

    private List<BoundItem> BindItems(ExpressionBinder binder, bool isLiteralOnly)
    {
        List<BoundItem> items = [];
        foreach (SelectItem item in _statement.Items)
        {
            SqlExpression meaning = StatementRewriter.SplitAggregates(item.Expression);
            BoundExpression bound = binder.Bind(meaning);
            items.Add(new BoundItem(item.Alias ?? _names.Of(meaning, isLiteralOnly), bound));
        }

        return items;
    }

    private List<BoundOrder> BindOrder(ExpressionBinder binder, Action<BoundExpression> check)
    {
        List<BoundOrder> orders = [];
        foreach (OrderItem order in _statement.OrderBy)
        {
            SqlExpression meaning = StatementRewriter.SplitAggregates(order.Expression);
            BoundExpression bound = binder.Bind(meaning);
            check(bound);
            bool nullsLast = order.Nulls == NullOrder.Largest ? !order.IsDescending : order.Nulls == NullOrder.Last;
            if (!bound.IsLiteral)
            {
                orders.Add(new BoundOrder(_names.Of(meaning, isLiteralOnly: false), bound, order.IsDescending, nullsLast));
            }
        }

        return orders;
    }

    private static void CheckSortable(BoundExpression expression)
    {
        if (expression.Type.IsArray)
        {
            throw QueryException.NotValid("ORDER BY a multi-value expression is not supported; order by one of its values, such as arrayMin(x)");
        }
    }

    private BoundFilter BindWhere() => _statement.Where is null ? BoundFilter.True : _filters.Bind(_statement.Where);

    private int Limit() => (int)Math.Min(_statement.Limit ?? _limits.DefaultLimit, int.MaxValue);

    private int Offset() => (int)Math.Min(_statement.Offset ?? 0, int.MaxValue);

    private static QueryException Plain(string message, int position) => QueryException.NotValid(message, position);
}

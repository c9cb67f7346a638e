using Query.Binding;
using Query.Expressions;
using Query.Filtering;
using Query.Results;
using Segments.Tables;

namespace Query.Planning;

/// <summary>EXPLAIN PLAN FOR: operators as a tree of rows, in Pinot's words where there are any.</summary>
internal static class ExplainPlan
{
    private static readonly ResultColumn[] Columns = [new("Operator", "STRING"), new("Operator_Id", "INT"), new("Parent_Id", "INT")];

    public static QueryResult Describe(BoundQuery query, TableSnapshot? snapshot)
    {
        List<object?[]> rows = [];
        if (query.IsLiteralOnly || snapshot is null || query.Filter is ConstantFilter { Matches: false })
        {
            rows.Add(["BROKER_EVALUATE", 0L, -1L]);
            return Result(rows);
        }

        rows.Add([Reduce(query), 1L, 0L]);
        rows.Add([Combine(query), 2L, 1L]);
        rows.Add([$"PLAN_START(numSegmentsForThisPlan:{snapshot.Segments.Count})", -1L, -1L]);
        int id = 3;
        Add(rows, Operator(query), 2, ref id);
        Add(rows, $"PROJECT({string.Join(", ", Names(query))})", id - 1, ref id);
        Add(rows, "DOC_ID_SET", id - 1, ref id);
        AddFilter(rows, query.Filter, id - 1, ref id, snapshot.RowCount);
        return Result(rows);
    }

    private static string Reduce(BoundQuery query)
    {
        List<string> parts = [];
        if (query.Having is not null)
        {
            parts.Add("havingFilter:yes");
        }

        if (query.Order.Count > 0)
        {
            parts.Add($"sort:[{string.Join(", ", query.Order.Select(order => $"{order.Name} {(order.IsDescending ? "DESC" : "ASC")}"))}]");
        }

        parts.Add($"limit:{query.Limit}");
        return $"BROKER_REDUCE({string.Join(",", parts)})";
    }

    private static string Combine(BoundQuery query) => query switch
    {
        { IsAggregation: false, Order.Count: 0 } => "COMBINE_SELECT",
        { IsAggregation: false } => query.Order[0].Expression is BoundColumn ? "COMBINE_SELECT_ORDERBY_MINMAX" : "COMBINE_SELECT_ORDERBY",
        { Aggregates.Count: 0 } => "COMBINE_DISTINCT",
        { Keys.Count: 0 } => "COMBINE_AGGREGATE",
        _ => "COMBINE_GROUP_BY",
    };

    private static string Operator(BoundQuery query)
    {
        string items = string.Join(", ", query.Items.Select(item => item.Name));
        return query switch
        {
            { IsAggregation: false } => query.Order.Count > 0 ? $"SELECT_ORDERBY(selectList:{items})" : $"SELECT(selectList:{items})",
            { Aggregates.Count: 0 } => $"DISTINCT(keyColumns:{items})",
            { Keys.Count: 0 } => $"AGGREGATE(aggregations:{Aggregations(query)})",
            _ => $"GROUP_BY(groupKeys:{string.Join(", ", query.Keys.SelectMany(ColumnNames))}, aggregations:{Aggregations(query)})",
        };
    }

    private static string Aggregations(BoundQuery query) => string.Join(", ", query.Aggregates.Select(aggregate =>
        $"{aggregate.Function.Name}({(aggregate.Arguments.Count == 0 ? "*" : string.Join(",", aggregate.Arguments.SelectMany(ColumnNames)))})"));

    private static IEnumerable<string> Names(BoundQuery query) => query.Items.Select(item => item.Expression)
        .Concat(query.Keys)
        .Concat(query.Aggregates.SelectMany(aggregate => aggregate.Arguments))
        .SelectMany(ColumnNames)
        .Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> ColumnNames(BoundExpression expression) => expression switch
    {
        BoundColumn column => [column.Column.Name],
        BoundCall call => call.Arguments.SelectMany(ColumnNames),
        _ => [],
    };

    private static void AddFilter(List<object?[]> rows, BoundFilter filter, int parent, ref int id, long rowCount)
    {
        switch (filter)
        {
            case AndFilter and:
                AddItems(rows, "FILTER_AND", and.Items, parent, ref id, rowCount);
                break;
            case OrFilter or:
                AddItems(rows, "FILTER_OR", or.Items, parent, ref id, rowCount);
                break;
            case ConstantFilter:
                Add(rows, $"FILTER_MATCH_ENTIRE_SEGMENT(docs:{rowCount})", parent, ref id);
                break;
            case NullFilter test:
                Add(rows, $"FILTER_BITMAP(predicate:{string.Join(",", ColumnNames(test.Operand))} IS {(test.WantsNull ? "" : "NOT ")}NULL)", parent, ref id);
                break;
            case PredicateFilter predicate:
                Add(rows, $"{(predicate.Operand is BoundColumn ? "FILTER_FULL_SCAN" : "FILTER_EXPRESSION")}(predicate:{(predicate.IsNegated ? "NOT " : "")}{string.Join(",", ColumnNames(predicate.Operand))} {predicate.Predicate})", parent, ref id);
                break;
            default:
                break;
        }
    }

    private static void AddItems(List<object?[]> rows, string name, IReadOnlyList<BoundFilter> items, int parent, ref int id, long rowCount)
    {
        int self = id;
        Add(rows, name, parent, ref id);
        foreach (BoundFilter item in items)
        {
            AddFilter(rows, item, self, ref id, rowCount);
        }
    }

    private static void Add(List<object?[]> rows, string name, int parent, ref int id) => rows.Add([name, (long)id++, (long)parent]);

    private static QueryResult Result(List<object?[]> rows) => new() { Columns = Columns, Rows = rows, Statistics = new QueryStatistics() };
}

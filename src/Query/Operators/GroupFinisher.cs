using Query.Binding;
using Query.Results;
using Query.Scanning;
using Query.Vectors;
using Segments.Columns;

namespace Query.Operators;

/// <summary>From merged groups to rows of the answer: HAVING, ORDER BY, LIMIT, select list.</summary>
internal static class GroupFinisher
{
    public static object?[][] Finish(BoundQuery query, AggregateSink groups, ExecutionContext context, long now)
    {
        GroupScope scope = new(groups, new VectorContext(now, context.Options.NullHandling));
        ExpressionEvaluator evaluator = new(scope);
        int capacity = (int)Math.Min((long)query.Limit + query.Offset, groups.GroupCount);
        int groupCount = groups.GroupCount;
        int limit = context.Options.GroupLimit ?? context.Limits.MaxGroups;
        if (query.Keys.Count > 0 && query.Aggregates.Count > 0 && groupCount >= limit)
        {
            context.GroupLimitReached = true;
            groupCount = limit;
        }

        int[] wanted = query.Order.Count == 0 && query.Having is null
            ? [.. Enumerable.Range(0, Math.Min(capacity, groupCount))]
            : Choose(query, scope, evaluator, groupCount, capacity, context);
        return Read(query, scope, evaluator, wanted.AsSpan(Math.Min(query.Offset, wanted.Length)));
    }

    private static int[] Choose(BoundQuery query, GroupScope scope, ExpressionEvaluator evaluator, int groupCount, int capacity, ExecutionContext context)
    {
        TopRows top = new(new SortKeys(query.Order, evaluator), capacity);
        ExpressionNode? having = query.Having is null ? null : evaluator.Compile(query.Having);
        int[] ids = new int[ColumnReader.BlockRows];
        for (int first = 0; first < groupCount; first += ids.Length)
        {
            context.Check();
            int count = Math.Min(ids.Length, groupCount - first);
            for (int i = 0; i < count; i++)
            {
                ids[i] = first + i;
            }

            scope.Select(ids.AsSpan(0, count));
            Vector? passes = having?.Values();
            top.Keys.Load();
            for (int i = 0; i < count; i++)
            {
                if (passes is null || (!passes.IsNull(i) && passes.Longs[i & passes.IndexMask] != 0))
                {
                    top.Offer(i, first + i);
                }
            }
        }

        return [.. top.Sorted().Select(reference => (int)reference)];
    }

    private static object?[][] Read(BoundQuery query, GroupScope scope, ExpressionEvaluator evaluator, ReadOnlySpan<int> groups)
    {
        ExpressionNode[] items = [.. query.Items.Select(item => evaluator.Compile(item.Expression))];
        object?[][] rows = new object?[groups.Length][];
        for (int first = 0; first < rows.Length; first += ColumnReader.BlockRows)
        {
            int count = Math.Min(ColumnReader.BlockRows, rows.Length - first);
            scope.Select(groups.Slice(first, count));
            for (int i = 0; i < count; i++)
            {
                rows[first + i] = new object?[items.Length];
            }

            for (int column = 0; column < items.Length; column++)
            {
                Vector values = items[column].Values();
                for (int i = 0; i < count; i++)
                {
                    rows[first + i][column] = ResultValues.Read(values, i, query.Items[column].Expression.Type);
                }
            }
        }

        return rows;
    }
}

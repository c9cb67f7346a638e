using Query.Binding;
using Query.Results;
using Query.Scanning;
using Query.Vectors;
using Segments.Columns;
using Segments.Tables;

namespace Query.Operators;

/// <summary>Reads the select list for rows found earlier.</summary>
internal static class RowFetcher
{
    /// <param name="query">Its items.</param>
    /// <param name="snapshot">Where the rows are.</param>
    /// <param name="references">Segment in the upper half, row in the lower; in answer order.</param>
    /// <param name="context">Checked once per block.</param>
    /// <param name="now">Instant of the query.</param>
    public static object?[][] Fetch(BoundQuery query, TableSnapshot snapshot, long[] references, ExecutionContext context, long now)
    {
        BlockScope scope = new(snapshot.Schema, new VectorContext(now, context.Options.NullHandling), context.Limits.HostName);
        ExpressionEvaluator evaluator = new(scope);
        ExpressionNode[] items = [.. query.Items.Select(item => evaluator.Compile(item.Expression))];
        object?[][] rows = new object?[references.Length][];
        int[] order = [.. Enumerable.Range(0, references.Length).OrderBy(i => references[i])];
        int[] selected = new int[ColumnReader.BlockRows];
        int segment = -1;
        for (int start = 0; start < order.Length;)
        {
            context.Check();
            long block = references[order[start]] / ColumnReader.BlockRows;
            int count = 0;
            while (start + count < order.Length && references[order[start + count]] / ColumnReader.BlockRows == block)
            {
                selected[count] = (int)(references[order[start + count]] % ColumnReader.BlockRows);
                count++;
            }

            int wanted = (int)(references[order[start]] >> 32);
            if (wanted != segment)
            {
                scope.Open(snapshot.Segments[wanted], wanted);
                segment = wanted;
            }

            scope.Seek((int)((uint)references[order[start]] / ColumnReader.BlockRows));
            scope.Select(selected.AsSpan(0, count));
            for (int i = 0; i < count; i++)
            {
                rows[order[start + i]] = new object?[items.Length];
            }

            for (int column = 0; column < items.Length; column++)
            {
                Vector values = items[column].Values();
                for (int i = 0; i < count; i++)
                {
                    rows[order[start + i]][column] = ResultValues.Read(values, i, query.Items[column].Expression.Type);
                }
            }

            start += count;
        }

        return rows;
    }
}

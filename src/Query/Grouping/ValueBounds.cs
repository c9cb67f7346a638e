using Query.Expressions;
using Segments;
using Segments.Columns;
using Segments.Schema;

namespace Query.Grouping;

/// <summary>Bounds of columns over all segments of a query, where every segment knows them.</summary>
internal sealed class ValueBounds(IReadOnlyList<ISegment> segments)
{
    private readonly Dictionary<int, (long Min, long Max)?> _known = [];

    /// <summary>Bounds of an integer column.</summary>
    public bool TryGet(BoundExpression expression, out long min, out long max)
    {
        (min, max) = (0, 0);
        if (expression is not BoundColumn column || column.Column.Physical != PhysicalType.Long)
        {
            return false;
        }

        (long Min, long Max)? bounds;
        lock (_known)
        {
            if (!_known.TryGetValue(column.Ordinal, out bounds))
            {
                bounds = Find(column.Column);
                _known.Add(column.Ordinal, bounds);
            }
        }

        (min, max) = bounds ?? (0, 0);
        return bounds is not null;
    }

    private (long Min, long Max)? Find(ColumnSchema column)
    {
        (long min, long max) = (long.MaxValue, long.MinValue);
        foreach (ISegment segment in segments)
        {
            if (segment.RowCount == 0)
            {
                continue;
            }

            if (!TryFind(segment, column, ref min, ref max))
            {
                return null;
            }
        }

        return min > max ? null : (min, max);
    }

    private static bool TryFind(ISegment segment, ColumnSchema column, ref long min, ref long max)
    {
        ColumnReader reader = segment.Column(column);
        if (reader.Statistics is { } statistics)
        {
            (min, max) = (Math.Min(min, statistics.Min.Long), Math.Max(max, statistics.Max.Long));
            return true;
        }

        for (int block = 0; block * ColumnReader.BlockRows < segment.RowCount; block++)
        {
            if (!reader.TryBlockRange(block, out long low, out long high))
            {
                return false;
            }

            (min, max) = (Math.Min(min, low), Math.Max(max, high));
        }

        return true;
    }
}

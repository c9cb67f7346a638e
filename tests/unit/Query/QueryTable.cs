using System.Text;
using global::Query;
using Segments;
using Segments.Consuming;
using Segments.Rows;
using Segments.Schema;
using Segments.Sealing;
using Segments.Tables;

namespace UnitTests.Query;

/// <summary>A table of a few rows written in the test, in consuming segments, or sealed ones where a directory is given.</summary>
internal sealed class QueryTable
{
    private readonly List<ISegment> _segments = [];

    public QueryTable(string name, params ColumnSchema[] columns)
    {
        Schema = new TableSchema(name, columns);
    }

    public TableSchema Schema { get; }

    public static ColumnSchema Column(string name, DataType type, bool isMultiValue = false, bool keepsNulls = false) => new()
    {
        Name = name,
        Type = type,
        IsMultiValue = isMultiValue,
        KeepsNulls = keepsNulls,
        Default = type.Physical() switch
        {
            PhysicalType.Long => ColumnValue.Of(0),
            PhysicalType.Double => ColumnValue.Of(0.0),
            _ => ColumnValue.Of("null"),
        },
    };

    /// <summary>Adds a segment: a value per column, null for null, an array for a list.</summary>
    public QueryTable With(IEnumerable<object?[]> rows, string? sealedIn = null)
    {
        ConsumingSegment segment = new(Schema, Schema.Name, 0, _segments.Count, 0, DateTimeOffset.UnixEpoch);
        RowBuffer row = new(Schema);
        foreach (object?[] values in rows)
        {
            row.Clear();
            for (int column = 0; column < values.Length; column++)
            {
                Set(row, column, values[column]);
            }

            segment.Append(row);
        }

        segment.Publish(segment.AppendedRowCount, DateTimeOffset.UnixEpoch);
        _segments.Add(sealedIn is null ? segment.View() : SegmentSealer.Seal(segment, sealedIn, DateTimeOffset.UnixEpoch));
        return this;
    }

    public QueryEngine Engine(QueryLimits? limits = null, TimeProvider? clock = null)
    {
        TableSnapshot snapshot = new(Schema, _segments);
        return new QueryEngine(name => string.Equals(name, Schema.Name, StringComparison.OrdinalIgnoreCase) ? snapshot : null, limits ?? new QueryLimits(), clock ?? TimeProvider.System);
    }

    private static void Set(RowBuffer row, int column, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case int number:
                row.SetLong(column, number);
                break;
            case long number:
                row.SetLong(column, number);
                break;
            case bool truth:
                row.SetLong(column, truth ? 1 : 0);
                break;
            case double number:
                row.SetDouble(column, number);
                break;
            case string text:
                row.SetBytes(column, Encoding.UTF8.GetBytes(text));
                break;
            case Array list:
                row.BeginArray(column);
                foreach (object? entry in list)
                {
                    Set(row, column, entry);
                }

                row.EndArray();
                break;
            default:
                throw new ArgumentException($"no column holds a {value.GetType()}", nameof(value));
        }
    }
}

using System.Text;
using Segments.Consuming;
using Segments.Rows;
using Segments.Schema;

namespace Ingestion;

/// <summary>What a row without a time gets in its table's time column: the column's default if that is a time of our age, else the creation of the segment.</summary>
internal sealed class TimeColumnDefault
{
    private readonly int _column;
    private readonly long _number;
    private readonly byte[]? _text;

    private TimeColumnDefault(int column, long number, byte[]? text) => (_column, _number, _text) = (column, number, text);

    /// <param name="segment">Whose creation counts.</param>
    /// <param name="timeColumn">Name of the time column, if the table has one.</param>
    public static TimeColumnDefault Of(ConsumingSegment segment, string? timeColumn)
    {
        if (timeColumn is null || !segment.Schema.TryFind(timeColumn, out int ordinal))
        {
            return new(-1, 0, null);
        }

        ColumnSchema column = segment.Schema.Columns[ordinal];
        TimeFormat format = TimeFormat.Of(column);
        return format.TryRead(column.Default, out DateTimeOffset time) && TimeFormat.IsOfOurAge(time)
            ? new(-1, 0, null)
            : column.Physical switch
            {
                PhysicalType.Bytes => new(ordinal, 0, Encoding.UTF8.GetBytes(format.Text(segment.CreatedAt))),
                PhysicalType.Double => new(ordinal, BitConverter.DoubleToInt64Bits(format.Number(segment.CreatedAt)), null),
                _ => new(ordinal, format.Number(segment.CreatedAt), null),
            };
    }

    /// <summary>Sets the time column if it is null.</summary>
    public void Fill(RowBuffer row)
    {
        if (_column < 0 || !row.IsNull(_column))
        {
            return;
        }

        if (_text is null)
        {
            row.SetLong(_column, _number);
        }
        else
        {
            row.SetBytes(_column, _text);
        }
    }
}

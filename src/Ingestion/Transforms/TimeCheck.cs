using System.Globalization;
using System.Text;
using Segments.Rows;
using Segments.Schema;

namespace Ingestion.Transforms;

/// <summary>Finds rows whose time cannot be (<c>rowTimeValueCheck</c>).</summary>
internal sealed class TimeCheck
{
    private readonly ColumnSchema _column;
    private readonly TimeFormat _format;

    /// <param name="schema">Of the rows.</param>
    /// <param name="ordinal">Of the table's time column.</param>
    public TimeCheck(TableSchema schema, int ordinal)
    {
        Ordinal = ordinal;
        _column = schema.Columns[ordinal];
        _format = TimeFormat.Of(_column);
    }

    /// <summary>The time column.</summary>
    public int Ordinal { get; }

    /// <summary>What is wrong with the row's time, or null; no time at all is fine.</summary>
    public string? FaultOf(RowBuffer row)
    {
        if (row.IsNull(Ordinal))
        {
            return null;
        }

        ColumnValue value = _column.Physical switch
        {
            PhysicalType.Bytes => ColumnValue.Of(row.Bytes(Ordinal).ToArray()),
            PhysicalType.Double => ColumnValue.Of(row.Double(Ordinal)),
            _ => ColumnValue.Of(row.Long(Ordinal)),
        };
        if (_format.TryRead(value, out DateTimeOffset time) && TimeFormat.IsOfOurAge(time))
        {
            return null;
        }

        string shown = _column.Physical switch
        {
            PhysicalType.Bytes => Encoding.UTF8.GetString(row.Bytes(Ordinal)),
            PhysicalType.Double => row.Double(Ordinal).ToString(CultureInfo.InvariantCulture),
            _ => row.Long(Ordinal).ToString(CultureInfo.InvariantCulture),
        };
        return $"column '{_column.Name}': the time value '{shown}' is not in the valid range 1971-01-01 to 2071-01-01 (rowTimeValueCheck)";
    }
}

using System.Globalization;
using System.Text;
using Ingestion.Records;
using Ingestion.Sources;
using Segments.Rows;
using Segments.Schema;

namespace Ingestion.Transforms;

/// <summary>Finds rows whose time cannot be (<c>rowTimeValueCheck</c>). One thread at a time.</summary>
internal sealed class TimeCheck
{
    private readonly ColumnSchema _column;
    private readonly TimeFormat _format;
    private readonly IRecordExpression? _reader;

    /// <param name="schema">Of the rows.</param>
    /// <param name="ordinal">Of the table's time column.</param>
    /// <param name="expressions">Read times that are written by a pattern of Java letters, as the functions of SQL do.</param>
    /// <exception cref="IngestionException">The column's format cannot be read by.</exception>
    public TimeCheck(TableSchema schema, int ordinal, IRecordExpressions expressions)
    {
        Ordinal = ordinal;
        _column = schema.Columns[ordinal];
        _format = TimeFormat.Of(_column);
        _reader = _format.Pattern is null ? null : Reader(_column, expressions);
    }

    /// <summary>The time column.</summary>
    public int Ordinal { get; }

    /// <summary>What is wrong with the row's time, or null; no time at all is fine.</summary>
    public string? FaultOf(RowBuffer row) => row.IsNull(Ordinal) || IsPossible(row) ? null
        : $"column '{_column.Name}': the time value '{Text(row)}' is not in the valid range 1971-01-01 to 2071-01-01 (rowTimeValueCheck)";

    private static IRecordExpression Reader(ColumnSchema column, IRecordExpressions expressions)
    {
        string format = column.Format!.Replace("'", "''", StringComparison.Ordinal);
        try
        {
            // Whether a format can be used shows when a time is written in it.
            expressions.Compile($"dateTimeConvert(\"{column.Name}\", '1:MILLISECONDS:EPOCH', '{format}', '1:MILLISECONDS')").Evaluate([0L]);
            return expressions.Compile($"dateTimeConvert(\"{column.Name}\", '{format}', '1:MILLISECONDS:EPOCH', '1:MILLISECONDS')");
        }
        catch (RecordExpressionException exception)
        {
            throw new IngestionException($"'ingestionConfig.rowTimeValueCheck' cannot read times of column '{column.Name}' by its format '{column.Format}': {exception.Message}", exception);
        }
    }

    private bool IsPossible(RowBuffer row)
    {
        if (_reader is null)
        {
            return _format.TryRead(Value(row), out DateTimeOffset time) && TimeFormat.IsOfOurAge(time);
        }

        try
        {
            return _reader.Evaluate([Text(row)]) is long millis && KafkaTime.Of(millis) is { } read && TimeFormat.IsOfOurAge(read);
        }
        catch (RecordExpressionException)
        {
            return false;
        }
    }

    private ColumnValue Value(RowBuffer row) => _column.Physical switch
    {
        PhysicalType.Bytes => ColumnValue.Of(row.Bytes(Ordinal).ToArray()),
        PhysicalType.Double => ColumnValue.Of(row.Double(Ordinal)),
        _ => ColumnValue.Of(row.Long(Ordinal)),
    };

    private string Text(RowBuffer row) => _column.Physical switch
    {
        PhysicalType.Bytes => Encoding.UTF8.GetString(row.Bytes(Ordinal)),
        PhysicalType.Double => row.Double(Ordinal).ToString(CultureInfo.InvariantCulture),
        _ => row.Long(Ordinal).ToString(CultureInfo.InvariantCulture),
    };
}

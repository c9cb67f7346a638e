using Query.Results;
using Web.Texts;

namespace Web.Components.ResultViews;

/// <summary>An answer prepared for the grid: which columns are numbers, and how wide each is.</summary>
public sealed class ResultTable
{
    private const int SampledRows = 100;
    private const int MinWidth = 5;
    private const int MaxWidth = 44;

    public ResultTable(QueryResult result)
    {
        Result = result;
        Columns = [.. result.Columns.Select((column, ordinal) => new GridColumn(ordinal, column.Name, column.Type, IsNumber(column.Type), Width(result, ordinal)))];
        Rows = [.. result.Rows.Select((values, index) => new GridRow(index, values))];
    }

    public QueryResult Result { get; }

    public IReadOnlyList<GridColumn> Columns { get; }

    public IReadOnlyList<GridRow> Rows { get; }

    private static bool IsNumber(string type) => type is "INT" or "LONG" or "FLOAT" or "DOUBLE" or "BIG_DECIMAL";

    private static int Width(QueryResult result, int ordinal)
    {
        int longest = Math.Max(result.Columns[ordinal].Name.Length, result.Columns[ordinal].Type.Length);
        foreach (object?[] row in result.Rows.Take(SampledRows))
        {
            longest = Math.Max(longest, CellText.Full(row[ordinal])?.Length ?? 4);
        }

        return Math.Clamp(longest, MinWidth, MaxWidth);
    }
}

/// <summary>A column of the grid.</summary>
/// <param name="Ordinal">Index in a row's values.</param>
/// <param name="Name">As the answer names it.</param>
/// <param name="Type">Pinot's type name.</param>
/// <param name="IsNumber">True if it is set flush right.</param>
/// <param name="Width">In digits.</param>
public sealed record GridColumn(int Ordinal, string Name, string Type, bool IsNumber, int Width);

/// <summary>A row of the grid.</summary>
/// <param name="Index">From 0, in answer order.</param>
/// <param name="Values">A value per column.</param>
public sealed record GridRow(int Index, object?[] Values);

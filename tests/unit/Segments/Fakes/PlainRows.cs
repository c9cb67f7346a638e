using System.Text;
using Segments.Rows;
using Segments.Schema;

namespace UnitTests.Segments.Fakes;

/// <summary>A schema and rows as plain objects: null, long, double, byte[], or an object[] of these for a multi-value cell.</summary>
internal sealed record PlainRows(TableSchema Schema, IReadOnlyList<object?[]> Rows)
{
    /// <summary>Columns of every type, single and multi-value, with and without nulls, over rows of many shapes.</summary>
    public static PlainRows Random(Random random, int rowCount)
    {
        List<ColumnSchema> columns = [];
        foreach (DataType type in Enum.GetValues<DataType>())
        {
            foreach (bool isMultiValue in new[] { false, true })
            {
                columns.Add(Column($"c{columns.Count}", type, isMultiValue, keepsNulls: random.Next(2) == 0));
            }
        }

        TableSchema schema = new("rows", [.. columns.OrderBy(_ => random.Next())]);
        Func<int, object?>[] cells = [.. schema.Columns.Select(column => RandomCells.Of(random, column))];
        return new PlainRows(schema, [.. Enumerable.Range(0, rowCount).Select(row => cells.Select(cell => cell(row)).ToArray())]);
    }

    public static ColumnSchema Column(string name, DataType type, bool isMultiValue = false, bool keepsNulls = false) => new()
    {
        Name = name,
        Type = type,
        IsMultiValue = isMultiValue,
        KeepsNulls = keepsNulls,
        Default = type.Physical() switch
        {
            PhysicalType.Long => ColumnValue.Of(type == DataType.Boolean ? 0L : int.MinValue),
            PhysicalType.Double => ColumnValue.Of(double.NegativeInfinity),
            _ => ColumnValue.Of("null"),
        },
    };

    /// <summary>Fills a row buffer with one of the rows.</summary>
    public void Fill(RowBuffer buffer, int row)
    {
        buffer.Clear();
        for (int column = 0; column < Schema.Columns.Count; column++)
        {
            if (Rows[row][column] is object[] entries)
            {
                buffer.BeginArray(column);
                foreach (object entry in entries)
                {
                    Set(buffer, column, entry);
                }

                buffer.EndArray();
            }
            else if (Rows[row][column] is { } value)
            {
                Set(buffer, column, value);
            }
        }
    }

    /// <summary>What a reader must find in a cell: its entries, or the default alone.</summary>
    public object[] Expected(int row, int column) => Rows[row][column] switch
    {
        object[] { Length: > 0 } entries => entries,
        null or object[] => [Unwrap(Schema.Columns[column].Default)],
        object value => [value],
    };

    public bool IsNull(int row, int column) => Rows[row][column] is null or object[] { Length: 0 };

    public static object Unwrap(ColumnValue value) => value.Physical switch
    {
        PhysicalType.Long => value.Long,
        PhysicalType.Double => value.Double,
        _ => value.Bytes.ToArray(),
    };

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static void Set(RowBuffer buffer, int column, object value)
    {
        switch (value)
        {
            case long number:
                buffer.SetLong(column, number);
                break;
            case double number:
                buffer.SetDouble(column, number);
                break;
            default:
                buffer.SetBytes(column, (byte[])value);
                break;
        }
    }
}

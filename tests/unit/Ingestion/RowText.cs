using System.Globalization;
using System.Text;
using Segments.Rows;
using Segments.Schema;

namespace UnitTests.Ingestion;

/// <summary>Rows as text, to compare them.</summary>
internal static class RowText
{
    public static string Of(RowBuffer row) => string.Join('|', row.Schema.Columns.Select((_, ordinal) => Of(row, ordinal)));

    public static string Of(RowBuffer row, string column)
    {
        Assert.True(row.Schema.TryFind(column, out int ordinal));
        return Of(row, ordinal);
    }

    private static string Of(RowBuffer row, int ordinal)
    {
        ColumnSchema column = row.Schema.Columns[ordinal];
        if (row.IsNull(ordinal))
        {
            return "null";
        }

        if (!column.IsMultiValue)
        {
            return Value(column, row.Long(ordinal), column.Physical == PhysicalType.Bytes ? row.Bytes(ordinal) : default);
        }

        List<string> entries = [];
        foreach (long entry in row.Entries(ordinal))
        {
            entries.Add(Value(column, entry, column.Physical == PhysicalType.Bytes ? row.EntryBytes(entry) : default));
        }

        return $"[{string.Join(',', entries)}]";
    }

    private static string Value(ColumnSchema column, long bits, ReadOnlySpan<byte> bytes) => (column.Physical, column.Type) switch
    {
        (PhysicalType.Long, _) => bits.ToString(CultureInfo.InvariantCulture),
        (PhysicalType.Double, _) => $"{BitConverter.Int64BitsToDouble(bits).ToString("R", CultureInfo.InvariantCulture)}",
        (_, DataType.Bytes) => Convert.ToHexStringLower(bytes),
        _ => $"'{Encoding.UTF8.GetString(bytes)}'",
    };
}

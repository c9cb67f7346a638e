using Segments.Rows;
using Segments.Schema;

namespace Segments.Keys;

/// <summary>Cells of rows that are not stored yet, as they will be stored.</summary>
internal static class Cells
{
    /// <summary>A number of a single-value column, or its default: an integer, or the bits of a double, at the stored width.</summary>
    public static long Bits(RowBuffer row, int ordinal, ColumnSchema column) =>
        row.IsNull(ordinal) ? DefaultBits(column) : Stored(row.Long(ordinal), column);

    /// <summary>Text or bytes of a single-value column, or its default.</summary>
    public static ReadOnlySpan<byte> Bytes(RowBuffer row, int ordinal, ColumnSchema column) =>
        row.IsNull(ordinal) ? column.Default.Bytes.Span : row.Bytes(ordinal);

    /// <summary>The default of a column of numbers, as <see cref="Bits"/> gives it.</summary>
    public static long DefaultBits(ColumnSchema column) =>
        column.Physical == PhysicalType.Double ? Stored(BitConverter.DoubleToInt64Bits(column.Default.Double), column) : column.Default.Long;

    /// <summary>A number after it went through its column.</summary>
    public static long Stored(long bits, ColumnSchema column) => (column.Physical, column.Type.Traits().StoredBytes) switch
    {
        (PhysicalType.Double, sizeof(float)) => BitConverter.DoubleToInt64Bits((float)BitConverter.Int64BitsToDouble(bits)),
        (PhysicalType.Long, sizeof(byte)) => (byte)bits,
        (PhysicalType.Long, sizeof(int)) => (int)bits,
        _ => bits,
    };
}

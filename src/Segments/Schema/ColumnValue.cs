using System.Text;

namespace Segments.Schema;

/// <summary>One value in physical form, outside a column: defaults, bounds, literals.</summary>
/// <param name="Physical">Which of the other members counts.</param>
/// <param name="Long">The value of a <see cref="PhysicalType.Long"/>.</param>
/// <param name="Double">The value of a <see cref="PhysicalType.Double"/>.</param>
/// <param name="Bytes">The value of a <see cref="PhysicalType.Bytes"/>; empty otherwise.</param>
public readonly record struct ColumnValue(PhysicalType Physical, long Long, double Double, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>An integer, boolean (1 or 0) or timestamp (epoch milliseconds).</summary>
    public static ColumnValue Of(long value) => new(PhysicalType.Long, value, 0, default);

    /// <summary>A floating-point number.</summary>
    public static ColumnValue Of(double value) => new(PhysicalType.Double, 0, value, default);

    /// <summary>Bytes as they are.</summary>
    public static ColumnValue Of(ReadOnlyMemory<byte> value) => new(PhysicalType.Bytes, 0, 0, value);

    /// <summary>Text as UTF-8.</summary>
    public static ColumnValue Of(string value) => Of(Encoding.UTF8.GetBytes(value));
}

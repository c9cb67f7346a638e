using System.Diagnostics;

namespace Segments.Schema;

/// <summary>Everything that follows from a column type alone.</summary>
/// <param name="Name">Pinot's name, as in schemas and result headers.</param>
/// <param name="Physical">How values travel.</param>
/// <param name="StoredBytes">Bytes of one value in a plain column; null if values vary in length.</param>
public sealed record DataTypeTraits(string Name, PhysicalType Physical, int? StoredBytes);

/// <summary>The one switch over <see cref="DataType"/>: a new type is one line here.</summary>
public static class DataTypes
{
    private static readonly DataTypeTraits[] All = [.. Enum.GetValues<DataType>().Select(Describe)];

    /// <summary>Traits of a type.</summary>
    public static DataTypeTraits Traits(this DataType type) => All[(int)type];

    /// <summary>Pinot's name of a type, such as <c>BIG_DECIMAL</c>.</summary>
    public static string PinotName(this DataType type) => All[(int)type].Name;

    /// <summary>How values of a type travel.</summary>
    public static PhysicalType Physical(this DataType type) => All[(int)type].Physical;

    /// <summary>Finds a type by Pinot's upper-case name.</summary>
    public static bool TryParse(string name, out DataType type)
    {
        int index = Array.FindIndex(All, traits => string.Equals(traits.Name, name, StringComparison.Ordinal));
        type = (DataType)Math.Max(index, 0);
        return index >= 0;
    }

    private static DataTypeTraits Describe(DataType type) => type switch
    {
        DataType.Int => new("INT", PhysicalType.Long, sizeof(int)),
        DataType.Long => new("LONG", PhysicalType.Long, sizeof(long)),
        DataType.Float => new("FLOAT", PhysicalType.Double, sizeof(float)),
        DataType.Double => new("DOUBLE", PhysicalType.Double, sizeof(double)),
        DataType.BigDecimal => new("BIG_DECIMAL", PhysicalType.Bytes, null),
        DataType.Boolean => new("BOOLEAN", PhysicalType.Long, sizeof(byte)),
        DataType.Timestamp => new("TIMESTAMP", PhysicalType.Long, sizeof(long)),
        DataType.String => new("STRING", PhysicalType.Bytes, null),
        DataType.Json => new("JSON", PhysicalType.Bytes, null),
        DataType.Bytes => new("BYTES", PhysicalType.Bytes, null),
        _ => throw new UnreachableException($"no traits for {type}"),
    };
}

using Segments.Schema;

namespace Query.Vectors;

/// <summary>Type of an expression: a column type, a list of it, a map, or unknown (the NULL literal).</summary>
/// <param name="Type">Type of one value.</param>
/// <param name="IsArray">True if a row holds a list of values.</param>
/// <param name="IsUnknown">True for NULL, which has no type; <paramref name="Type"/> is then STRING and no value exists.</param>
internal readonly record struct SqlType(DataType Type, bool IsArray = false, bool IsUnknown = false)
{
    public static readonly SqlType Int = new(DataType.Int);
    public static readonly SqlType Long = new(DataType.Long);
    public static readonly SqlType Float = new(DataType.Float);
    public static readonly SqlType Double = new(DataType.Double);
    public static readonly SqlType BigDecimal = new(DataType.BigDecimal);
    public static readonly SqlType Boolean = new(DataType.Boolean);
    public static readonly SqlType Timestamp = new(DataType.Timestamp);
    public static readonly SqlType Text = new(DataType.String);
    public static readonly SqlType Json = new(DataType.Json);
    public static readonly SqlType Bytes = new(DataType.Bytes);
    public static readonly SqlType Unknown = new(DataType.String, IsUnknown: true);

    /// <summary>How the values travel.</summary>
    public PhysicalType Physical => Type.Physical();

    /// <summary>True for one INT, LONG, FLOAT, DOUBLE or BIG_DECIMAL.</summary>
    public bool IsNumeric => !IsArray && !IsUnknown
        && Type is DataType.Int or DataType.Long or DataType.Float or DataType.Double or DataType.BigDecimal;

    /// <summary>Type of the entries.</summary>
    public SqlType Element => this with { IsArray = false };

    /// <summary>A list of this type.</summary>
    public SqlType ToArray() => this with { IsArray = true };

    /// <summary>Pinot's name in result headers, such as <c>LONG</c> or <c>STRING_ARRAY</c>.</summary>
    public string PinotName => IsUnknown ? "UNKNOWN" : IsArray ? Type.PinotName() + "_ARRAY" : Type.PinotName();
}

namespace Segments.Schema;

/// <summary>The column types of a Pinot schema.</summary>
public enum DataType
{
    /// <summary>32-bit integer.</summary>
    Int,

    /// <summary>64-bit integer.</summary>
    Long,

    /// <summary>32-bit floating point.</summary>
    Float,

    /// <summary>64-bit floating point.</summary>
    Double,

    /// <summary>Decimal of any precision, stored as its plain text.</summary>
    BigDecimal,

    /// <summary>True or false, stored as 1 or 0.</summary>
    Boolean,

    /// <summary>Milliseconds since 1970-01-01T00:00:00Z.</summary>
    Timestamp,

    /// <summary>UTF-8 text.</summary>
    String,

    /// <summary>JSON text.</summary>
    Json,

    /// <summary>Bytes as they are.</summary>
    Bytes,
}

/// <summary>How values of a type travel through columns, rows and operators.</summary>
public enum PhysicalType
{
    /// <summary>64-bit integers: INT, LONG, BOOLEAN, TIMESTAMP.</summary>
    Long,

    /// <summary>64-bit floating point: FLOAT (widened), DOUBLE.</summary>
    Double,

    /// <summary>Bytes of any length: STRING, JSON, BYTES, BIG_DECIMAL.</summary>
    Bytes,
}

/// <summary>The role of a column in a Pinot schema.</summary>
public enum FieldRole
{
    /// <summary>Listed under <c>dimensionFieldSpecs</c>.</summary>
    Dimension,

    /// <summary>Listed under <c>metricFieldSpecs</c>.</summary>
    Metric,

    /// <summary>Listed under <c>dateTimeFieldSpecs</c>.</summary>
    DateTime,
}

namespace Ingestion.Avro;

/// <summary>The shapes of Avro's binary encoding.</summary>
internal enum AvroKind
{
    Null,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Text,
    Bytes,
    Fixed,
    Enum,
    Array,
    Map,
    Union,
    Record,
}

/// <summary>What a value means beyond its encoding; only those that Pinot applies.</summary>
internal enum AvroLogical
{
    None,
    Decimal,
    BigDecimal,
    Date,
    TimeMillis,
    TimeMicros,
    TimestampMillis,
    TimestampMicros,
    Uuid,
}

/// <summary>A field of a record, in writing order.</summary>
/// <param name="Name">Name in the writer's schema.</param>
/// <param name="Type">Type in the writer's schema.</param>
internal sealed record AvroField(string Name, AvroType Type);

/// <summary>A type of a writer's schema, made for reading: what the kind does not need is empty.</summary>
internal sealed class AvroType(AvroKind kind)
{
    public AvroKind Kind { get; } = kind;

    public AvroLogical Logical { get; init; }

    /// <summary>Digits behind the point of a decimal.</summary>
    public int Scale { get; init; }

    /// <summary>Bytes of a fixed.</summary>
    public int Size { get; init; }

    /// <summary>Symbols of an enum.</summary>
    public string[] Symbols { get; init; } = [];

    /// <summary>Branches of a union; the one type of the items or values of an array or map.</summary>
    public AvroType[] Parts { get; set; } = [];

    /// <summary>Fields of a record.</summary>
    public AvroField[] Fields { get; set; } = [];

    /// <summary>Bytes that a value takes at least; types that contain themselves count 0 where they meet themselves.</summary>
    public int MinimumBytes { get; set; }
}

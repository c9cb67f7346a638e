namespace Segments.Schema;

/// <summary>What happens to a text that is longer than its column allows (Pinot's <c>maxLengthExceedStrategy</c>).</summary>
public enum LengthStrategy
{
    /// <summary>The text is cut at the limit.</summary>
    Trim,

    /// <summary>The row is rejected.</summary>
    Error,

    /// <summary>The column's default takes its place.</summary>
    SubstituteDefault,

    /// <summary>The text is kept whole.</summary>
    Keep,
}

/// <summary>One column of a table.</summary>
public sealed record ColumnSchema
{
    /// <summary>Name as the schema spells it.</summary>
    public required string Name { get; init; }

    /// <summary>Type of one value.</summary>
    public required DataType Type { get; init; }

    /// <summary>Role in the Pinot schema.</summary>
    public FieldRole Role { get; init; }

    /// <summary>True if a row holds a list of values.</summary>
    public bool IsMultiValue { get; init; }

    /// <summary>Stored where a message has no value or null: the schema's <c>defaultNullValue</c> or Pinot's default of the type.</summary>
    public required ColumnValue Default { get; init; }

    /// <summary>True if nulls are remembered beside the stored default (Pinot's null vectors).</summary>
    public bool KeepsNulls { get; init; }

    /// <summary>Longest text in UTF-16 units, or bytes of a BYTES column.</summary>
    public int MaxLength { get; init; } = 512;

    /// <summary>What happens to longer text.</summary>
    public LengthStrategy LongText { get; init; }

    /// <summary>Date-time format such as <c>1:MILLISECONDS:EPOCH</c>; null for other roles.</summary>
    public string? Format { get; init; }

    /// <summary>Date-time granularity such as <c>1:MILLISECONDS</c>; null for other roles.</summary>
    public string? Granularity { get; init; }

    /// <summary>Expression that fills the column where a message has no value for it (the schema's <c>transformFunction</c>); null if there is none.</summary>
    public string? Transform { get; init; }

    /// <summary>How values of this column travel.</summary>
    public PhysicalType Physical => Type.Physical();
}

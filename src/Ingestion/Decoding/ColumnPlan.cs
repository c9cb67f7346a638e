using Segments.Schema;

namespace Ingestion.Decoding;

/// <summary>Which values of a column have a fast path.</summary>
internal enum PlainKind
{
    /// <summary>None: always read strictly.</summary>
    None,
    Int,
    Long,
    Double,
    Float,
    Timestamp,
    Boolean,
    Text,
    TextList,
}

/// <summary>What the fast path needs to know of a column.</summary>
/// <param name="Kind">Which values it takes.</param>
/// <param name="MaxLength">Bytes of text that surely fit the column.</param>
internal readonly record struct ColumnPlan(PlainKind Kind, int MaxLength)
{
    public static ColumnPlan Of(ColumnSchema column) => new(KindOf(column), column.MaxLength);

    private static PlainKind KindOf(ColumnSchema column) => (column.Type, column.IsMultiValue) switch
    {
        (DataType.String, true) => PlainKind.TextList,
        (_, true) => PlainKind.None,
        (DataType.Int, _) => PlainKind.Int,
        (DataType.Long, _) => PlainKind.Long,
        (DataType.Double, _) => PlainKind.Double,
        (DataType.Float, _) => PlainKind.Float,
        (DataType.Timestamp, _) => PlainKind.Timestamp,
        (DataType.Boolean, _) => PlainKind.Boolean,
        (DataType.String, _) => PlainKind.Text,
        _ => PlainKind.None,
    };
}

using System.Text;
using Segments.Schema;

namespace Ingestion.Avro;

/// <summary>How the value of a field gets into its column.</summary>
internal enum AvroMove
{
    /// <summary>Nobody wants it.</summary>
    Skip,

    /// <summary>As an object, through the conversion that all formats share.</summary>
    Convert,
    Int,
    Long,

    /// <summary>The low 32 bits.</summary>
    LongToInt,
    IntToDouble,
    LongToDouble,
    Float,
    Double,
    DoubleToFloat,
    Boolean,
    Text,
    Symbol,
    Bytes,
}

/// <summary>A field of a message on its way into a row.</summary>
/// <param name="Move">How it gets there.</param>
/// <param name="Column">Ordinal of its column; -1 for none.</param>
/// <param name="Type">Its type, without null.</param>
/// <param name="NullBranch">Number of the null branch if the field may be null; -1 if not.</param>
/// <param name="MaxLength">Bytes of text that surely fit the column.</param>
/// <param name="Symbols">Symbols of an enum as UTF-8.</param>
/// <param name="Name">Name of the field.</param>
internal sealed record AvroStep(AvroMove Move, int Column, AvroType Type, int NullBranch, int MaxLength, byte[][] Symbols, string Name)
{
    public static AvroStep Of(AvroField field, TableSchema schema)
    {
        if (!schema.TryFind(field.Name, out int ordinal))
        {
            return new AvroStep(AvroMove.Skip, -1, field.Type, -1, 0, [], field.Name);
        }

        ColumnSchema column = schema.Columns[ordinal];
        (AvroType type, int nullBranch) = field.Type.Parts switch
        {
            [{ Kind: AvroKind.Null }, var value] when field.Type.Kind == AvroKind.Union => (value, 0),
            [var value, { Kind: AvroKind.Null }] when field.Type.Kind == AvroKind.Union => (value, 1),
            _ => (field.Type, -1),
        };
        byte[][] symbols = [.. type.Symbols.Select(Encoding.UTF8.GetBytes)];
        AvroMove move = column.IsMultiValue || symbols.Any(symbol => symbol.Length > column.MaxLength) ? AvroMove.Convert : MoveOf(type, column.Type);
        return new AvroStep(move, ordinal, type, nullBranch, column.MaxLength, symbols, field.Name);
    }

    private static AvroMove MoveOf(AvroType type, DataType column) => (type.Kind, type.Logical, column) switch
    {
        (AvroKind.Int, AvroLogical.None, DataType.Int or DataType.Long) => AvroMove.Int,
        (AvroKind.Int, AvroLogical.None, DataType.Double) => AvroMove.IntToDouble,
        (AvroKind.Long, AvroLogical.None, DataType.Int) => AvroMove.LongToInt,
        (AvroKind.Long, AvroLogical.None or AvroLogical.TimestampMillis, DataType.Long or DataType.Timestamp) => AvroMove.Long,
        (AvroKind.Long, AvroLogical.None, DataType.Double) => AvroMove.LongToDouble,
        (AvroKind.Float, _, DataType.Float or DataType.Double) => AvroMove.Float,
        (AvroKind.Double, _, DataType.Double) => AvroMove.Double,
        (AvroKind.Double, _, DataType.Float) => AvroMove.DoubleToFloat,
        (AvroKind.Boolean, _, DataType.Boolean) => AvroMove.Boolean,
        (AvroKind.Text, _, DataType.String) => AvroMove.Text,
        (AvroKind.Enum, _, DataType.String) => AvroMove.Symbol,
        (AvroKind.Bytes or AvroKind.Fixed, AvroLogical.None, DataType.Bytes) => AvroMove.Bytes,
        _ => AvroMove.Convert,
    };
}

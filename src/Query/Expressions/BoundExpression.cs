using System.Diagnostics;
using System.Text;
using Query.Vectors;
using Segments.Columns;
using Segments.Schema;

namespace Query.Expressions;

/// <summary>An expression whose names are resolved and whose type is known. Equal expressions are equal records.</summary>
/// <param name="Type">Type of its values.</param>
internal abstract record BoundExpression(SqlType Type)
{
    /// <summary>True if the same value holds for every row.</summary>
    public virtual bool IsLiteral => false;
}

/// <summary>A column of the table.</summary>
internal sealed record BoundColumn(ColumnSchema Column, int Ordinal) : BoundExpression(new SqlType(Column.Type, Column.IsMultiValue))
{
    public bool Equals(BoundColumn? other) => other is not null && other.Ordinal == Ordinal;

    public override int GetHashCode() => Ordinal;
}

/// <summary>The virtual columns that can be asked for by name.</summary>
internal enum VirtualColumnKind
{
    DocId,
    HostName,
    SegmentName,
    PartitionId,
    CreationTime,
    StartTime,
    EndTime,
    TotalDocs,
    Crc,
}

/// <summary>A value that the segment knows about itself or the row.</summary>
internal sealed record BoundVirtualColumn(VirtualColumnKind Kind, SqlType Type) : BoundExpression(Type);

/// <summary>A value written in the text, or folded from such values.</summary>
/// <param name="Type">Type of the value.</param>
/// <param name="Value">A constant vector of one row.</param>
/// <param name="Arena">Keeps the texts of the vector alive; null if it has none.</param>
internal sealed record BoundLiteral(SqlType Type, Vector Value, ByteArena? Arena) : BoundExpression(Type)
{
    public override bool IsLiteral => true;

    public bool IsNull => Value.IsNull(0);

    /// <summary>The integer, boolean or timestamp.</summary>
    public long Long => Value.Longs[0];

    /// <summary>The number, whichever form it has.</summary>
    public double Double => Value.NumberAt(0);

    /// <summary>The text.</summary>
    public string Text => Encoding.UTF8.GetString(Value.Texts[0].Span);

    public static BoundLiteral Null()
    {
        Vector value = new();
        value.StartConstant(PhysicalType.Bytes, 1);
        value.Texts[0] = default;
        value.SetNull(0);
        return new BoundLiteral(SqlType.Unknown, value, null);
    }

    public static BoundLiteral Of(SqlType type, long number)
    {
        Debug.Assert(type.Physical == PhysicalType.Long, "type and value disagree");
        Vector value = new();
        value.StartConstant(PhysicalType.Long, 1);
        value.Longs[0] = number;
        return new BoundLiteral(type, value, null);
    }

    public static BoundLiteral Of(SqlType type, double number)
    {
        Debug.Assert(type.Physical == PhysicalType.Double, "type and value disagree");
        Vector value = new();
        value.StartConstant(PhysicalType.Double, 1);
        value.Doubles[0] = number;
        return new BoundLiteral(type, value, null);
    }

    public static BoundLiteral Of(SqlType type, ReadOnlySpan<byte> bytes)
    {
        Debug.Assert(type.Physical == PhysicalType.Bytes, "type and value disagree");
        Vector value = new();
        ByteArena arena = new();
        value.StartConstant(PhysicalType.Bytes, 1);
        value.Texts[0] = arena.Add(bytes);
        return new BoundLiteral(type, value, arena);
    }

    public static BoundLiteral Of(string text) => Of(SqlType.Text, Encoding.UTF8.GetBytes(text));

    public bool Equals(BoundLiteral? other) => other is not null && other.Type == Type && string.Equals(Key(), other.Key(), StringComparison.Ordinal);

    public override int GetHashCode() => HashCode.Combine(Type, Key());

    private string Key()
    {
        if (IsNull)
        {
            return "null";
        }

        StringBuilder key = new();
        for (int i = 0; i < Value.ValueCount; i++)
        {
            key.Append(Value.Form switch
            {
                PhysicalType.Long => Value.Longs[i].ToString(System.Globalization.CultureInfo.InvariantCulture),
                PhysicalType.Double => BitConverter.DoubleToInt64Bits(Value.Doubles[i]).ToString(System.Globalization.CultureInfo.InvariantCulture),
                _ => Convert.ToHexString(Value.Texts[i].Span),
            }).Append(';');
        }

        return key.ToString();
    }
}

/// <summary>A scalar function applied to arguments, row by row.</summary>
internal sealed record BoundCall(ScalarFunction Function, IReadOnlyList<BoundExpression> Arguments) : BoundExpression(Function.Type)
{
    public bool Equals(BoundCall? other) =>
        other is not null && string.Equals(other.Function.Name, Function.Name, StringComparison.Ordinal) && other.Type == Type && other.Arguments.SequenceEqual(Arguments);

    public override int GetHashCode() => HashCode.Combine(Function.Name, Arguments.Count, Arguments.Count > 0 ? Arguments[0] : null);
}

/// <summary>An argument whose value is known only when a record is there.</summary>
internal sealed record BoundArgument(SqlType Type) : BoundExpression(Type);

/// <summary>A group key, in expressions computed once per group.</summary>
internal sealed record BoundGroupKey(int Index, SqlType Type) : BoundExpression(Type);

/// <summary>The result of an aggregate, in expressions computed once per group.</summary>
internal sealed record BoundAggregateResult(int Index, SqlType Type) : BoundExpression(Type);

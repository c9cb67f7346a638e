using System.Globalization;
using Query.Expressions;
using Query.Sql;
using Query.Values;
using Query.Vectors;
using Segments.Columns;
using Segments.Schema;

namespace Query.Binding;

/// <summary>Values written in the text, as bound literals, and back as text.</summary>
internal static class Literals
{
    public static BoundLiteral Bind(LiteralExpression literal) => literal.Kind switch
    {
        LiteralKind.Null => BoundLiteral.Null(),
        LiteralKind.Boolean => BoundLiteral.Of(SqlType.Boolean, literal.Boolean ? 1 : 0),
        LiteralKind.Integer => literal.Integer is >= int.MinValue and <= int.MaxValue
            ? BoundLiteral.Of(SqlType.Int, literal.Integer)
            : BoundLiteral.Of(SqlType.Long, literal.Integer),
        // Adding zero makes -0.0 zero, as Pinot's literals are.
        LiteralKind.Decimal => BoundLiteral.Of(SqlType.Double, literal.Number + 0.0),
        LiteralKind.Bytes => BoundLiteral.Of(SqlType.Bytes, Convert.FromHexString(literal.Text)),
        _ => BoundLiteral.Of(literal.Text),
    };

    /// <summary>Computes a call whose arguments are all literals.</summary>
    public static BoundLiteral Fold(ScalarFunction function, IReadOnlyList<BoundExpression> arguments, long now)
    {
        VectorContext context = new(now, nullHandling: true);
        Vector[] vectors = [.. arguments.Select(argument => ((BoundLiteral)argument).Value)];
        if (function.Nulls == NullRule.Propagate && Array.Exists(vectors, vector => vector.IsNull(0)))
        {
            return BoundLiteral.Null();
        }

        Vector row = new();
        if (function.Type.IsArray)
        {
            row.StartLists(function.Type.Physical, 1);
        }
        else
        {
            row.Start(function.Type.Physical, 1);
        }

        function.Evaluate(vectors, row, context);
        if (row.IsNull(0))
        {
            return BoundLiteral.Null();
        }

        return OfRow(function.Type, row);
    }

    /// <summary>The value as text, as it is compared with texts and shown in names.</summary>
    public static string Text(BoundLiteral literal)
    {
        if (literal.IsNull)
        {
            return "null";
        }

        return literal.Type.IsArray
            ? "[" + string.Join(", ", Enumerable.Range(0, literal.Value.ValueCount).Select(place => Quoted(literal, place))) + "]"
            : Text(literal.Type.Type, literal.Value, 0);
    }

    /// <summary>The value at a place as text.</summary>
    public static string Text(DataType type, Vector value, int place) => type switch
    {
        DataType.Boolean => value.Longs[place] != 0 ? "true" : "false",
        DataType.Timestamp => Values.Times.SqlTimestamp.Format(value.Longs[place]),
        DataType.Int or DataType.Long => value.Longs[place].ToString(CultureInfo.InvariantCulture),
        DataType.Float => JavaNumbers.Text((float)value.Doubles[place]),
        DataType.Double => JavaNumbers.Text(value.Doubles[place]),
        DataType.Bytes => Convert.ToHexStringLower(value.Texts[place].Span),
        _ => System.Text.Encoding.UTF8.GetString(value.Texts[place].Span),
    };

    /// <summary>A literal of the first row of a vector.</summary>
    private static BoundLiteral OfRow(SqlType type, Vector row)
    {
        Vector value = new();
        ByteArena arena = new();
        int count = row.ValueCount;
        if (type.IsArray)
        {
            value.StartConstantList(type.Physical, 1, count);
        }
        else
        {
            value.StartConstant(type.Physical, 1);
        }

        for (int i = 0; i < count; i++)
        {
            switch (type.Physical)
            {
                case PhysicalType.Long:
                    value.Longs[i] = row.Longs[i];
                    break;
                case PhysicalType.Double:
                    value.Doubles[i] = row.Doubles[i];
                    break;
                default:
                    value.Texts[i] = arena.Add(row.Texts[i].Span);
                    break;
            }
        }

        return new BoundLiteral(type, value, arena);
    }

    private static string Quoted(BoundLiteral literal, int place)
    {
        string text = Text(literal.Type.Type, literal.Value, place);
        return literal.Type.Type == DataType.String ? $"'{text}'" : text;
    }
}

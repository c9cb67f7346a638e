using Query.Expressions;
using Query.Values;
using Query.Vectors;
using Segments.Schema;

namespace Query.Functions;

/// <summary>= &lt;&gt; &lt; &lt;= &gt; &gt;= as functions of two values, and IS [NOT] DISTINCT FROM.</summary>
/// <remarks>Whole numbers are compared as such, other numbers as doubles, decimals exactly; texts by UTF-16 unit; a text beside a number is read as one.</remarks>
internal static class ComparisonFunctions
{
    /// <summary>Compares the values of one row; a number that is no number (NaN) is the largest and equal to itself.</summary>
    public delegate int RowComparer(Vector left, Vector right, int row);

    public static void Register(FunctionTable table)
    {
        Register(table, "equals", sign => sign == 0);
        Register(table, "notequals", sign => sign != 0);
        Register(table, "lessthan", sign => sign < 0);
        Register(table, "lessthanorequal", sign => sign <= 0);
        Register(table, "greaterthan", sign => sign > 0);
        Register(table, "greaterthanorequal", sign => sign >= 0);
        table.Add("isdistinctfrom", (arguments, site, position) => ResolveDistinct(arguments, site, position, isDistinct: true));
        table.Add("isnotdistinctfrom", (arguments, site, position) => ResolveDistinct(arguments, site, position, isDistinct: false));
    }

    /// <summary>The type in which two values are compared.</summary>
    public static SqlType CommonType(SqlType left, SqlType right)
    {
        if (left.IsUnknown || right.IsUnknown)
        {
            return left.IsUnknown ? right.Element : left.Element;
        }

        if (left.Type == DataType.BigDecimal || right.Type == DataType.BigDecimal)
        {
            return SqlType.BigDecimal;
        }

        return (left.Physical, right.Physical) switch
        {
            (PhysicalType.Bytes, PhysicalType.Bytes) => left.Type == DataType.Bytes || right.Type == DataType.Bytes ? SqlType.Bytes : SqlType.Text,
            (PhysicalType.Long, PhysicalType.Long) => SqlType.Long,
            (PhysicalType.Bytes, _) => SqlType.Text,
            (PhysicalType.Long, PhysicalType.Bytes) when left.Type is DataType.Boolean or DataType.Timestamp => left.Element,
            _ => SqlType.Double,
        };
    }

    /// <summary>How values of a type are compared.</summary>
    public static RowComparer Comparer(SqlType type) => type switch
    {
        { Type: DataType.BigDecimal } => (left, right, row) => DecimalAt(left, row).CompareTo(DecimalAt(right, row)),
        { Type: DataType.Bytes } => (left, right, row) =>
            left.Texts[row & left.IndexMask].Span.SequenceCompareTo(right.Texts[row & right.IndexMask].Span),
        { Physical: PhysicalType.Long } => (left, right, row) => left.Longs[row & left.IndexMask].CompareTo(right.Longs[row & right.IndexMask]),
        { Physical: PhysicalType.Double } => (left, right, row) => CompareDoubles(left.Doubles[row & left.IndexMask], right.Doubles[row & right.IndexMask]),
        _ => (left, right, row) => Utf8Text.Compare(left.Texts[row & left.IndexMask].Span, right.Texts[row & right.IndexMask].Span),
    };

    private static int CompareDoubles(double left, double right) =>
        left < right ? -1 : left > right ? 1 : left == right ? 0 : -left.CompareTo(right) * (double.IsNaN(left) || double.IsNaN(right) ? 1 : -1);

    private static BigDecimal DecimalAt(Vector vector, int row) => Conversions.ParseDecimal(vector.Texts[row & vector.IndexMask].Span);

    private static void Register(FunctionTable table, string name, Func<int, bool> accepts) => table.Add(name, (arguments, site, position) =>
    {
        if (site == CallSite.Record && arguments.Count == 2)
        {
            return RecordComparisons.Resolve(name, arguments, accepts, position);
        }

        (Signature signature, RowComparer compare) = Prepare(name, arguments, site, position, NullRule.Propagate);
        return signature.Bind(name, SqlType.Boolean, (values, result, _) =>
        {
            for (int row = 0; row < result.Length; row++)
            {
                result.Longs[row] = accepts(compare(values[0], values[1], row)) ? 1 : 0;
            }
        }, arguments, site, position);
    });

    private static ScalarFunction ResolveDistinct(IReadOnlyList<BoundExpression> arguments, CallSite site, int? position, bool isDistinct)
    {
        string name = isDistinct ? "isdistinctfrom" : "isnotdistinctfrom";
        (Signature signature, RowComparer compare) = Prepare(name, arguments, site, position, NullRule.Own);
        return signature.Bind(name, SqlType.Boolean, (values, result, _) =>
        {
            for (int row = 0; row < result.Length; row++)
            {
                bool leftNull = values[0].IsNull(row);
                bool rightNull = values[1].IsNull(row);
                bool differs = leftNull || rightNull ? leftNull != rightNull : compare(values[0], values[1], row) != 0;
                result.Longs[row] = differs == isDistinct ? 1 : 0;
            }
        }, arguments, site, position);
    }

    private static (Signature Signature, RowComparer Compare) Prepare(
        string name, IReadOnlyList<BoundExpression> arguments, CallSite site, int? position, NullRule nulls)
    {
        if (arguments.Count != 2)
        {
            throw Signature.Refuse(site, $"{name} takes 2 arguments, {arguments.Count} given", position);
        }

        SqlType type = CommonType(arguments[0].Type, arguments[1].Type);
        return (new Signature(type, type) { Nulls = nulls }, Comparer(type));
    }
}

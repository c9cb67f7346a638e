using Query.Expressions;
using Query.Values;
using Query.Vectors;
using Segments.Schema;

namespace Query.Functions;

/// <summary>The operators + - * / % and what is like them.</summary>
/// <remarks>
/// Over columns the answer is a DOUBLE, or a BIG_DECIMAL as soon as one operand is; over literals and aggregates
/// whole numbers stay LONG (and wrap), but / and % are always DOUBLE.
/// </remarks>
internal static class ArithmeticFunctions
{
    private static readonly Signature TwoDoubles = new(SqlType.Double, SqlType.Double);
    private static readonly Signature TwoLongs = new(SqlType.Long, SqlType.Long);
    private static readonly Signature TwoDecimals = new(SqlType.BigDecimal, SqlType.BigDecimal);

    private delegate BigDecimal DecimalOperation(BigDecimal left, BigDecimal right);

    public static void Register(FunctionTable table)
    {
        table.Add("plus add", (arguments, site, position) =>
            Choose("plus", ArithmeticKernels.Add, ArithmeticKernels.Add, (left, right) => left + right, arguments, site, position));
        table.Add("minus sub", (arguments, site, position) =>
            Choose("minus", ArithmeticKernels.Subtract, ArithmeticKernels.Subtract, (left, right) => left - right, arguments, site, position));
        table.Add("times mult", (arguments, site, position) =>
            Choose("times", ArithmeticKernels.Multiply, ArithmeticKernels.Multiply, (left, right) => left * right, arguments, site, position));
        table.Add("divide div", Divide);
        table.Add("mod", (arguments, site, position) =>
            TwoDoubles.Bind("mod", SqlType.Double, Doubles(ArithmeticKernels.Remainder), arguments, site, position));
        table.Rows("moduloorzero", SqlType.Double, TwoDoubles, row => row.Return(row.Double(1) == 0 ? 0 : row.Double(0) % row.Double(1)));
        table.Rows("positivemodulo", SqlType.Double, TwoDoubles, row =>
        {
            double rest = row.Double(0) % row.Double(1);
            row.Return(rest < 0 ? rest + Math.Abs(row.Double(1)) : rest);
        });
        table.Rows("intdiv", SqlType.Long, TwoDoubles, row => row.Return(JavaNumbers.ToLong(Math.Floor(row.Double(0) / row.Double(1)))));
        table.Rows("intdivorzero", SqlType.Long, TwoDoubles, row =>
            row.Return(row.Double(1) == 0 ? 0 : JavaNumbers.ToLong(Math.Floor(row.Double(0) / row.Double(1)))));
        table.Add("negate", Negate);
    }

    private static VectorFunction Doubles(ArithmeticKernels.DoubleKernel kernel) => (arguments, result, _) =>
        kernel(
            arguments[0].Doubles.AsSpan(0, arguments[0].ValueCount),
            arguments[1].Doubles.AsSpan(0, arguments[1].ValueCount),
            result.Doubles.AsSpan(0, result.Length));

    private static VectorFunction Longs(ArithmeticKernels.LongKernel kernel) => (arguments, result, context) =>
    {
        for (int row = 0; row < result.Length; row++)
        {
            result.Longs[row] = kernel(arguments[0].Longs[row & arguments[0].IndexMask], arguments[1].Longs[row & arguments[1].IndexMask]);
        }
    };

    private static RowFunction Decimals(DecimalOperation operation) => row => row.Return(operation(row.Decimal(0), row.Decimal(1)).ToString());

    private static ScalarFunction Choose(
        string name,
        ArithmeticKernels.DoubleKernel doubles,
        ArithmeticKernels.LongKernel longs,
        DecimalOperation decimals,
        IReadOnlyList<BoundExpression> arguments,
        CallSite site,
        int? position)
    {
        if (IsDecimal(arguments))
        {
            return BindRows(TwoDecimals, name, SqlType.BigDecimal, Decimals(decimals), arguments, site, position);
        }

        return site is CallSite.Folded or CallSite.PostAggregation && arguments.All(argument => argument.Type is { IsArray: false, IsUnknown: false, Physical: PhysicalType.Long })
            ? TwoLongs.Bind(name, SqlType.Long, Longs(longs), arguments, site, position)
            : TwoDoubles.Bind(name, SqlType.Double, Doubles(doubles), arguments, site, position);
    }

    private static ScalarFunction Divide(IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        if (arguments.Count == 3)
        {
            Signature withDefault = new(SqlType.Double, SqlType.Double, SqlType.Double);
            return BindRows(withDefault, "divide", SqlType.Double, row => row.Return(row.Double(1) == 0 ? row.Double(2) : row.Double(0) / row.Double(1)), arguments, site, position);
        }

        return IsDecimal(arguments)
            ? BindRows(TwoDecimals, "divide", SqlType.BigDecimal, DivideDecimals, arguments, site, position)
            : TwoDoubles.Bind("divide", SqlType.Double, Doubles(ArithmeticKernels.Divide), arguments, site, position);
    }

    // Pinot keeps the scale of the dividend.
    private static void DivideDecimals(RowCall row)
    {
        BigDecimal divisor = row.Decimal(1);
        if (divisor.Sign == 0)
        {
            throw QueryException.Failed("a BIG_DECIMAL cannot be divided by zero");
        }

        BigDecimal dividend = row.Decimal(0);
        row.Return(BigDecimal.Divide(dividend, divisor, dividend.Scale).ToString());
    }

    private static ScalarFunction Negate(IReadOnlyList<BoundExpression> arguments, CallSite site, int? position) =>
        BindRows(new Signature(SqlType.Double), "negate", SqlType.Double, row => row.Return(-row.Double(0)), arguments, site, position);

    private static bool IsDecimal(IReadOnlyList<BoundExpression> arguments) =>
        arguments.Any(argument => argument.Type is { Type: DataType.BigDecimal, IsUnknown: false });

    private static ScalarFunction BindRows(
        Signature signature, string name, SqlType result, RowFunction function, IReadOnlyList<BoundExpression> arguments, CallSite site, int? position) =>
        signature.Bind(name, result, (values, vector, context) => RowCall.Run(function, values, vector, context), arguments, site, position);
}

using Query.Values;
using Query.Vectors;
using Segments.Schema;

namespace Query.Functions;

/// <summary>Functions of numbers that answer DOUBLE, and a few that answer whole numbers.</summary>
internal static class MathFunctions
{
    private static readonly Signature One = new(SqlType.Double);
    private static readonly Signature Two = new(SqlType.Double, SqlType.Double);

    public static void Register(FunctionTable table)
    {
        RegisterKeepingDecimals(table, "abs", Math.Abs, value => value.Abs());
        RegisterKeepingDecimals(table, "ceil ceiling", Math.Ceiling, value => RoundToward(value, 1));
        RegisterKeepingDecimals(table, "floor", Math.Floor, value => RoundToward(value, -1));
        RegisterUnary(table, "sqrt", Math.Sqrt);
        RegisterUnary(table, "exp", Math.Exp);
        RegisterUnary(table, "ln log", Math.Log);
        RegisterUnary(table, "log2", value => Math.Log(value) / Math.Log(2));
        RegisterUnary(table, "log10", Math.Log10);
        RegisterUnary(table, "log1p", value => double.LogP1(value));
        RegisterUnary(table, "cbrt", Math.Cbrt);
        RegisterUnary(table, "exp2", value => Math.Pow(2, value));
        RegisterUnary(table, "exp10", value => Math.Pow(10, value));
        RegisterUnary(table, "sigmoid", value => 1 / (1 + Math.Exp(-value)));
        RegisterUnary(table, "sin", Math.Sin);
        RegisterUnary(table, "cos", Math.Cos);
        RegisterUnary(table, "tan", Math.Tan);
        RegisterUnary(table, "cot", value => 1 / Math.Tan(value));
        RegisterUnary(table, "asin", Math.Asin);
        RegisterUnary(table, "acos", Math.Acos);
        RegisterUnary(table, "atan", Math.Atan);
        RegisterUnary(table, "sinh", Math.Sinh);
        RegisterUnary(table, "cosh", Math.Cosh);
        RegisterUnary(table, "tanh", Math.Tanh);
        RegisterUnary(table, "degrees", value => value * (180 / Math.PI));
        RegisterUnary(table, "radians", value => value / 180 * Math.PI);
        RegisterUnary(table, "sign", value => double.IsNaN(value) ? value : Math.Sign(value));
        table.Rows("atan2", SqlType.Double, Two, row => row.Return(Math.Atan2(row.Double(0), row.Double(1))));
        table.Rows("power pow", SqlType.Double, Two, row => row.Return(Power(row.Double(0), row.Double(1))));
        table.Rows("hypot", SqlType.Double, Two, row => row.Return(double.Hypot(row.Double(0), row.Double(1))));
        RegisterRounding(table);
        RegisterWhole(table);
        RegisterChecks(table);
    }

    private static void RegisterUnary(FunctionTable table, string names, Func<double, double> operation) =>
        table.Vectors(names, SqlType.Double, One, (arguments, result, _) =>
        {
            ReadOnlySpan<double> source = arguments[0].Doubles;
            int mask = arguments[0].IndexMask;
            for (int row = 0; row < result.Length; row++)
            {
                result.Doubles[row] = operation(source[row & mask]);
            }
        });

    // abs, ceil and floor of a BIG_DECIMAL stay BIG_DECIMAL.
    private static void RegisterKeepingDecimals(FunctionTable table, string names, Func<double, double> operation, Func<BigDecimal, BigDecimal> decimalOperation)
    {
        FunctionTable doubles = new();
        RegisterUnary(doubles, names, operation);
        FunctionTable decimals = new();
        decimals.Rows(names, SqlType.BigDecimal, new Signature(SqlType.BigDecimal), row => row.Return(decimalOperation(row.Decimal(0)).ToString()));
        foreach ((string name, FunctionResolver resolver) in doubles.Resolvers)
        {
            FunctionResolver decimalResolver = decimals.Resolvers[name];
            table.Add(name, (arguments, site, position) => arguments is [{ Type: { Type: DataType.BigDecimal, IsUnknown: false } }]
                ? decimalResolver(arguments, site, position)
                : resolver(arguments, site, position));
        }
    }

    private static void RegisterRounding(FunctionTable table)
    {
        Signature rounding = new(SqlType.Double, SqlType.Int) { Optional = 1 };
        table.Rows("rounddecimal", SqlType.Double, rounding, row => row.Return(
            row.Count == 1 ? JavaNumbers.ToLong(Math.Floor(row.Double(0) + 0.5)) : Rounded(row.Double(0), row.Int(1), DecimalRounding.HalfUp)));
        table.Rows("truncate", SqlType.Double, rounding, row => row.Return(
            row.Count == 1 ? Math.Truncate(row.Double(0)) : Rounded(row.Double(0), row.Int(1), DecimalRounding.Down)));
    }

    private static void RegisterWhole(FunctionTable table)
    {
        Signature two = new(SqlType.Long, SqlType.Long);
        table.Rows("gcd", SqlType.Long, two, row => row.Return(Gcd(row.Long(0), row.Long(1))));
        table.Rows("lcm", SqlType.Long, two, row =>
        {
            long gcd = Gcd(row.Long(0), row.Long(1));
            row.Return(gcd == 0 ? 0 : Math.Abs(unchecked(row.Long(0) / gcd * row.Long(1))));
        });
        table.Rows("byteswapint", SqlType.Int, new Signature(SqlType.Int), row =>
            row.Return((long)System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(row.Int(0))));
        table.Rows("byteswaplong", SqlType.Long, new Signature(SqlType.Long), row =>
            row.Return(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(row.Long(0))));
        table.Rows("rand", SqlType.Double, new Signature(SqlType.Long) { Optional = 1, IsDeterministic = false }, row =>
            row.Return(row.Count == 0 ? Random.Shared.NextDouble() : JavaRandom.FirstDouble(row.Long(0))));
        table.Rows("avgreduce", SqlType.Double, new Signature(SqlType.Double, SqlType.Long), row => row.Return(row.Double(0) / row.Long(1)));
    }

    private static void RegisterChecks(FunctionTable table)
    {
        table.Rows("isnan", SqlType.Int, One, row => row.Return(double.IsNaN(row.Double(0))));
        table.Rows("isfinite", SqlType.Int, One, row => row.Return(double.IsFinite(row.Double(0))));
        table.Rows("isinfinite", SqlType.Int, One, row => row.Return(double.IsInfinity(row.Double(0))));
        table.Rows("ifnotfinite", SqlType.Double, Two, row => row.Return(double.IsFinite(row.Double(0)) ? row.Double(0) : row.Double(1)));
    }

    private static double Power(double value, double exponent) =>
        (Math.Abs(value) == 1 && double.IsInfinity(exponent)) || double.IsNaN(exponent) ? double.NaN : Math.Pow(value, exponent);

    private static double Rounded(double value, int scale, DecimalRounding rounding)
    {
        if (!double.IsFinite(value))
        {
            throw QueryException.Failed($"{JavaNumbers.Text(value)} cannot be rounded to a number of digits");
        }

        return BigDecimal.FromShortest(value).WithScale(Math.Clamp(scale, -400, 400), rounding).ToDouble();
    }

    private static BigDecimal RoundToward(BigDecimal value, int direction)
    {
        BigDecimal whole = value.WithScale(0, DecimalRounding.Down);
        return (value - whole).Sign == direction ? whole + BigDecimal.Of(direction) : whole;
    }

    private static long Gcd(long left, long right)
    {
        while (right != 0)
        {
            (left, right) = (right, left % right);
        }

        return Math.Abs(left);
    }
}

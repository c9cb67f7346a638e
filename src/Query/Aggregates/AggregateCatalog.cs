using System.Globalization;
using Query.Binding;
using Query.Expressions;
using Query.Sql;
using Query.Vectors;
using Segments.Schema;

namespace Query.Aggregates;

/// <summary>All aggregates by canonical name.</summary>
internal static class AggregateCatalog
{
    private const int LogRegisters = 12;

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "count", "sum", "min", "max", "avg", "minmaxrange", "distinctcount", "distinctsum", "distinctavg", "mode",
        "distinctcounthll", "distinctcounthllplus", "distinctcountull", "distinctcountcpcsketch", "distinctcountthetasketch",
        "distinctcountbitmap", "distinctcountoffheap", "distinctcountsmarthll", "distinctcountsmarthllplus", "distinctcountsmartull",
        "segmentpartitioneddistinctcount",
        "percentile", "percentiletdigest", "percentileest", "percentilekll", "percentilesmarttdigest",
        "sumint", "sumlong", "minlong", "maxlong", "booland", "boolor",
        "varpop", "varsamp", "stddevpop", "stddevsamp", "skewness", "kurtosis", "covarpop", "covarsamp",
        "firstwithtime", "lastwithtime", "minstring", "maxstring", "histogram", "sumprecision", "arrayagg", "listagg",
        "countmv", "summv", "minmv", "maxmv", "avgmv", "minmaxrangemv", "distinctcountmv", "distinctcountbitmapmv", "distinctcounthllmv",
        "distinctcounthllplusmv", "distinctsummv", "distinctavgmv", "percentilemv", "percentileestmv", "percentiletdigestmv", "percentilekllmv",
    };

    private static readonly string[] PercentileNames =
        ["percentile", "percentiletdigest", "percentileest", "percentilekll", "percentilesmarttdigest", "percentilemv", "percentileestmv", "percentiletdigestmv", "percentilekllmv"];

    /// <summary>Canonical names of all aggregates; <c>percentile95</c> and its like are forms of <c>percentile</c>.</summary>
    public static IEnumerable<string> AllNames => Names;

    /// <summary>True if the call is of an aggregate.</summary>
    public static bool IsAggregate(CallExpression call) => Names.Contains(call.Name) || TrySplit(call.Name, out _, out _);

    /// <summary>True if an aggregate occurs in the expression.</summary>
    public static bool HasAggregate(SqlExpression expression) =>
        expression is CallExpression call && (IsAggregate(call) || call.Arguments.Any(HasAggregate));

    /// <summary>The name of a call in the answer: of DISTINCT the aggregate it stands for, of lists the MV form.</summary>
    public static string ResultName(CallExpression call, ExpressionBinder rows)
    {
        string name = Meaning(call);
        bool isList = call.Arguments.Count > 0 && call.Arguments[0] is not StarExpression && rows.Bind(call.Arguments[0]).Type.IsArray;
        return isList && !name.EndsWith("mv", StringComparison.Ordinal) && Names.Contains(name + "mv") ? name + "mv" : name;
    }

    /// <summary>Arguments that the name of the answer's column shows.</summary>
    public static int NamedArguments(string name) => name is "mode" or "histogram" or "arrayagg" or "listagg" or "sumprecision" || name.StartsWith("distinctcount", StringComparison.Ordinal) ? 1 : int.MaxValue;

    /// <summary>The percentile asked for by the second argument or the name; null for other aggregates.</summary>
    public static double? Percentile(CallExpression call)
    {
        if (TrySplit(call.Name, out _, out int suffix))
        {
            return suffix;
        }

        return PercentileNames.Contains(call.Name) && call.Arguments.Count > 1 && call.Arguments[1] is LiteralExpression { Kind: not (LiteralKind.Null or LiteralKind.Boolean) } literal
            && double.TryParse(literal.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double percentile) ? percentile : null;
    }

    /// <summary>Chooses the aggregate for a call.</summary>
    /// <exception cref="QueryException">The arguments do not fit.</exception>
    public static BoundAggregate Resolve(CallExpression call, ExpressionBinder rows, bool nullHandling)
    {
        string name = Meaning(call);
        if (name == "count")
        {
            return ResolveCount(call, rows, nullHandling);
        }

        if (call.Arguments.Count == 0 || call.Arguments[0] is StarExpression)
        {
            throw QueryException.NotValid($"{name} needs a column or expression as its first argument", call.Position);
        }

        if (call.Arguments.Any(AggregateCatalog.HasAggregate))
        {
            throw QueryException.NotValid($"Unsupported function: {call.Name} over an aggregate; aggregates cannot be nested", call.Position);
        }

        BoundExpression operand = rows.Bind(call.Arguments[0]);
        if (operand is BoundLiteral { IsNull: true })
        {
            throw QueryException.NotValid($"{name} of NULL has no type; name a column or cast it", call.Position);
        }

        if (name is "covarpop" or "covarsamp" or "firstwithtime" or "lastwithtime")
        {
            return ResolveTwo(name, call, operand, rows);
        }

        AggregateFunction function = (ValueAggregates.Choose(name, call, operand) ?? Choose(name, call, operand)) with { TakesEntries = operand.Type.IsArray };
        return new BoundAggregate(function, [operand], null);
    }

    private static BoundAggregate ResolveTwo(string name, CallExpression call, BoundExpression operand, ExpressionBinder rows)
    {
        if (call.Arguments.Count < 2)
        {
            throw QueryException.NotValid($"{name} needs two columns or expressions", call.Position);
        }

        BoundExpression second = rows.Bind(call.Arguments[1]);
        AggregateFunction function = name.StartsWith("covar", StringComparison.Ordinal)
            ? Numeric(new AggregateFunction(name, SqlType.Double, _ => new CovarianceAccumulator(name == "covarsamp")), call, operand)
            : ValueAggregates.WithTime(name, call, operand, second);
        return new BoundAggregate(function, [operand, second], null);
    }

    private static BoundAggregate ResolveCount(CallExpression call, ExpressionBinder rows, bool nullHandling)
    {
        if (call.Arguments.Count != 1)
        {
            throw QueryException.NotValid("COUNT takes * or one column", call.Position);
        }

        AggregateFunction count = new("count", SqlType.Long, _ => new CountAccumulator()) { IsNullWhenEmpty = false };
        if (call.Arguments[0] is StarExpression)
        {
            return new BoundAggregate(count, [], null);
        }

        BoundExpression operand = rows.Bind(call.Arguments[0]);
        return operand.Type.IsArray ? new BoundAggregate(count with { Name = "countmv", TakesEntries = true }, [operand], null)
            : nullHandling && !operand.IsLiteral ? new BoundAggregate(count, [operand], null)
            : new BoundAggregate(count, [], null);
    }

    private static AggregateFunction Choose(string name, CallExpression call, BoundExpression operand)
    {
        string plain = name.EndsWith("mv", StringComparison.Ordinal) ? name[..^2] : name;
        if (TrySplit(plain, out string family, out _))
        {
            plain = family;
        }

        if (PercentileNames.Contains(plain))
        {
            return ChoosePercentile(plain, call, operand);
        }

        switch (plain)
        {
            case "count":
                return new AggregateFunction(plain, SqlType.Long, _ => new CountAccumulator()) { IsNullWhenEmpty = false };
            case "sum":
                return Numeric(new AggregateFunction(plain, SqlType.Double, setup => new SumAccumulator(setup)), call, operand);
            case "avg":
                return Numeric(new AggregateFunction(plain, SqlType.Double, setup => new AverageAccumulator(setup)), call, operand);
            case "min":
                return Numeric(new AggregateFunction(plain, SqlType.Double, _ => new BoundAccumulator(Bound.Min)), call, operand);
            case "max":
                return Numeric(new AggregateFunction(plain, SqlType.Double, _ => new BoundAccumulator(Bound.Max)), call, operand);
            case "minmaxrange":
                return Numeric(new AggregateFunction(plain, SqlType.Double, _ => new BoundAccumulator(Bound.Range)), call, operand);
            case "sumint" or "sumlong":
                return Integer(new AggregateFunction(plain, SqlType.Long, _ => new LongSumAccumulator()), call, operand);
            case "minlong":
                return Integer(new AggregateFunction(plain, SqlType.Long, _ => new LongBoundAccumulator(Bound.Min)), call, operand);
            case "maxlong":
                return Integer(new AggregateFunction(plain, SqlType.Long, _ => new LongBoundAccumulator(Bound.Max)), call, operand);
            case "booland" or "boolor":
                return Integer(new AggregateFunction(plain, SqlType.Boolean, _ => new BooleanAccumulator(plain == "booland")), call, operand);
            case "mode":
                return Numeric(new AggregateFunction(plain + TieArgument(call), SqlType.Double, setup => new ModeAccumulator(setup, Ties(call))) { TakesCodes = true }, call, NoDecimal(call, operand));
            case "distinctsum":
                return Numeric(new AggregateFunction(plain, SqlType.Double, setup => new DistinctAccumulator(setup, DistinctResult.Sum, PhysicalType.Double)) { TakesCodes = true }, call, NoDecimal(call, operand));
            case "distinctavg":
                return Numeric(new AggregateFunction(plain, SqlType.Double, setup => new DistinctAccumulator(setup, DistinctResult.Average, PhysicalType.Double)) { TakesCodes = true }, call, NoDecimal(call, operand));
            default:
                return ChooseDistinct(plain, call);
        }
    }

    private static AggregateFunction ChooseDistinct(string name, CallExpression call)
    {
        bool isExact = name is "distinctcount" or "distinctcountbitmap" or "distinctcountoffheap" or "segmentpartitioneddistinctcount"
            || name.StartsWith("distinctcountsmart", StringComparison.Ordinal);
        SqlType type = isExact && name != "segmentpartitioneddistinctcount" ? SqlType.Int : SqlType.Long;
        if (call.Arguments.Count > 1 && name is "distinctcount" or "distinctcountbitmap")
        {
            throw QueryException.NotValid($"{name} takes one argument; concatenate columns to count combinations", call.Position);
        }

        return isExact
            ? new AggregateFunction(name, type, setup => new DistinctAccumulator(setup, DistinctResult.Count, PhysicalType.Long)) { TakesCodes = true, IsNullWhenEmpty = false }
            : new AggregateFunction(name, type, setup => new HyperLogLogAccumulator(setup, LogRegisters)) { IsNullWhenEmpty = false };
    }

    private static AggregateFunction ChoosePercentile(string name, CallExpression call, BoundExpression operand)
    {
        double percentile = Percentile(call) ?? throw QueryException.NotValid($"{call.Name} needs a percentile from 0 to 100 as its second argument", call.Position);
        if (percentile is < 0 or > 100)
        {
            throw QueryException.NotValid($"the percentile of {call.Name} is {percentile.ToString(CultureInfo.InvariantCulture)}; it must be from 0 to 100", call.Position);
        }

        PercentileRule rule = name switch
        {
            "percentile" => PercentileRule.Item,
            "percentileest" => PercentileRule.Estimate,
            _ => PercentileRule.Digest,
        };
        SqlType type = rule == PercentileRule.Estimate ? SqlType.Long : SqlType.Double;
        string full = $"{name} {percentile.ToString(CultureInfo.InvariantCulture)}";
        return Numeric(new AggregateFunction(full, type, setup => new PercentileAccumulator(setup, percentile, rule)), call, operand);
    }

    private static BoundExpression NoDecimal(CallExpression call, BoundExpression operand) =>
        operand.Type.Type == DataType.BigDecimal
            ? throw QueryException.NotValid($"{call.Name} does not take BIG_DECIMAL; cast it to DOUBLE", call.Position)
            : operand;

    private static AggregateFunction Numeric(AggregateFunction function, CallExpression call, BoundExpression operand)
    {
        bool isNumber = operand.Type.Type is not (DataType.String or DataType.Json or DataType.Bytes);
        return isNumber
            ? function
            : throw QueryException.NotValid($"Cannot compute {call.Name} for non-numeric type: {operand.Type.Type.PinotName()}; cast it to a number first", call.Position);
    }

    private static AggregateFunction Integer(AggregateFunction function, CallExpression call, BoundExpression operand) =>
        operand.Type.Physical == PhysicalType.Long
            ? function
            : throw QueryException.NotValid($"{call.Name} takes INT, LONG, BOOLEAN or TIMESTAMP, not {operand.Type.PinotName}", call.Position);

    private static string TieArgument(CallExpression call) =>
        call.Arguments.Count > 1 && call.Arguments[1] is LiteralExpression literal ? literal.Text.ToUpperInvariant() : "MIN";

    private static TieRule Ties(CallExpression call) => TieArgument(call) switch
    {
        "MIN" => TieRule.Min,
        "MAX" => TieRule.Max,
        "AVG" => TieRule.Average,
        string other => throw QueryException.NotValid($"MODE decides ties by 'MIN', 'MAX' or 'AVG', not '{other}'", call.Position),
    };

    private static string Meaning(CallExpression call)
    {
        if (!call.IsDistinct)
        {
            return call.Name;
        }

        return call.Name switch
        {
            "count" => "distinctcount",
            "sum" => "distinctsum",
            "avg" => "distinctavg",
            "distinctcount" or "distinctsum" or "distinctavg" => call.Name,
            _ => throw new QueryException(150, $"{call.Name} does not take DISTINCT; COUNT, SUM and AVG do", call.Position),
        };
    }

    /// <summary>Takes names such as <c>percentile95</c> apart.</summary>
    private static bool TrySplit(string name, out string family, out int percentile)
    {
        family = "";
        percentile = 0;
        if (!name.StartsWith("percentile", StringComparison.Ordinal))
        {
            return false;
        }

        string plain = name.EndsWith("mv", StringComparison.Ordinal) ? name[..^2] : name;
        family = plain.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return family.Length < plain.Length && PercentileNames.Contains(family)
            && int.TryParse(plain.AsSpan(family.Length), NumberStyles.None, CultureInfo.InvariantCulture, out percentile);
    }
}

using System.Globalization;
using Query.Expressions;
using Query.Sql;
using Query.Vectors;
using Segments.Schema;

namespace Query.Aggregates;

/// <summary>Chooses the aggregates that give values, lists and moments.</summary>
internal static class ValueAggregates
{
    /// <summary>Null if the name is of another kind of aggregate.</summary>
    public static AggregateFunction? Choose(string name, CallExpression call, BoundExpression operand) => name switch
    {
        "varpop" => Moment(name, MomentResult.VariancePopulation, call, operand),
        "varsamp" => Moment(name, MomentResult.VarianceSample, call, operand),
        "stddevpop" => Moment(name, MomentResult.DeviationPopulation, call, operand),
        "stddevsamp" => Moment(name, MomentResult.DeviationSample, call, operand),
        "skewness" => Moment(name, MomentResult.Skewness, call, operand),
        "kurtosis" => Moment(name, MomentResult.Kurtosis, call, operand),
        "minstring" or "maxstring" => operand.Type.Type is DataType.String or DataType.Json
            ? new AggregateFunction(name, SqlType.Text, _ => new TextBoundAccumulator(name == "maxstring"))
            : throw QueryException.NotValid($"Cannot compute {name} for {operand.Type.PinotName}; it takes STRING", call.Position),
        "histogram" => Histogram(call, operand),
        "sumprecision" => operand.Type.Type is DataType.Json or DataType.Bytes
            ? throw QueryException.NotValid($"Cannot compute {name} for {operand.Type.PinotName}", call.Position)
            : new AggregateFunction(name, SqlType.Text, _ => new DecimalSumAccumulator(operand.Type.Element)),
        "arrayagg" => ArrayAggregate(call, operand),
        "listagg" => ListAggregate(call, operand),
        _ => null,
    };

    public static AggregateFunction WithTime(string name, CallExpression call, BoundExpression data, BoundExpression time)
    {
        string written = Text(call, 2) ?? throw QueryException.NotValid($"{name} takes a value, a time and the value's type, such as {name}(x, ts, 'LONG')", call.Position);
        if (!DataTypes.TryParse(written.ToUpperInvariant(), out DataType type)
            || type is not (DataType.Boolean or DataType.Int or DataType.Long or DataType.Float or DataType.Double or DataType.String))
        {
            throw QueryException.NotValid($"{name}: '{written}' is no type it knows; write BOOLEAN, INT, LONG, FLOAT, DOUBLE or STRING", call.Position);
        }

        SqlType result = new(type);
        bool fits = time.Type.Physical != PhysicalType.Bytes && !data.Type.IsArray
            && (result.Physical == PhysicalType.Bytes) == (data.Type.Physical == PhysicalType.Bytes);
        return fits
            ? new AggregateFunction($"{name} {type}", result, _ => new WithTimeAccumulator(result, name == "lastwithtime")) { IsNullWhenEmpty = false }
            : throw QueryException.NotValid($"{name}: a {data.Type.PinotName} at a {time.Type.PinotName} cannot be a {written}", call.Position);
    }

    private static AggregateFunction Moment(string name, MomentResult result, CallExpression call, BoundExpression operand) =>
        operand.Type.Type is DataType.String or DataType.Json or DataType.Bytes
            ? throw QueryException.NotValid($"Cannot compute {name} for non-numeric type: {operand.Type.Type.PinotName()}", call.Position)
            : new AggregateFunction(name, SqlType.Double, _ => new MomentAccumulator(result));

    private static AggregateFunction Histogram(CallExpression call, BoundExpression operand)
    {
        double[] edges = Edges(call);
        bool isAscending = edges.Length > 1 && edges.Zip(edges.Skip(1)).All(pair => pair.First < pair.Second);
        if (!isAscending || operand.Type.Physical == PhysicalType.Bytes || operand.Type.IsArray)
        {
            throw QueryException.NotValid("HISTOGRAM takes a number, then low, high and the number of bins, or ARRAY[edges] in ascending order", call.Position);
        }

        string name = "histogram " + string.Join(',', edges.Select(edge => edge.ToString("R", CultureInfo.InvariantCulture)));
        return new AggregateFunction(name, SqlType.Double.ToArray(), _ => new HistogramAccumulator(edges)) { IsNullWhenEmpty = false };
    }

    private static double[] Edges(CallExpression call)
    {
        if (call.Arguments.Count == 2 && call.Arguments[1] is CallExpression { Name: "arrayvalueconstructor" or "array" } array)
        {
            return [.. array.Arguments.OfType<LiteralExpression>().Where(edge => edge.Kind is LiteralKind.Integer or LiteralKind.Decimal).Select(edge => edge.Number)];
        }

        if (call.Arguments.Count != 4 || call.Arguments.Skip(1).Any(argument => argument is not LiteralExpression { Kind: LiteralKind.Integer or LiteralKind.Decimal }))
        {
            return [];
        }

        double low = ((LiteralExpression)call.Arguments[1]).Number;
        double high = ((LiteralExpression)call.Arguments[2]).Number;
        int bins = (int)Math.Clamp(((LiteralExpression)call.Arguments[3]).Number, 0, 100_000);
        return bins < 1 || high <= low ? [] : [.. Enumerable.Range(0, bins).Select(bin => low + ((high - low) * bin / bins)), high];
    }

    private static AggregateFunction ArrayAggregate(CallExpression call, BoundExpression operand)
    {
        string? written = Text(call, 1);
        if (written is null || !DataTypes.TryParse(written.ToUpperInvariant(), out DataType type) || type is DataType.Json or DataType.BigDecimal or DataType.Bytes)
        {
            throw QueryException.NotValid("ARRAY_AGG takes a column and the type of its values, such as ARRAY_AGG(x, 'LONG')", call.Position);
        }

        SqlType item = new(type);
        if ((item.Physical == PhysicalType.Bytes) != (operand.Type.Physical == PhysicalType.Bytes))
        {
            throw QueryException.NotValid($"ARRAY_AGG: a {operand.Type.PinotName} cannot be a {written}", call.Position);
        }

        bool isDistinct = IsTrue(call, 2) || call.IsDistinct;
        return new AggregateFunction($"arrayagg {type} {isDistinct}", item.ToArray(), _ => new ListAccumulator(item, isDistinct, null)) { IsNullWhenEmpty = false };
    }

    private static AggregateFunction ListAggregate(CallExpression call, BoundExpression operand)
    {
        if (Text(call, 1) is not { } separator || operand.Type.Type is not (DataType.String or DataType.Json))
        {
            throw QueryException.NotValid("LISTAGG takes a STRING and a separator, such as LISTAGG(name, ', ')", call.Position);
        }

        bool isDistinct = IsTrue(call, 2) || call.IsDistinct;
        return new AggregateFunction($"listagg {isDistinct} {separator}", SqlType.Text, _ => new ListAccumulator(SqlType.Text, isDistinct, separator));
    }

    private static string? Text(CallExpression call, int argument) =>
        call.Arguments.Count > argument && call.Arguments[argument] is LiteralExpression { Kind: LiteralKind.Text } literal ? literal.Text : null;

    private static bool IsTrue(CallExpression call, int argument) =>
        call.Arguments.Count > argument && call.Arguments[argument] is LiteralExpression literal && string.Equals(literal.Text, "true", StringComparison.OrdinalIgnoreCase);
}

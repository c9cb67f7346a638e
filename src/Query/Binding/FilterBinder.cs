using Query.Expressions;
using Query.Filtering;
using Query.Sql;
using Query.Vectors;
using Segments.Schema;

namespace Query.Binding;

/// <summary>Conditions on rows of the table.</summary>
internal sealed class FilterBinder(ExpressionBinder rows)
{
    public BoundFilter Bind(SqlExpression condition) => Bind(condition, isNegated: false);

    private BoundFilter Bind(SqlExpression condition, bool isNegated)
    {
        if (condition is not CallExpression call)
        {
            return BindTruth(condition, isNegated);
        }

        switch (call.Name)
        {
            case "and" or "or":
                IEnumerable<BoundFilter> items = call.Arguments.Select(argument => Bind(argument, isNegated));
                return call.Name == "and" != isNegated ? BoundFilter.And([.. items]) : BoundFilter.Or([.. items]);
            case "not":
                return Bind(call.Arguments[0], !isNegated);
            case "equals" or "notequals" or "lessthan" or "lessthanorequal" or "greaterthan" or "greaterthanorequal" when call.Arguments.Count == 2:
                return BindComparison(call, isNegated);
            case "between" when call.Arguments.Count == 3:
                return BindBetween(call, isNegated);
            case "in" or "notin":
                return BindIn(call, isNegated != (call.Name == "notin"));
            case "like" or "regexplike" when call.Arguments.Count is 2 or 3:
                return BindPattern(call, isNegated);
            case "isnull" or "isnotnull" when call.Arguments.Count == 1:
                BoundExpression operand = rows.Bind(call.Arguments[0]);
                bool wantsNull = call.Name == "isnull" != isNegated;
                return operand is BoundLiteral literal ? Constant(literal.IsNull == wantsNull) : new NullFilter(operand, wantsNull);
            default:
                return BindTruth(condition, isNegated);
        }
    }

    /// <summary>A boolean column, function or literal by itself.</summary>
    private BoundFilter BindTruth(SqlExpression condition, bool isNegated)
    {
        BoundExpression operand = rows.Bind(condition);
        if (operand is BoundLiteral literal)
        {
            return Constant(!literal.IsNull && PredicateBuilder.Compare(SqlType.Boolean, Comparison.Equal, literal) is LongRange { Low: 1 } != isNegated);
        }

        return Predicate(operand, PredicateBuilder.Compare(operand.Type.Element, Comparison.Equal, BoundLiteral.Of(SqlType.Boolean, 1)), isNegated);
    }

    private BoundFilter BindComparison(CallExpression call, bool isNegated)
    {
        BoundExpression left = rows.Bind(call.Arguments[0]);
        BoundExpression right = rows.Bind(call.Arguments[1]);
        if (left.IsLiteral == right.IsLiteral)
        {
            return left is BoundLiteral { IsNull: true } or BoundLiteral { IsNull: true } || right is BoundLiteral { IsNull: true }
                ? throw NullLiteral(call)
                : BindTruth(call, isNegated);
        }

        (BoundExpression operand, BoundLiteral literal) = right is BoundLiteral onRight ? (left, onRight) : (right, (BoundLiteral)left);
        if (literal.IsNull)
        {
            throw NullLiteral(call);
        }

        isNegated ^= call.Name == "notequals";
        Comparison comparison = call.Name switch
        {
            "lessthan" => Comparison.Less,
            "lessthanorequal" => Comparison.LessOrEqual,
            "greaterthan" => Comparison.Greater,
            "greaterthanorequal" => Comparison.GreaterOrEqual,
            _ => Comparison.Equal,
        };
        comparison = left.IsLiteral ? Swap(comparison) : comparison;
        return Predicate(operand, At(call, () => PredicateBuilder.Compare(operand.Type.Element, comparison, literal)), isNegated);
    }

    private BoundFilter BindBetween(CallExpression call, bool isNegated)
    {
        BoundExpression operand = rows.Bind(call.Arguments[0]);
        if (operand.IsLiteral)
        {
            return BindTruth(call, isNegated);
        }

        if (rows.Bind(call.Arguments[1]) is not BoundLiteral low || rows.Bind(call.Arguments[2]) is not BoundLiteral high)
        {
            throw new QueryException(150, "the bounds of BETWEEN must be literals; write x >= a AND x <= b instead", call.Position);
        }

        if (low.IsNull || high.IsNull)
        {
            throw NullLiteral(call);
        }

        ValuePredicate? from = At(call, () => PredicateBuilder.Compare(operand.Type.Element, Comparison.GreaterOrEqual, low));
        ValuePredicate? to = At(call, () => PredicateBuilder.Compare(operand.Type.Element, Comparison.LessOrEqual, high));
        return Predicate(operand, from is null || to is null ? null : Both(from, to), isNegated);
    }

    private static ValuePredicate Both(ValuePredicate from, ValuePredicate to) => (from, to) switch
    {
        (LongRange low, LongRange high) => new LongRange(Math.Max(low.Low, high.Low), Math.Min(low.High, high.High)),
        (DoubleRange low, DoubleRange high) => new DoubleRange(low.Low, high.High),
        (TextRange low, TextRange high) => new TextRange(low.Low, low.LowInclusive, high.High, high.HighInclusive),
        (TextPredicate low, TextPredicate high) => new TextMatch($"{low} AND {high}", value => low.Test(value) && high.Test(value)),
        _ => throw new System.Diagnostics.UnreachableException("bounds of one type have one form"),
    };

    private BoundFilter BindIn(CallExpression call, bool isNegated)
    {
        BoundExpression operand = rows.Bind(call.Arguments[0]);
        List<BoundLiteral> literals = [];
        foreach (SqlExpression argument in call.Arguments.Skip(1))
        {
            if (rows.Bind(argument) is not BoundLiteral literal)
            {
                throw new QueryException(150, "IN takes literals; write x = a OR x = b instead", argument.Position);
            }

            literals.Add(literal.IsNull ? throw NullLiteral(call) : literal);
        }

        return operand.IsLiteral
            ? BindTruth(call, isNegated != (call.Name == "notin"))
            : Predicate(operand, At(call, () => PredicateBuilder.In(operand.Type.Element, literals)), isNegated);
    }

    private BoundFilter BindPattern(CallExpression call, bool isNegated)
    {
        BoundExpression operand = rows.Bind(call.Arguments[0]);
        if (rows.Bind(call.Arguments[1]) is not BoundLiteral pattern || pattern.IsNull)
        {
            throw new QueryException(150, $"the pattern of {call.Name} must be a literal", call.Arguments[1].Position);
        }

        if (operand.IsLiteral)
        {
            return BindTruth(call, isNegated);
        }

        if (operand.Type.Type is not (DataType.String or DataType.Json))
        {
            throw QueryException.NotValid($"Unsupported data type: {operand.Type.Type.PinotName()}; patterns are for STRING, so cast it", call.Position);
        }

        string flags = call.Arguments.Count == 3 && rows.Bind(call.Arguments[2]) is BoundLiteral flag ? Literals.Text(flag) : "c";
        if (flags is not ("i" or "c"))
        {
            throw QueryException.NotValid($"REGEXP_LIKE knows the flags 'i' (ignore case) and 'c', not '{flags}'", call.Position);
        }

        string text = Literals.Text(pattern);
        return At(call, () => call.Name == "like"
            ? Predicate(operand, new TextMatch($"LIKE '{text}'", PatternTests.Like(text)), isNegated)
            : Predicate(operand, new TextMatch($"REGEXP_LIKE '{text}' {flags}", PatternTests.Regex(text, flags == "i")), isNegated));
    }

    private static BoundFilter Predicate(BoundExpression operand, ValuePredicate? predicate, bool isNegated)
    {
        if (predicate is not null)
        {
            return new PredicateFilter(operand, predicate, isNegated);
        }

        // Nothing matches; its complement still leaves out nulls.
        return isNegated ? new NullAwareTrue(operand).Filter : BoundFilter.False;
    }

    private static BoundFilter Constant(bool matches) => matches ? BoundFilter.True : BoundFilter.False;

    private static Comparison Swap(Comparison comparison) => comparison switch
    {
        Comparison.Less => Comparison.Greater,
        Comparison.LessOrEqual => Comparison.GreaterOrEqual,
        Comparison.Greater => Comparison.Less,
        Comparison.GreaterOrEqual => Comparison.LessOrEqual,
        _ => comparison,
    };

    private static QueryException NullLiteral(CallExpression call) =>
        new(150, "a comparison with NULL is never true; write IS NULL or IS NOT NULL", call.Position);

    /// <summary>Adds the place to errors about literals.</summary>
    private static T At<T>(CallExpression call, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (QueryException exception) when (exception.Position is null)
        {
            throw new QueryException(exception.Code, exception.Message, call.Position);
        }
    }

    /// <summary>Every row whose operand is not null where NULL is NULL, every row otherwise.</summary>
    private readonly record struct NullAwareTrue(BoundExpression Operand)
    {
        public BoundFilter Filter => new PredicateFilter(Operand, Impossible(Operand.Type.Physical), IsNegated: true);

        private static ValuePredicate Impossible(PhysicalType form) => form switch
        {
            PhysicalType.Long => new LongRange(1, 0),
            PhysicalType.Double => new DoubleRange(1, 0),
            _ => new TextMatch("matches no value", _ => false),
        };
    }
}

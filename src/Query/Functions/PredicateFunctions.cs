using Query.Expressions;
using Query.Vectors;

namespace Query.Functions;

/// <summary>IN, NOT IN and BETWEEN as functions of values; filters over plain columns have faster ways.</summary>
internal static class PredicateFunctions
{
    public static void Register(FunctionTable table)
    {
        table.Add("in", (arguments, site, position) => ResolveIn("in", wanted: true, arguments, site, position));
        table.Add("notin", (arguments, site, position) => ResolveIn("notin", wanted: false, arguments, site, position));
        table.Add("between", ResolveBetween);
    }

    private static ScalarFunction ResolveIn(string name, bool wanted, IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        if (arguments.Count < 2)
        {
            throw Signature.Refuse(site, "IN takes a value and at least one listed value", position);
        }

        SqlType type = arguments.Skip(1).Aggregate(arguments[0].Type.Element, (common, argument) => ComparisonFunctions.CommonType(common, argument.Type));
        ComparisonFunctions.RowComparer compare = ComparisonFunctions.Comparer(type);
        return new Signature(type) { Repeats = true, Nulls = NullRule.Own }.Bind(name, SqlType.Boolean, Evaluate, arguments, site, position);

        void Evaluate(Vector[] values, Vector result, VectorContext context)
        {
            for (int row = 0; row < result.Length; row++)
            {
                bool found = false;
                bool unknown = values[0].IsNull(row);
                for (int i = 1; i < values.Length && !found && !values[0].IsNull(row); i++)
                {
                    bool isNull = values[i].IsNull(row);
                    unknown |= isNull;
                    found = !isNull && compare(values[0], values[i], row) == 0;
                }

                result.Longs[row] = (found || !unknown) && found == wanted ? 1 : 0;
                if (!found && unknown)
                {
                    result.SetNull(row);
                }
            }
        }
    }

    private static ScalarFunction ResolveBetween(IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        if (arguments.Count != 3)
        {
            throw Signature.Refuse(site, "BETWEEN takes a value and two bounds", position);
        }

        SqlType type = ComparisonFunctions.CommonType(ComparisonFunctions.CommonType(arguments[0].Type, arguments[1].Type), arguments[2].Type);
        ComparisonFunctions.RowComparer compare = ComparisonFunctions.Comparer(type);
        return new Signature(type, type, type).Bind("between", SqlType.Boolean, Evaluate, arguments, site, position);

        void Evaluate(Vector[] values, Vector result, VectorContext context)
        {
            for (int row = 0; row < result.Length; row++)
            {
                result.Longs[row] = compare(values[0], values[1], row) >= 0 && compare(values[0], values[2], row) <= 0 ? 1 : 0;
            }
        }
    }
}

using Query.Expressions;
using Query.Vectors;

namespace Query.Functions;

/// <summary>AND, OR, NOT in three-valued logic, and the IS predicates.</summary>
internal static class BooleanFunctions
{
    public static void Register(FunctionTable table)
    {
        Signature several = new(SqlType.Boolean) { Repeats = true, Nulls = NullRule.Own };
        table.Vectors("and", SqlType.Boolean, several, (arguments, result, _) => Combine(arguments, result, decisive: false));
        table.Vectors("or", SqlType.Boolean, several, (arguments, result, _) => Combine(arguments, result, decisive: true));
        table.Rows("not", SqlType.Boolean, new Signature(SqlType.Boolean), row => row.Return(!row.Bool(0)));

        RegisterTest(table, "istrue", (isNull, value) => !isNull && value);
        RegisterTest(table, "isfalse", (isNull, value) => !isNull && !value);
        RegisterTest(table, "isnottrue", (isNull, value) => isNull || !value);
        RegisterTest(table, "isnotfalse", (isNull, value) => isNull || value);
        table.Add("isnull", (arguments, site, position) => ResolveNull("isnull", arguments, site, position, wanted: true));
        table.Add("isnotnull", (arguments, site, position) => ResolveNull("isnotnull", arguments, site, position, wanted: false));
    }

    // A false decides AND, a true decides OR; without one the answer is null if any operand is.
    private static void Combine(Vector[] arguments, Vector result, bool decisive)
    {
        for (int row = 0; row < result.Length; row++)
        {
            bool isNull = false;
            bool decided = false;
            foreach (Vector argument in arguments)
            {
                bool nullHere = argument.IsNull(row);
                isNull |= nullHere;
                decided |= !nullHere && (argument.Longs[row & argument.IndexMask] != 0) == decisive;
            }

            bool unknown = !decided && isNull;
            result.Longs[row] = !unknown && decided == decisive ? 1 : 0;
            if (unknown)
            {
                result.SetNull(row);
            }
        }
    }

    private static void RegisterTest(FunctionTable table, string name, Func<bool, bool, bool> test) =>
        table.Rows(name, SqlType.Boolean, new Signature(SqlType.Boolean) { Nulls = NullRule.Own }, row => row.Return(test(row.IsNull(0), row.Bool(0))));

    private static ScalarFunction ResolveNull(string name, IReadOnlyList<BoundExpression> arguments, CallSite site, int? position, bool wanted)
    {
        if (arguments.Count != 1)
        {
            throw Signature.Refuse(site, $"{name} takes 1 argument, {arguments.Count} given", position);
        }

        return new ScalarFunction(name, SqlType.Boolean, (values, result, _) =>
        {
            for (int row = 0; row < result.Length; row++)
            {
                result.Longs[row] = values[0].IsNull(row) == wanted ? 1 : 0;
            }
        })
        { Nulls = NullRule.Own };
    }
}

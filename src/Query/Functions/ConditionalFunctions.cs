using Query.Expressions;
using Query.Vectors;
using Segments.Schema;

namespace Query.Functions;

/// <summary>CASE, COALESCE, NULLIF, GREATEST, LEAST: functions that pick one of their arguments.</summary>
internal static class ConditionalFunctions
{
    public static void Register(FunctionTable table)
    {
        table.Add("case", ResolveCase);
        table.Add("coalesce", ResolveCoalesce);
        table.Add("nullif", ResolveNullIf);
        table.Add("greatest", (arguments, site, position) => ResolveExtreme("greatest", 1, arguments, site, position));
        table.Add("least", (arguments, site, position) => ResolveExtreme("least", -1, arguments, site, position));
    }

    /// <summary>Copies the value of one row from another vector of the same form.</summary>
    public static void Copy(Vector source, int row, Vector result)
    {
        int place = row & source.IndexMask;
        switch (result.Form)
        {
            case PhysicalType.Long:
                result.Longs[row] = source.Longs[place];
                break;
            case PhysicalType.Double:
                result.Doubles[row] = source.Doubles[place];
                break;
            default:
                result.Texts[row] = source.Texts[place];
                break;
        }

        if (source.IsNull(row))
        {
            result.SetNull(row);
        }
    }

    /// <summary>The widest of numeric types: INT, LONG, FLOAT, DOUBLE, BIG_DECIMAL; false if one of them is no number.</summary>
    public static bool TryWiden(IEnumerable<SqlType> types, out SqlType widest)
    {
        widest = SqlType.Int;
        foreach (SqlType type in types)
        {
            if (type.IsUnknown)
            {
                continue;
            }

            if (!type.IsNumeric)
            {
                return false;
            }

            widest = type.Type > widest.Type ? type : widest;
        }

        return true;
    }

    private static ScalarFunction ResolveCase(IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        if (arguments.Count < 3 || arguments.Count % 2 == 0)
        {
            throw Signature.Refuse(site, "CASE takes pairs of condition and value, and a value for ELSE", position);
        }

        if (site == CallSite.Folded)
        {
            return FoldedCase(arguments);
        }

        SqlType type = BranchType(arguments, site, position);
        SqlType[] parameters = [.. arguments.Select((_, i) => IsCondition(i, arguments.Count) ? SqlType.Boolean : type)];
        return new Signature(parameters) { Nulls = NullRule.Own }.Bind("case", type, EvaluateCase, arguments, site, position);
    }

    private static bool IsCondition(int argument, int count) => argument % 2 == 0 && argument < count - 1;

    // The branch is known, and its type with it.
    private static ScalarFunction FoldedCase(IReadOnlyList<BoundExpression> arguments)
    {
        int taken = arguments.Count - 1;
        for (int i = arguments.Count - 3; i >= 0; i -= 2)
        {
            if (arguments[i] is BoundLiteral { IsNull: false } condition && condition.Type.Type == DataType.Boolean && condition.Long != 0)
            {
                taken = i + 1;
            }
        }

        return Pick("case", arguments[taken].Type, taken);
    }

    private static ScalarFunction Pick(string name, SqlType type, int argument) => new(name, type, (values, result, _) =>
    {
        for (int row = 0; row < result.Length; row++)
        {
            Copy(values[argument], row, result);
        }
    })
    { Nulls = NullRule.Own };

    // Texts written as literals take the type of the other branches.
    private static SqlType BranchType(IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        BoundExpression[] values = [.. arguments.Where((argument, i) => !IsCondition(i, arguments.Count) && !argument.Type.IsUnknown)];
        BoundExpression[] typed = [.. values.Where(value => !(value.IsLiteral && value.Type == SqlType.Text))];
        if (values.Length == 0)
        {
            return SqlType.Text;
        }

        if (typed.Length == 0)
        {
            return values[0].Type;
        }

        if (TryWiden(typed.Select(value => value.Type), out SqlType widest))
        {
            return widest;
        }

        SqlType first = typed[0].Type;
        return typed.FirstOrDefault(value => value.Type != first) is not { } other
            ? !first.IsArray ? first : throw Signature.Refuse(site, "the values of CASE must be single values", position)
            : throw Signature.Refuse(site, $"the values of CASE have types that do not go together: {first.PinotName} and {other.Type.PinotName}; cast one of them", position);
    }

    private static void EvaluateCase(Vector[] arguments, Vector result, VectorContext context)
    {
        int last = arguments.Length - 1;
        for (int row = 0; row < result.Length; row++)
        {
            int taken = 0;
            while (taken < last && (arguments[taken].IsNull(row) || arguments[taken].Longs[row & arguments[taken].IndexMask] == 0))
            {
                taken += 2;
            }

            Copy(arguments[Math.Min(taken < last ? taken + 1 : last, last)], row, result);
        }
    }

    private static ScalarFunction ResolveCoalesce(IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        if (arguments.All(argument => argument.Type.IsUnknown))
        {
            return Signature.NullOf("coalesce");
        }

        if (site == CallSite.Folded)
        {
            int first = arguments.TakeWhile(argument => argument.Type.IsUnknown).Count();
            return Pick("coalesce", arguments[first].Type, first);
        }

        SqlType type = TryWiden(arguments.Select(argument => argument.Type), out SqlType widest) ? widest : SqlType.Text;
        return new Signature(type) { Repeats = true, Nulls = NullRule.Own }.Bind("coalesce", type, EvaluateCoalesce, arguments, site, position);
    }

    private static void EvaluateCoalesce(Vector[] arguments, Vector result, VectorContext context)
    {
        for (int row = 0; row < result.Length; row++)
        {
            int taken = 0;
            while (taken < arguments.Length - 1 && arguments[taken].IsNull(row))
            {
                taken++;
            }

            Copy(arguments[taken], row, result);
        }
    }

    private static ScalarFunction ResolveNullIf(IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        if (arguments.Count != 2)
        {
            throw Signature.Refuse(site, $"nullif takes 2 arguments, {arguments.Count} given", position);
        }

        SqlType type = arguments[0].Type;
        SqlType common = ComparisonFunctions.CommonType(type, arguments[1].Type);
        ComparisonFunctions.RowComparer compare = ComparisonFunctions.Comparer(common);
        BoundExpression[] three = [arguments[0], arguments[0], arguments[1]];
        ScalarFunction inner = new Signature(type, common, common) { Nulls = NullRule.Own }.Bind("nullif", type, Evaluate, three, site, position);
        return inner with { Evaluate = (values, result, context) => inner.Evaluate([values[0], values[0], values[1]], result, context) };

        void Evaluate(Vector[] values, Vector result, VectorContext context)
        {
            for (int row = 0; row < result.Length; row++)
            {
                Copy(values[0], row, result);
                if (!values[1].IsNull(row) && !values[2].IsNull(row) && compare(values[1], values[2], row) == 0)
                {
                    result.SetNull(row);
                }
            }
        }
    }

    private static ScalarFunction ResolveExtreme(string name, int sign, IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        if (arguments.Count == 0)
        {
            throw Signature.Refuse(site, $"{name} takes at least 1 argument", position);
        }

        bool numbers = TryWiden(arguments.Select(argument => argument.Type), out SqlType type);
        if (!numbers)
        {
            type = arguments[0].Type.Element;
        }

        if (site == CallSite.Folded && (!numbers || arguments.Count == 2))
        {
            type = SqlType.Double;
        }

        ComparisonFunctions.RowComparer compare = ComparisonFunctions.Comparer(type);
        return new Signature(type) { Repeats = true }.Bind(name, type, Evaluate, arguments, site, position);

        void Evaluate(Vector[] values, Vector result, VectorContext context)
        {
            for (int row = 0; row < result.Length; row++)
            {
                Vector best = values[0];
                foreach (Vector value in values)
                {
                    best = compare(value, best, row) * sign > 0 ? value : best;
                }

                Copy(best, row, result);
            }
        }
    }
}

using Query.Expressions;
using Query.Vectors;
using Segments.Schema;

namespace Query.Functions;

/// <summary>Parameter types of a function: checks the arguments and converts those of other types.</summary>
/// <param name="Parameters">Types the function reads.</param>
internal sealed record Signature(params SqlType[] Parameters)
{
    /// <summary>How many of the last parameters may be left out.</summary>
    public int Optional { get; init; }

    /// <summary>True if the last parameter may be repeated.</summary>
    public bool Repeats { get; init; }

    /// <summary>What a null argument does.</summary>
    public NullRule Nulls { get; init; }

    /// <summary>True if the same arguments always give the same value.</summary>
    public bool IsDeterministic { get; init; } = true;

    /// <summary>Parameters (from 0) that must be literals.</summary>
    public int[] Literals { get; init; } = [];

    public FunctionResolver Resolver(string name, SqlType result, VectorFunction evaluate) =>
        (arguments, site, position) => Bind(name, result, evaluate, arguments, site, position);

    /// <summary>Checks and converts arguments for one choice of types.</summary>
    public ScalarFunction Bind(string name, SqlType result, VectorFunction evaluate, IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        CheckCount(name, arguments.Count, site, position);
        if (site == CallSite.Folded && Nulls == NullRule.Propagate && arguments.Any(argument => argument.Type.IsUnknown))
        {
            return NullOf(name);
        }

        foreach (int literal in Literals)
        {
            if (literal < arguments.Count && !arguments[literal].IsLiteral)
            {
                throw Refuse(site, $"argument {literal + 1} of {name} must be a literal", position);
            }
        }

        VectorFunction?[] conversions = new VectorFunction?[arguments.Count];
        for (int i = 0; i < conversions.Length; i++)
        {
            SqlType parameter = Parameters[Math.Min(i, Parameters.Length - 1)];
            CheckShape(name, i, parameter, arguments[i].Type, site, position);
            conversions[i] = site switch
            {
                CallSite.Rows => Conversions.Find(arguments[i].Type, parameter),
                CallSite.Record => RecordConversions.Find(arguments[i].Type, parameter),
                _ => FoldedConversion(arguments[i].Type, parameter),
            };
        }

        VectorFunction converted = Array.TrueForAll(conversions, conversion => conversion is null) ? evaluate : Converting(conversions, evaluate);
        return new ScalarFunction(name, result, converted) { Nulls = Nulls, IsDeterministic = IsDeterministic };
    }

    /// <summary>A refusal with the code of the place: 150 where calls are folded, 700 elsewhere.</summary>
    public static QueryException Refuse(CallSite site, string message, int? position) => new(site == CallSite.Folded ? 150 : 700, message, position);

    /// <summary>The function that is always NULL, of no type.</summary>
    public static ScalarFunction NullOf(string name) => new(name, SqlType.Unknown, (_, result, _) =>
    {
        for (int row = 0; row < result.Length; row++)
        {
            result.Texts[row] = default;
            result.SetNull(row);
        }
    })
    { Nulls = NullRule.Own };

    // Literals show as they are written: true is 'true', not 1.
    private static VectorFunction? FoldedConversion(SqlType from, SqlType to) =>
        (from.Type, to.Type) is (DataType.Boolean or DataType.Timestamp, DataType.String or DataType.Json) && !from.IsUnknown
            ? CastFunctions.Find(from, to)
            : Conversions.Find(from, to);

    private static VectorFunction Converting(VectorFunction?[] conversions, VectorFunction evaluate) => (arguments, result, context) =>
    {
        Vector[] converted = new Vector[arguments.Length];
        Vector[] single = new Vector[1];
        for (int i = 0; i < arguments.Length; i++)
        {
            if (conversions[i] is not { } conversion)
            {
                converted[i] = arguments[i];
                continue;
            }

            converted[i] = context.Rent();
            single[0] = arguments[i];
            conversion(single, converted[i], context);
        }

        evaluate(converted, result, context);
        for (int i = 0; i < arguments.Length; i++)
        {
            if (conversions[i] is not null)
            {
                context.Return(converted[i]);
            }
        }
    };

    private void CheckCount(string name, int given, CallSite site, int? position)
    {
        int least = Parameters.Length - Optional;
        if (given < least || (given > Parameters.Length && !Repeats))
        {
            string wanted = Repeats ? $"at least {least}" : Optional == 0 ? $"{least}" : $"{least} to {Parameters.Length}";
            throw Refuse(site, $"{name} takes {wanted} argument{(wanted == "1" ? "" : "s")}, {given} given", position);
        }
    }

    private static void CheckShape(string name, int argument, SqlType parameter, SqlType given, CallSite site, int? position)
    {
        if (parameter.IsArray && !given.IsArray && !given.IsUnknown)
        {
            throw Refuse(site, $"argument {argument + 1} of {name} must be a {(site == CallSite.Record ? "list" : "multi-value column")}, not {given.PinotName}", position);
        }

        if (!parameter.IsArray && given.IsArray)
        {
            throw Refuse(site, $"argument {argument + 1} of {name} must be a single value, not {(site == CallSite.Record ? "a list" : given.PinotName)}", position);
        }

        // The entries of a list in a message may be of any type, as Pinot's Object[].
        if (site == CallSite.Record && parameter.IsArray && given is { Type: DataType.Json, IsArray: true } && parameter.Type != DataType.Json)
        {
            throw Refuse(site, $"argument {argument + 1} of {name} must be a {parameter.PinotName}; a list of a message is none, split(text, ',') is a STRING_ARRAY", position);
        }
    }
}

using System.Collections.Frozen;
using Query.Expressions;

namespace Query.Functions;

/// <summary>Where a call stands: the same name may have other types there.</summary>
internal enum CallSite
{
    /// <summary>All arguments are literals: computed once, with typed rules (integer op integer is LONG).</summary>
    Folded,

    /// <summary>Some argument is a column: computed row by row (arithmetic is DOUBLE).</summary>
    Rows,

    /// <summary>Arguments are group keys, aggregates and literals: computed per group, with typed rules.</summary>
    PostAggregation,

    /// <summary>Some argument is a field of a message: computed for one record, with the types its values happen to have (arithmetic is DOUBLE).</summary>
    Record,
}

/// <summary>Chooses the function for arguments, or refuses with code 700 (150 when folded) and words for the user.</summary>
/// <param name="arguments">Bound; literals can be looked into (units, formats, patterns).</param>
/// <param name="site">Where the call stands.</param>
/// <param name="position">Of the call in the SQL text, for errors.</param>
internal delegate ScalarFunction FunctionResolver(IReadOnlyList<BoundExpression> arguments, CallSite site, int? position);

/// <summary>All scalar functions by canonical name: lower case, without underscores.</summary>
/// <remarks>
/// Operators are functions too: plus minus times divide mod, equals notequals greaterthan greaterthanorequal lessthan lessthanorequal,
/// and or not, case, cast (type name as text literal in the second place), in, between, like, regexplike, isnull, isnotnull.
/// </remarks>
internal static class FunctionCatalog
{
    private static readonly FrozenDictionary<string, FunctionResolver> Resolvers = Gather().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Canonical names of all functions, operators among them.</summary>
    public static IEnumerable<string> Names => Resolvers.Keys;

    /// <summary>The canonical form of a function name.</summary>
    public static string Canonical(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    public static bool TryFind(string canonicalName, out FunctionResolver resolver) => Resolvers.TryGetValue(canonicalName, out resolver!);

    private static Dictionary<string, FunctionResolver> Gather()
    {
        FunctionTable table = new();
        ArithmeticFunctions.Register(table);
        MathFunctions.Register(table);
        ComparisonFunctions.Register(table);
        BooleanFunctions.Register(table);
        ConditionalFunctions.Register(table);
        CastFunctions.Register(table);
        PredicateFunctions.Register(table);
        RegexFunctions.Register(table);
        TextFunctions.Register(table);
        EncodingFunctions.Register(table);
        ArrayFunctions.Register(table);
        JsonFunctions.Register(table);
        JsonPathFunctions.Register(table);
        DateTruncFunctions.Register(table);
        DateFieldFunctions.Register(table);
        DateTimeFunctions.Register(table);
        DateTimeConvertFunctions.Register(table);
        return table.Resolvers;
    }
}

using Query.Expressions;
using Query.Values.Times;
using Segments.Schema;

namespace Query.Functions;

/// <summary>Reads arguments that must be literals: units, formats, patterns, zones.</summary>
internal static class Literals
{
    /// <summary>The text of a literal argument.</summary>
    /// <param name="arguments">Of the call.</param>
    /// <param name="index">From 0.</param>
    /// <param name="what">What the argument is, for the refusal: <c>the unit of datetrunc</c>.</param>
    /// <param name="site">Where the call stands.</param>
    /// <param name="position">Of the call.</param>
    public static string Text(IReadOnlyList<BoundExpression> arguments, int index, string what, CallSite site, int? position) =>
        index < arguments.Count && arguments[index] is BoundLiteral { IsNull: false } literal && literal.Type.Physical == PhysicalType.Bytes
            ? literal.Text
            : throw Signature.Refuse(site, $"{what} must be a text in single quotes", position);

    /// <summary>The zone named by an optional literal argument, UTC if there is none.</summary>
    public static TimeZoneRules Zone(IReadOnlyList<BoundExpression> arguments, int index, string name, CallSite site, int? position)
    {
        if (index >= arguments.Count)
        {
            return TimeZoneRules.Utc;
        }

        string id = Text(arguments, index, $"the time zone of {name}", site, position);
        return TimeZoneRules.TryFind(id, out TimeZoneRules? zone)
            ? zone
            : throw Signature.Refuse(site, $"'{id}' is no time zone; write one as Europe/Berlin or +05:30", position);
    }

    /// <summary>A date pattern that must be sound.</summary>
    public static JodaPattern Pattern(string pattern, CallSite site, int? position)
    {
        try
        {
            return JodaPattern.Parse(pattern);
        }
        catch (FormatException exception)
        {
            throw Signature.Refuse(site, exception.Message, position);
        }
    }
}

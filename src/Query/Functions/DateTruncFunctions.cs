using Query.Expressions;
using Query.Values.Times;
using Query.Vectors;
using Segments.Schema;

namespace Query.Functions;

/// <summary>DATETRUNC(unit, value [, unit of value [, zone [, unit of answer]]]): cut down, also before 1970.</summary>
internal static class DateTruncFunctions
{
    private static readonly Signature Parameters = new(SqlType.Text, SqlType.Long, SqlType.Text, SqlType.Text, SqlType.Text) { Optional = 3 };

    public static void Register(FunctionTable table)
    {
        table.Add("datetrunc", (arguments, site, position) => Resolve(isList: false, arguments, site, position));
        table.Add("datetruncmv", (arguments, site, position) => Resolve(isList: true, arguments, site, position));
    }

    /// <summary>Cuts milliseconds down to a multiple of a fixed length.</summary>
    public static void Floor(ReadOnlySpan<long> millis, long length, Span<long> result)
    {
        for (int i = 0; i < result.Length; i++)
        {
            long rest = millis[i] % length;
            result[i] = millis[i] - rest - (rest < 0 ? length : 0);
        }
    }

    private static ScalarFunction Resolve(bool isList, IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        string unitName = Literals.Text(arguments, 0, "the unit of DATETRUNC", site, position);
        if (!DateUnits.TryParse(unitName, out DateUnit unit))
        {
            throw Signature.Refuse(site, $"'{unitName}' is no unit; there are millisecond, second, minute, hour, day, week, month, quarter and year", position);
        }

        TimeUnit input = Unit(arguments, 2, TimeUnit.Milliseconds, site, position);
        TimeZoneRules zone = Literals.Zone(arguments, 3, "DATETRUNC", site, position);
        TimeUnit output = Unit(arguments, 4, input, site, position);
        VectorFunction evaluate = input == TimeUnit.Milliseconds && output == input && zone.IsFixed && zone.OffsetAt(0) == 0 && unit <= DateUnit.Day
            ? FloorMillis(unit.Millis())
            : TruncateEach(unit, input, zone, output);
        string name = $"datetrunc {unit} {input} {zone.Id} {output}";
        if (!isList)
        {
            return Parameters.Bind(name, SqlType.Long, evaluate, arguments, site, position);
        }

        Signature lists = Parameters with { Parameters = [SqlType.Text, SqlType.Long.ToArray(), SqlType.Text, SqlType.Text, SqlType.Text] };
        return lists.Bind(name, SqlType.Long.ToArray(), ListForms.EntryByEntry(1, PhysicalType.Long, evaluate), arguments, site, position);
    }

    private static TimeUnit Unit(IReadOnlyList<BoundExpression> arguments, int index, TimeUnit fallback, CallSite site, int? position)
    {
        if (index >= arguments.Count)
        {
            return fallback;
        }

        string name = Literals.Text(arguments, index, "the time unit of DATETRUNC", site, position);
        return TimeUnits.TryParse(name, out TimeUnit unit)
            ? unit
            : throw Signature.Refuse(site, $"'{name}' is no time unit; there are MILLISECONDS, SECONDS, MINUTES, HOURS and DAYS", position);
    }

    private static VectorFunction FloorMillis(long length) => (arguments, result, _) =>
    {
        if (arguments[1].IsConstant)
        {
            Floor(arguments[1].Longs.AsSpan(0, 1), length, result.Longs.AsSpan(0, 1));
            result.Longs.AsSpan(1, Math.Max(result.Length - 1, 0)).Fill(result.Longs[0]);
        }
        else
        {
            Floor(arguments[1].Longs.AsSpan(0, result.Length), length, result.Longs.AsSpan(0, result.Length));
        }
    };

    private static VectorFunction TruncateEach(DateUnit unit, TimeUnit input, TimeZoneRules zone, TimeUnit output) => (arguments, result, _) =>
    {
        ReadOnlySpan<long> source = arguments[1].Longs;
        int mask = arguments[1].IndexMask;
        for (int row = 0; row < result.Length; row++)
        {
            long local = unit.Truncate(zone.ToLocal(TimeUnits.Convert(source[row & mask], input, TimeUnit.Milliseconds)));
            result.Longs[row] = TimeUnits.Convert(zone.ToInstant(local), TimeUnit.Milliseconds, output);
        }
    };
}

using Query.Expressions;
using Query.Values.Times;
using Query.Vectors;

namespace Query.Functions;

/// <summary>YEAR, MONTH, … HOUR of milliseconds, in UTC or the zone given second; EXTRACT by unit.</summary>
internal static class DateFieldFunctions
{
    private static readonly (string Names, string? Unit, Func<long, long> Field)[] Fields =
    [
        ("year", "YEAR", DateFields.Year),
        ("yearofweek yow", null, DateFields.YearOfWeek),
        ("quarter", "QUARTER", local => DateFields.Quarter(local)),
        ("month monthofyear", "MONTH", local => DateFields.Month(local)),
        ("week weekofyear", "WEEK", local => DateFields.Week(local)),
        ("dayofyear doy", "DOY", local => DateFields.DayOfYear(local)),
        ("day dayofmonth", "DAY", local => DateFields.DayOfMonth(local)),
        ("dayofweek dow", "DOW", local => DateFields.DayOfWeek(local)),
        ("hour", "HOUR", local => DateFields.Hour(local)),
        ("minute", "MINUTE", local => DateFields.Minute(local)),
        ("second", "SECOND", local => DateFields.Second(local)),
        ("millisecond", null, local => DateFields.Millisecond(local)),
    ];

    public static void Register(FunctionTable table)
    {
        foreach ((string names, _, Func<long, long> field) in Fields)
        {
            foreach (string name in names.Split(' '))
            {
                table.Add(name, (arguments, site, position) => Resolve(name, field, isList: false, arguments, site, position));
                table.Add(name + "mv", (arguments, site, position) => Resolve(name, field, isList: true, arguments, site, position));
            }
        }

        table.Add("extract", ResolveExtract);
    }

    private static ScalarFunction Resolve(string name, Func<long, long> field, bool isList, IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        TimeZoneRules zone = Literals.Zone(arguments, 1, name, site, position);
        VectorFunction evaluate = Evaluate(field, zone, argument: 0);
        Signature signature = new(isList ? SqlType.Long.ToArray() : SqlType.Long, SqlType.Text) { Optional = 1 };
        return isList
            ? signature.Bind(name + "mv " + zone.Id, SqlType.Int.ToArray(), ListForms.EntryByEntry(0, Segments.Schema.PhysicalType.Long, evaluate), arguments, site, position)
            : signature.Bind(name + " " + zone.Id, SqlType.Int, evaluate, arguments, site, position);
    }

    private static ScalarFunction ResolveExtract(IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        string unit = Literals.Text(arguments, 0, "the unit of EXTRACT", site, position).ToUpperInvariant();
        (_, string? found, Func<long, long> field) = Array.Find(Fields, candidate => candidate.Unit == unit);
        if (found is null)
        {
            throw Signature.Refuse(
                site,
                $"{unit} cannot be extracted; there are {string.Join(", ", Fields.Select(candidate => candidate.Unit).OfType<string>())}",
                position);
        }

        return new Signature(SqlType.Text, SqlType.Long).Bind(
            "extract " + unit, SqlType.Int, Evaluate(field, TimeZoneRules.Utc, argument: 1), arguments, site, position);
    }

    private static VectorFunction Evaluate(Func<long, long> field, TimeZoneRules zone, int argument) => (arguments, result, _) =>
    {
        ReadOnlySpan<long> source = arguments[argument].Longs;
        int mask = arguments[argument].IndexMask;
        for (int row = 0; row < result.Length; row++)
        {
            result.Longs[row] = field(zone.ToLocal(source[row & mask]));
        }
    };
}

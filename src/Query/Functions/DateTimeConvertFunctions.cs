using System.Globalization;
using Query.Expressions;
using Query.Values.Times;
using Query.Vectors;

namespace Query.Functions;

/// <summary>DATETIMECONVERT and TIMECONVERT: one way to write a time into another.</summary>
internal static class DateTimeConvertFunctions
{
    public static void Register(FunctionTable table)
    {
        table.Add("datetimeconvert", Resolve);
        table.Add("timeconvert", ResolveTimeConvert);
    }

    private static ScalarFunction Resolve(IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        DateTimeFormatSpec input = Format(arguments, 1, site, position);
        DateTimeFormatSpec output = Format(arguments, 2, site, position);
        (long size, TimeUnit unit) = Granularity(Literals.Text(arguments, 3, "the granularity of DATETIMECONVERT", site, position), site, position);
        TimeZoneRules? bucketZone = arguments.Count > 4 ? Literals.Zone(arguments, 4, "DATETIMECONVERT", site, position)
            : output.Kind == DateTextKind.Pattern ? output.Zone
            : null;

        bool toText = output.Kind == DateTextKind.Pattern || (output.Kind == DateTextKind.Timestamp && site == CallSite.Folded);
        SqlType source = input.Kind == DateTextKind.Pattern ? SqlType.Text : SqlType.Long;
        Signature signature = new(source, SqlType.Text, SqlType.Text, SqlType.Text, SqlType.Text) { Optional = 1 };
        string name = "datetimeconvert " + string.Join('|', arguments.Skip(1).OfType<BoundLiteral>().Select(literal => literal.Text));
        return signature.Bind(name, toText ? SqlType.Text : SqlType.Long, Evaluate, arguments, site, position);

        void Evaluate(Vector[] values, Vector result, VectorContext context) => RowCall.Run(
            row =>
            {
                long millis = Bucket(ReadMillis(row, input), size, unit, bucketZone);
                if (toText)
                {
                    row.Return(WriteText(millis, output));
                }
                else
                {
                    row.Return(output.FromMillis(millis));
                }
            },
            values,
            result,
            context);
    }

    private static long ReadMillis(RowCall row, DateTimeFormatSpec input)
    {
        if (input.Kind != DateTextKind.Pattern)
        {
            return input.ToMillis(row.Long(0));
        }

        long millis = 0;
        bool read = input.Pattern is null ? IsoText.TryParse(row.Text(0), out millis) : input.Pattern.TryParse(row.Text(0), input.Zone, out millis);
        return read || row.IsNull(0) ? millis : throw QueryException.Failed($"'{row.Text(0)}' is no date of the input format");
    }

    private static string WriteText(long millis, DateTimeFormatSpec output) => output.Kind == DateTextKind.Timestamp ? SqlTimestamp.Format(millis)
        : output.Pattern is null ? IsoText.Format(millis)
        : output.Pattern.Format(millis, output.Zone);

    // Without a zone toward zero; in a zone by the field of the unit: 15 minutes begin anew every hour, 2 days every month.
    private static long Bucket(long millis, long size, TimeUnit unit, TimeZoneRules? zone)
    {
        if (zone is null)
        {
            long length = size * Math.Max(unit.Millis(), 1);
            return millis / length * length;
        }

        long local = zone.ToLocal(millis);
        long field = unit switch
        {
            TimeUnit.Seconds => DateFields.Second(local),
            TimeUnit.Minutes => DateFields.Minute(local),
            TimeUnit.Hours => DateFields.Hour(local),
            TimeUnit.Days => DateFields.DayOfMonth(local) - 1,
            _ => DateFields.Millisecond(local),
        };
        long unitMillis = Math.Max(unit.Millis(), 1);
        long floored = local - CivilCalendar.FloorMod(local, unitMillis);
        return zone.ToInstant(floored - (field % size * unitMillis));
    }

    private static DateTimeFormatSpec Format(IReadOnlyList<BoundExpression> arguments, int index, CallSite site, int? position)
    {
        string text = Literals.Text(arguments, index, "a format of DATETIMECONVERT", site, position);
        try
        {
            return DateTimeFormatSpec.Parse(text);
        }
        catch (FormatException exception)
        {
            throw Signature.Refuse(site, exception.Message, position);
        }
    }

    private static (long Size, TimeUnit Unit) Granularity(string text, CallSite site, int? position)
    {
        string[] parts = text.Split(':', '|');
        string unitName = parts.Length == 1 || char.IsAsciiLetter(text.FirstOrDefault()) ? parts[0] : parts[1];
        string sizeText = parts.Length == 1 ? "1" : unitName == parts[0] ? parts[1] : parts[0];
        return parts.Length <= 2 && TimeUnits.TryParse(unitName, out TimeUnit unit) && unit != TimeUnit.Weeks
            && long.TryParse(sizeText, NumberStyles.None, CultureInfo.InvariantCulture, out long size) && size > 0
            ? (size, unit)
            : throw Signature.Refuse(site, $"'{text}' is no granularity; write it as 15:MINUTES or 1:DAYS", position);
    }

    private static ScalarFunction ResolveTimeConvert(IReadOnlyList<BoundExpression> arguments, CallSite site, int? position)
    {
        if (site == CallSite.Folded)
        {
            throw new QueryException(700, "timeconvert converts a column, not a literal", position);
        }

        TimeUnit from = Unit(1);
        TimeUnit to = Unit(2);
        return new Signature(SqlType.Long, SqlType.Text, SqlType.Text).Bind(
            $"timeconvert {from} {to}",
            SqlType.Long,
            (values, result, context) => RowCall.Run(row => row.Return(TimeUnits.Convert(row.Long(0), from, to)), values, result, context),
            arguments,
            site,
            position);

        TimeUnit Unit(int index)
        {
            string name = Literals.Text(arguments, index, "a unit of timeconvert", site, position);
            return TimeUnits.TryParse(name, out TimeUnit unit) ? unit : throw Signature.Refuse(site, $"'{name}' is no time unit; there are MILLISECONDS, SECONDS, MINUTES, HOURS and DAYS", position);
        }
    }
}

using System.Globalization;
using System.Text;

namespace Query.Values.Times;

/// <summary>Writes the parts of a date pattern; names are English.</summary>
internal static class JodaFormatter
{
    public static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    public static readonly string[] Weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    public static void Append(StringBuilder text, JodaPart part, long local, long millis, TimeZoneRules zone)
    {
        switch (part.Letter)
        {
            case '\'':
                text.Append(part.Text);
                break;
            case 'G':
                text.Append(DateFields.Year(local) > 0 ? "AD" : "BC");
                break;
            case 'E':
                AppendName(text, Weekdays[DateFields.DayOfWeek(local) - 1], part.Count);
                break;
            case 'M' when part.Count >= 3:
                AppendName(text, Months[DateFields.Month(local) - 1], part.Count);
                break;
            case 'a':
                text.Append(DateFields.Hour(local) < 12 ? "AM" : "PM");
                break;
            case 'S':
                text.Append(DateFields.Millisecond(local).ToString("000", CultureInfo.InvariantCulture).PadRight(part.Count, '0').AsSpan(0, part.Count));
                break;
            case 'z':
                text.Append(ZoneNames.Of(zone, millis, isLong: part.Count >= 4));
                break;
            case 'Z':
                AppendZone(text, zone, millis, part.Count);
                break;
            default:
                AppendNumber(text, NumberOf(part.Letter, local), part);
                break;
        }
    }

    private static long NumberOf(char letter, long local) => letter switch
    {
        'C' => YearOfEra(local) / 100,
        'Y' => YearOfEra(local),
        'y' => DateFields.Year(local),
        'x' => DateFields.YearOfWeek(local),
        'w' => DateFields.Week(local),
        'e' => DateFields.DayOfWeek(local),
        'D' => DateFields.DayOfYear(local),
        'M' => DateFields.Month(local),
        'd' => DateFields.DayOfMonth(local),
        'K' => DateFields.Hour(local) % 12,
        'h' => DateFields.Hour(local) % 12 == 0 ? 12 : DateFields.Hour(local) % 12,
        'H' => DateFields.Hour(local),
        'k' => DateFields.Hour(local) == 0 ? 24 : DateFields.Hour(local),
        'm' => DateFields.Minute(local),
        _ => DateFields.Second(local),
    };

    private static long YearOfEra(long local)
    {
        long year = DateFields.Year(local);
        return year > 0 ? year : 1 - year;
    }

    private static void AppendNumber(StringBuilder text, long number, JodaPart part)
    {
        if (part is { Letter: 'y' or 'Y' or 'x', Count: 2 })
        {
            text.Append(CultureInfo.InvariantCulture, $"{CivilCalendar.FloorMod(number, 100):00}");
            return;
        }

        text.Append(number < 0 ? "-" : "").Append(Math.Abs(number).ToString(CultureInfo.InvariantCulture).PadLeft(part.Count, '0'));
    }

    private static void AppendName(StringBuilder text, string name, int count) => text.Append(count >= 4 ? name : name[..3]);

    private static void AppendZone(StringBuilder text, TimeZoneRules zone, long millis, int count)
    {
        if (count >= 3)
        {
            text.Append(zone.Id);
            return;
        }

        long offset = zone.OffsetAt(millis);
        long seconds = Math.Abs(offset) / 1000;
        text.Append(offset < 0 ? '-' : '+').Append(CultureInfo.InvariantCulture, $"{seconds / 3600:00}{(count == 2 ? ":" : "")}{seconds / 60 % 60:00}");
        if (seconds % 60 != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(count == 2 ? ":" : "")}{seconds % 60:00}");
        }
    }
}

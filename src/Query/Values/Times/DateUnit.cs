namespace Query.Values.Times;

/// <summary>Units that dates are cut to and counted in.</summary>
internal enum DateUnit
{
    Millisecond,
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// <summary>What follows from a unit: its name, its length, cutting to it, adding it, counting it.</summary>
internal static class DateUnits
{
    /// <summary>Finds a unit by its name in the singular, in any case.</summary>
    public static bool TryParse(string name, out DateUnit unit) =>
        Enum.TryParse(name, ignoreCase: true, out unit) && Enum.IsDefined(unit) && name.All(char.IsAsciiLetter);

    /// <summary>Milliseconds of a unit, or 0 if its length varies.</summary>
    public static long Millis(this DateUnit unit) => unit switch
    {
        DateUnit.Millisecond => 1,
        DateUnit.Second => 1000,
        DateUnit.Minute => 60_000,
        DateUnit.Hour => 3_600_000,
        DateUnit.Day => CivilCalendar.MillisPerDay,
        DateUnit.Week => 7 * CivilCalendar.MillisPerDay,
        _ => 0,
    };

    /// <summary>Local milliseconds cut down to the start of the unit; weeks begin on Monday.</summary>
    public static long Truncate(this DateUnit unit, long local)
    {
        if (unit <= DateUnit.Day)
        {
            long length = unit.Millis();
            return local - CivilCalendar.FloorMod(local, length);
        }

        long day = DateFields.Day(local);
        if (unit == DateUnit.Week)
        {
            return (day - CivilCalendar.FloorMod(day + 3, 7)) * CivilCalendar.MillisPerDay;
        }

        (long year, int month, _) = CivilCalendar.DateOf(day);
        int first = unit switch
        {
            DateUnit.Month => month,
            DateUnit.Quarter => month - ((month - 1) % 3),
            _ => 1,
        };
        return CivilCalendar.DayOf(year, first, 1) * CivilCalendar.MillisPerDay;
    }

    /// <summary>Local milliseconds with that many units added.</summary>
    /// <exception cref="OverflowException">The sum is no 64-bit number.</exception>
    public static long Add(this DateUnit unit, long local, long count) => unit switch
    {
        DateUnit.Month => DateFields.AddMonths(local, count),
        DateUnit.Quarter => DateFields.AddMonths(local, checked(count * 3)),
        DateUnit.Year => DateFields.AddMonths(local, checked(count * 12)),
        _ => checked(local + (count * unit.Millis())),
    };

    /// <summary>Whole units from one local time to another, toward zero.</summary>
    public static long Between(this DateUnit unit, long from, long to) => unit switch
    {
        DateUnit.Month => DateFields.MonthsBetween(from, to),
        DateUnit.Quarter => DateFields.MonthsBetween(from, to) / 3,
        DateUnit.Year => DateFields.MonthsBetween(from, to) / 12,
        _ => (to - from) / unit.Millis(),
    };
}

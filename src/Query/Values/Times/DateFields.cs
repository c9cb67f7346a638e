namespace Query.Values.Times;

/// <summary>Fields of local milliseconds in the ISO calendar, as Joda counts them.</summary>
internal static class DateFields
{
    public static long Day(long local) => CivilCalendar.FloorDiv(local, CivilCalendar.MillisPerDay);

    public static int MillisOfDay(long local) => (int)CivilCalendar.FloorMod(local, CivilCalendar.MillisPerDay);

    public static long Year(long local) => CivilCalendar.DateOf(Day(local)).Year;

    public static int Quarter(long local) => (Month(local) + 2) / 3;

    public static int Month(long local) => CivilCalendar.DateOf(Day(local)).Month;

    public static int DayOfMonth(long local) => CivilCalendar.DateOf(Day(local)).Day;

    public static int DayOfYear(long local) => (int)(Day(local) - CivilCalendar.DayOf(Year(local), 1, 1)) + 1;

    /// <summary>Monday is 1, Sunday 7.</summary>
    public static int DayOfWeek(long local) => (int)CivilCalendar.FloorMod(Day(local) + 3, 7) + 1;

    /// <summary>The year that ISO week belongs to.</summary>
    public static long YearOfWeek(long local) => CivilCalendar.DateOf(Day(local) - DayOfWeek(local) + 4).Year;

    /// <summary>ISO week, 1 to 53.</summary>
    public static int Week(long local)
    {
        long thursday = Day(local) - DayOfWeek(local) + 4;
        return (int)((thursday - CivilCalendar.DayOf(CivilCalendar.DateOf(thursday).Year, 1, 1)) / 7) + 1;
    }

    public static int Hour(long local) => MillisOfDay(local) / 3_600_000;

    public static int Minute(long local) => MillisOfDay(local) / 60_000 % 60;

    public static int Second(long local) => MillisOfDay(local) / 1000 % 60;

    public static int Millisecond(long local) => MillisOfDay(local) % 1000;

    /// <summary>Monday of the first ISO week of a year, as a day number.</summary>
    public static long FirstMonday(long yearOfWeek)
    {
        long fourth = CivilCalendar.DayOf(yearOfWeek, 1, 4);
        return fourth - CivilCalendar.FloorMod(fourth + 3, 7);
    }

    /// <summary>Local milliseconds with months added; the day is cut to the length of the month.</summary>
    public static long AddMonths(long local, long months)
    {
        (long year, int month, int day) = CivilCalendar.DateOf(Day(local));
        long month0 = checked((year * 12) + month - 1 + months);
        year = CivilCalendar.FloorDiv(month0, 12);
        month = (int)(month0 - (year * 12)) + 1;
        return (CivilCalendar.DayOf(year, month, Math.Min(day, CivilCalendar.DaysInMonth(year, month))) * CivilCalendar.MillisPerDay) + MillisOfDay(local);
    }

    /// <summary>Whole months between two local times, toward zero.</summary>
    public static long MonthsBetween(long from, long to)
    {
        (long fromYear, int fromMonth, _) = CivilCalendar.DateOf(Day(from));
        (long toYear, int toMonth, _) = CivilCalendar.DateOf(Day(to));
        long months = ((toYear - fromYear) * 12) + toMonth - fromMonth;
        return months > 0 && AddMonths(from, months) > to ? months - 1
            : months < 0 && AddMonths(from, months) < to ? months + 1
            : months;
    }
}

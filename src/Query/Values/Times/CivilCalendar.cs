namespace Query.Values.Times;

/// <summary>Days since 1970-01-01 to years, months and days and back; years count through 0, far beyond those of DateTime.</summary>
internal static class CivilCalendar
{
    public const long MillisPerDay = 86_400_000;

    /// <summary>First day on which java.sql.Timestamp counts by the Gregorian calendar: 15 October 1582.</summary>
    public const long FirstGregorianDay = -141_427;

    /// <summary>Day number of a date of the proleptic Gregorian calendar.</summary>
    public static long DayOf(long year, int month, int day)
    {
        long y = month <= 2 ? year - 1 : year;
        long era = FloorDiv(y, 400);
        long yearOfEra = y - (era * 400);
        long dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        long dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * 146_097) + dayOfEra - 719_468;
    }

    /// <summary>Date of a day number in the proleptic Gregorian calendar.</summary>
    public static (long Year, int Month, int Day) DateOf(long dayNumber)
    {
        long z = dayNumber + 719_468;
        long era = FloorDiv(z, 146_097);
        long dayOfEra = z - (era * 146_097);
        long yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        long dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        return Finish(yearOfEra + (era * 400), dayOfYear);
    }

    /// <summary>Day number of a date of the Julian calendar.</summary>
    public static long JulianDayOf(long year, int month, int day)
    {
        long y = month <= 2 ? year - 1 : year;
        long era = FloorDiv(y, 4);
        long yearOfEra = y - (era * 4);
        long dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        return (era * 1461) + (yearOfEra * 365) + dayOfYear - 719_470;
    }

    /// <summary>Date of a day number in the Julian calendar.</summary>
    public static (long Year, int Month, int Day) JulianDateOf(long dayNumber)
    {
        long z = dayNumber + 719_470;
        long era = FloorDiv(z, 1461);
        long dayOfEra = z - (era * 1461);
        long yearOfEra = (dayOfEra - (dayOfEra / 1460)) / 365;
        return Finish(yearOfEra + (era * 4), dayOfEra - (365 * yearOfEra));
    }

    public static bool IsLeap(long year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    public static int DaysInMonth(long year, int month) => month switch
    {
        2 => IsLeap(year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    public static long FloorDiv(long value, long divisor)
    {
        long quotient = value / divisor;
        return (value % divisor != 0) && ((value < 0) != (divisor < 0)) ? quotient - 1 : quotient;
    }

    public static long FloorMod(long value, long divisor)
    {
        long rest = value % divisor;
        return rest < 0 ? rest + divisor : rest;
    }

    // Years of this reckoning begin in March, so that the leap day comes last.
    private static (long Year, int Month, int Day) Finish(long year, long dayOfYear)
    {
        long monthFromMarch = ((5 * dayOfYear) + 2) / 153;
        int day = (int)(dayOfYear - (((153 * monthFromMarch) + 2) / 5) + 1);
        int month = (int)(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9);
        return (month <= 2 ? year + 1 : year, month, day);
    }
}

namespace Ingestion.Records;

/// <summary>A day of the Gregorian calendar; its years go further than those of <see cref="DateOnly"/>.</summary>
/// <param name="Year">0 is the year before 1.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">1 to 31.</param>
internal readonly record struct CivilDate(long Year, int Month, int Day)
{
    private const int DaysPerEra = 146_097;

    /// <summary>The day that is so many days after 1970-01-01.</summary>
    public static CivilDate Of(long epochDay)
    {
        // Years begin in March here, so that the leap day is the last of a year.
        long shifted = epochDay + 719_468;
        long era = (shifted >= 0 ? shifted : shifted - DaysPerEra + 1) / DaysPerEra;
        int dayOfEra = (int)(shifted - (era * DaysPerEra));
        int yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        int dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        int marchMonth = ((5 * dayOfYear) + 2) / 153;
        int day = dayOfYear - (((153 * marchMonth) + 2) / 5) + 1;
        int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        return new CivilDate(yearOfEra + (era * 400) + (month <= 2 ? 1 : 0), month, day);
    }
}

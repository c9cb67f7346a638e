using Query.Values.Times;

namespace UnitTests.Query.Values.Times;

public sealed class CivilCalendarTests
{
    [Fact]
    public void Days_and_dates_agree_with_DateTime_over_all_its_years()
    {
        for (DateTime date = DateTime.MinValue; date.Year < 9999; date = date.AddDays(37))
        {
            long day = (long)(date - DateTime.UnixEpoch).TotalDays;

            Assert.Equal((date.Year, date.Month, date.Day), CivilCalendar.DateOf(day));
            Assert.Equal(day, CivilCalendar.DayOf(date.Year, date.Month, date.Day));
            Assert.Equal(((int)date.DayOfWeek + 6) % 7 + 1, DateFields.DayOfWeek(day * CivilCalendar.MillisPerDay));
            Assert.Equal(date.DayOfYear, DateFields.DayOfYear(day * CivilCalendar.MillisPerDay));
            Assert.Equal(System.Globalization.ISOWeek.GetWeekOfYear(date), DateFields.Week(day * CivilCalendar.MillisPerDay));
        }
    }

    [Fact]
    public void The_Julian_calendar_agrees_with_JulianCalendar()
    {
        System.Globalization.JulianCalendar julian = new();
        for (DateTime date = new(4, 1, 1); date.Year < 1700; date = date.AddDays(41))
        {
            long day = (long)(date - DateTime.UnixEpoch).TotalDays;
            (int Year, int Month, int Day) expected = (julian.GetYear(date), julian.GetMonth(date), julian.GetDayOfMonth(date));

            Assert.Equal(expected, CivilCalendar.JulianDateOf(day));
            Assert.Equal(day, CivilCalendar.JulianDayOf(expected.Year, expected.Month, expected.Day));
        }
    }
}

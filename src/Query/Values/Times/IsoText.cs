using System.Globalization;

namespace Query.Values.Times;

/// <summary>Instants as java.time.Instant writes them: <c>2024-02-29T12:34:56.789Z</c>, no fraction for whole seconds.</summary>
internal static class IsoText
{
    public static string Format(long millis)
    {
        (long year, int month, int day) = CivilCalendar.DateOf(DateFields.Day(millis));
        string yearText = year is >= 0 and <= 9999 ? year.ToString("0000", CultureInfo.InvariantCulture) : year.ToString("+000000;-0000", CultureInfo.InvariantCulture);
        int fraction = DateFields.Millisecond(millis);
        string fractionText = fraction == 0 ? "" : fraction.ToString("'.'000", CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{yearText}-{month:00}-{day:00}T{DateFields.Hour(millis):00}:{DateFields.Minute(millis):00}:{DateFields.Second(millis):00}{fractionText}Z");
    }

    /// <summary>Reads a full date and time with Z or an offset.</summary>
    public static bool TryParse(string text, out long millis)
    {
        bool complete = text.Length > 16 && text[10] is 'T' or 't' && (text[^1] is 'Z' or 'z' || text.LastIndexOfAny(['+', '-']) > 10);
        millis = 0;
        return complete && SqlTimestamp.TryParseIso(text.ToUpperInvariant(), out millis);
    }
}

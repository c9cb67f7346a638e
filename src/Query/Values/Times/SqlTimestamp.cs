using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Query.Values.Times;

/// <summary>TIMESTAMP as text, as java.sql.Timestamp in UTC writes and reads it, and as ISO 8601.</summary>
/// <remarks>Before 15 October 1582 the java.sql form counts by the Julian calendar; the ISO form never does.</remarks>
internal static class SqlTimestamp
{
    /// <summary>Longest text in bytes.</summary>
    public const int MaxBytes = 40;

    /// <summary><c>yyyy-MM-dd HH:mm:ss.f</c> with as many fraction digits as needed, at least one.</summary>
    public static string Format(long millis)
    {
        Span<byte> text = stackalloc byte[MaxBytes];
        return Encoding.ASCII.GetString(text[..Write(millis, text)]);
    }

    /// <summary>Writes what <see cref="Format"/> returns.</summary>
    /// <param name="millis">Since 1970-01-01T00:00:00Z.</param>
    /// <param name="text">At least <see cref="MaxBytes"/> long.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(long millis, Span<byte> text)
    {
        // Java keeps whole seconds apart: those of the earliest milliseconds there are overflow to the latest.
        long second = CivilCalendar.FloorDiv(millis, 1000);
        int fraction = (int)unchecked(millis - (second * 1000));
        long whole = unchecked(second * 1000);
        long day = CivilCalendar.FloorDiv(whole, CivilCalendar.MillisPerDay);
        int millisOfDay = (int)(whole - (day * CivilCalendar.MillisPerDay));
        (long year, int month, int dayOfMonth) = day < CivilCalendar.FirstGregorianDay ? CivilCalendar.JulianDateOf(day) : CivilCalendar.DateOf(day);

        // Years before 1 are years of the era before, without a mark.
        int length = WriteNumber(year < 1 ? 1 - year : year, 4, text);
        text[length++] = (byte)'-';
        length += WriteNumber(month, 2, text[length..]);
        text[length++] = (byte)'-';
        length += WriteNumber(dayOfMonth, 2, text[length..]);
        text[length++] = (byte)' ';
        length += WriteNumber(millisOfDay / 3_600_000, 2, text[length..]);
        text[length++] = (byte)':';
        length += WriteNumber(millisOfDay / 60_000 % 60, 2, text[length..]);
        text[length++] = (byte)':';
        length += WriteNumber(millisOfDay / 1000 % 60, 2, text[length..]);
        text[length++] = (byte)'.';
        int digits = fraction % 100 == 0 ? 1 : fraction % 10 == 0 ? 2 : 3;
        return length + WriteNumber(fraction / (digits == 1 ? 100 : digits == 2 ? 10 : 1), digits, text[length..]);
    }

    /// <summary>Reads <c>yyyy-M-d H:m:s[.f]</c> (leniently, as Java), else a whole number of milliseconds, else ISO 8601; without a zone it is UTC.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long millis)
    {
        text = text.Trim();
        return TryParseSql(text, out millis)
            || long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out millis)
            || TryParseIso(text, out millis);
    }

    private static int WriteNumber(long value, int minDigits, Span<byte> text)
    {
        Utf8Formatter.TryFormat(value, text, out int written, new System.Buffers.StandardFormat('D', (byte)minDigits));
        return written;
    }

    private static bool TryParseSql(ReadOnlySpan<char> text, out long millis)
    {
        millis = 0;
        int blank = text.IndexOf(' ');
        if (blank < 0 || !TryParseSqlDate(text[..blank], out long day))
        {
            return false;
        }

        ReadOnlySpan<char> time = text[(blank + 1)..];
        int firstColon = time.IndexOf(':');
        int secondColon = firstColon < 0 ? -1 : time[(firstColon + 1)..].IndexOf(':') + firstColon + 1;
        if (firstColon < 1 || secondColon <= firstColon + 1)
        {
            return false;
        }

        ReadOnlySpan<char> seconds = time[(secondColon + 1)..];
        int fractionMillis = 0;
        int point = seconds.IndexOf('.');
        if (point >= 0)
        {
            if (!TryParseFraction(seconds[(point + 1)..], out fractionMillis))
            {
                return false;
            }

            seconds = seconds[..point];
        }

        if (!TryInt(time[..firstColon], out int hour) || !TryInt(time[(firstColon + 1)..secondColon], out int minute) || !TryInt(seconds, out int second))
        {
            return false;
        }

        millis = (day * CivilCalendar.MillisPerDay) + (hour * 3_600_000L) + (minute * 60_000L) + (second * 1000L) + fractionMillis;
        return true;
    }

    private static bool TryParseSqlDate(ReadOnlySpan<char> text, out long day)
    {
        day = 0;
        int first = text.IndexOf('-');
        int second = first < 0 ? -1 : text[(first + 1)..].IndexOf('-') + first + 1;
        if (first != 4 || second - first is not (2 or 3) || text.Length - second is not (2 or 3)
            || !TryInt(text[..first], out int year) || !TryInt(text[(first + 1)..second], out int month) || !TryInt(text[(second + 1)..], out int dayOfMonth)
            || month is < 1 or > 12 || dayOfMonth is < 1 or > 31)
        {
            return false;
        }

        // The 30th of February is the 1st or 2nd of March: the day is added to the first of the month.
        day = CivilCalendar.DayOf(year, month, 1) + dayOfMonth - 1;
        if (day < CivilCalendar.FirstGregorianDay)
        {
            day = Math.Min(CivilCalendar.JulianDayOf(year, month, 1) + dayOfMonth - 1, CivilCalendar.FirstGregorianDay + 9);
        }

        return true;
    }

    /// <summary>Reads <c>yyyy-MM-dd[(T| )HH:mm[:ss[.fffffffff]]][Z|±hh:mm]</c>; without a zone it is UTC.</summary>
    public static bool TryParseIso(ReadOnlySpan<char> text, out long millis)
    {
        millis = 0;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-' || !TryDigits(text[..4], out int year) || !TryDigits(text[5..7], out int month)
            || !TryDigits(text[8..10], out int day) || month is < 1 or > 12 || day < 1 || day > CivilCalendar.DaysInMonth(year, month))
        {
            return false;
        }

        millis = CivilCalendar.DayOf(year, month, day) * CivilCalendar.MillisPerDay;
        text = text[10..];
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] is not ('T' or ' '))
        {
            return false;
        }

        text = text[1..];
        if (text.Length < 5 || text[2] != ':' || !TryDigits(text[..2], out int hour) || !TryDigits(text[3..5], out int minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        millis += (hour * 3_600_000L) + (minute * 60_000L);
        text = text[5..];
        return TryParseIsoSeconds(ref text, ref millis) && TryParseIsoZone(text, ref millis);
    }

    private static bool TryParseIsoSeconds(ref ReadOnlySpan<char> text, ref long millis)
    {
        if (text.IsEmpty || text[0] != ':')
        {
            return true;
        }

        if (text.Length < 3 || !TryDigits(text[1..3], out int second) || second > 59)
        {
            return false;
        }

        millis += second * 1000L;
        text = text[3..];
        if (text.IsEmpty || text[0] != '.')
        {
            return true;
        }

        int digits = text[1..].IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? text.Length - 1 : digits;
        if (!TryParseFraction(text.Slice(1, digits), out int fractionMillis))
        {
            return false;
        }

        millis += fractionMillis;
        text = text[(digits + 1)..];
        return true;
    }

    private static bool TryParseIsoZone(ReadOnlySpan<char> text, ref long millis)
    {
        if (text.IsEmpty || text is "Z")
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':' || !TryDigits(text[1..3], out int hours) || !TryDigits(text[4..6], out int minutes)
            || hours > 18 || minutes > 59)
        {
            return false;
        }

        long offset = (hours * 3_600_000L) + (minutes * 60_000L);
        millis -= text[0] == '-' ? -offset : offset;
        return true;
    }

    // What is finer than a millisecond is cut off.
    private static bool TryParseFraction(ReadOnlySpan<char> digits, out int millis)
    {
        millis = 0;
        if (digits.Length is < 1 or > 9 || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        for (int i = 0; i < 3; i++)
        {
            millis = (millis * 10) + (i < digits.Length ? digits[i] - '0' : 0);
        }

        return true;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static bool TryInt(ReadOnlySpan<char> text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
}

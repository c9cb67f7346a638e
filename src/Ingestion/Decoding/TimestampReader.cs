namespace Ingestion.Decoding;

/// <summary>Timestamps as text, in the three spellings of Pinot; the zone is UTC where none is written.</summary>
internal static class TimestampReader
{
    private const long MillisPerDay = 86_400_000;
    private const long EpochJulianDay = 2_440_588;

    /// <summary>
    /// Tries in order: <c>yyyy-MM-dd HH:mm:ss[.fffffffff]</c> (lenient, Julian before 15 October 1582, as Java's Timestamp), a whole number of
    /// milliseconds, and ISO: <c>yyyy-MM-dd</c>, then optionally <c>T</c> or a blank, <c>HH:mm[:ss[.fffffffff]]</c>, and <c>Z</c> or <c>±hh:mm</c>.
    /// Digits beyond milliseconds are cut.
    /// </summary>
    /// <param name="text">Without surrounding blanks.</param>
    /// <param name="millis">Milliseconds since 1970-01-01T00:00:00Z.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out long millis) =>
        TryParseSql(text, out millis) || NumberText.TryParseLong(text, out millis) || TryParseIso(text, out millis);

    /// <summary>The commonest ISO form alone: <c>yyyy-MM-ddTHH:mm:ss[.f…]Z</c>.</summary>
    public static bool TryParseIso(ReadOnlySpan<byte> text, out long millis)
    {
        millis = 0;
        Cursor cursor = new(text);
        if (!cursor.Digits(4, 4, out int year) || !cursor.Take('-') || !cursor.Digits(2, 2, out int month) || !cursor.Take('-') || !cursor.Digits(2, 2, out int day)
            || year == 0 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        millis = (GregorianDay(year, month, day) - EpochJulianDay) * MillisPerDay;
        if (cursor.AtEnd)
        {
            return true;
        }

        if (!(cursor.Take('T') || cursor.Take(' ')) || !cursor.Digits(2, 2, out int hour) || !cursor.Take(':') || !cursor.Digits(2, 2, out int minute)
            || hour > 23 || minute > 59)
        {
            return false;
        }

        int second = 0;
        int fraction = 0;
        if (cursor.Take(':') && (!cursor.Digits(2, 2, out second) || second > 59 || (cursor.Take('.') && !cursor.Fraction(out fraction))))
        {
            return false;
        }

        millis += (((((hour * 60) + minute) * 60) + second) * 1000L) + fraction;
        return TryApplyZone(ref cursor, ref millis) && cursor.AtEnd;
    }

    private static bool TryParseSql(ReadOnlySpan<byte> text, out long millis)
    {
        millis = 0;
        Cursor cursor = new(text);
        if (!cursor.Digits(4, 4, out int year) || !cursor.Take('-') || !cursor.Digits(1, 2, out int month) || !cursor.Take('-') || !cursor.Digits(1, 2, out int day)
            || month is < 1 or > 12 || day is < 1 or > 31
            || !cursor.Take(' ') || !cursor.Digits(1, 2, out int hour) || !cursor.Take(':') || !cursor.Digits(1, 2, out int minute)
            || !cursor.Take(':') || !cursor.Digits(1, 2, out int second))
        {
            return false;
        }

        int fraction = 0;
        if ((cursor.Take('.') && !cursor.Fraction(out fraction)) || !cursor.AtEnd)
        {
            return false;
        }

        // Lenient: 30 February is 1 or 2 March, hour 24 the next day.
        bool isJulian = (year, month, day).CompareTo((1582, 10, 15)) < 0;
        long julianDay = (isJulian ? JulianDay(year, month, 1) : GregorianDay(year, month, 1)) + day - 1;
        millis = ((julianDay - EpochJulianDay) * MillisPerDay) + (((((hour * 60) + minute) * 60) + second) * 1000L) + fraction;
        return true;
    }

    private static bool TryApplyZone(ref Cursor cursor, ref long millis)
    {
        if (cursor.AtEnd || cursor.Take('Z'))
        {
            return true;
        }

        int sign = cursor.Take('+') ? 1 : cursor.Take('-') ? -1 : 0;
        if (sign == 0 || !cursor.Digits(2, 2, out int hours) || !cursor.Take(':') || !cursor.Digits(2, 2, out int minutes) || hours > 18 || minutes > 59)
        {
            return false;
        }

        millis -= sign * ((hours * 60) + minutes) * 60_000L;
        return true;
    }

    private static long GregorianDay(int year, int month, int day)
    {
        (long y, long m) = Shift(year, month);
        return day + (((153 * m) + 2) / 5) + (365 * y) + (y / 4) - (y / 100) + (y / 400) - 32045;
    }

    private static long JulianDay(int year, int month, int day)
    {
        (long y, long m) = Shift(year, month);
        return day + (((153 * m) + 2) / 5) + (365 * y) + (y / 4) - 32083;
    }

    // Years that begin in March, so that the leap day is the last one.
    private static (long Year, long Month) Shift(int year, int month)
    {
        int before = (14 - month) / 12;
        return (year + 4800 - before, month + (12 * before) - 3);
    }

    private ref struct Cursor(ReadOnlySpan<byte> text)
    {
        private readonly ReadOnlySpan<byte> _text = text;
        private int _at;

        public readonly bool AtEnd => _at == _text.Length;

        public bool Take(char c)
        {
            bool found = _at < _text.Length && _text[_at] == c;
            _at += found ? 1 : 0;
            return found;
        }

        public bool Digits(int min, int max, out int value)
        {
            value = 0;
            int count = 0;
            while (count < max && _at < _text.Length && (uint)(_text[_at] - '0') <= 9)
            {
                value = (value * 10) + (_text[_at++] - '0');
                count++;
            }

            return count >= min;
        }

        /// <summary>One to nine digits as whole milliseconds.</summary>
        public bool Fraction(out int millis)
        {
            int start = _at;
            bool any = Digits(1, 9, out int value);
            int digits = _at - start;
            for (; digits < 3; digits++)
            {
                value *= 10;
            }

            for (; digits > 3; digits--)
            {
                value /= 10;
            }

            millis = value;
            return any;
        }
    }
}

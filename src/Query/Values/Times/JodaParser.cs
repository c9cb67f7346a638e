using System.Globalization;

namespace Query.Values.Times;

/// <summary>Reads one text by the parts of a date pattern and puts the fields together.</summary>
internal sealed class JodaParser(string text)
{
    private readonly Dictionary<char, long> _fields = [];
    private int _position;
    private TimeZoneRules? _zone;
    private long? _offset;

    public bool TryRead(JodaPart part, bool numberFollows) => part.Letter switch
    {
        '\'' => TrySkip(part.Text),
        'G' => TryReadEra(),
        'a' => TryReadName(["AM", "PM"], 'a', 0, shorten: false),
        'E' => TryReadName(JodaFormatter.Weekdays, 'e', 1, shorten: true),
        'M' when part.Count >= 3 => TryReadName(JodaFormatter.Months, 'M', 1, shorten: true),
        'S' => TryReadFraction(part.Count),
        'Z' when part.Count >= 3 => TryReadZoneId(),
        'Z' => TryReadOffset(),
        'z' => TryReadZoneName(),
        _ => TryReadNumber(part, numberFollows),
    };

    /// <summary>The instant of all fields read, if the text is used up and every field is in its range.</summary>
    public bool TryFinish(TimeZoneRules zone, out long millis)
    {
        millis = 0;
        if (_position != text.Length || !TryDay(out long day) || !TryTime(out long time))
        {
            return false;
        }

        long local = (day * CivilCalendar.MillisPerDay) + time;
        if (_offset is { } offset)
        {
            millis = local - offset;
            return true;
        }

        return (_zone ?? zone).TryToInstant(local, out millis);
    }

    private bool TrySkip(string expected)
    {
        bool found = string.Compare(text, _position, expected, 0, expected.Length, StringComparison.OrdinalIgnoreCase) == 0 && _position + expected.Length <= text.Length;
        _position += expected.Length;
        return found;
    }

    private bool TryReadEra()
    {
        bool isAfter = TryAccept("AD") || TryAccept("CE");
        if (!isAfter && !TryAccept("BCE") && !TryAccept("BC"))
        {
            return false;
        }

        _fields['G'] = isAfter ? 1 : 0;
        return true;
    }

    private bool TryReadName(string[] names, char field, int first, bool shorten)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (TryAccept(names[i]) || (shorten && TryAccept(names[i][..3])))
            {
                _fields[field] = i + first;
                return true;
            }
        }

        return false;
    }

    private bool TryAccept(string word)
    {
        if (string.Compare(text, _position, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) != 0)
        {
            return false;
        }

        _position += word.Length;
        return true;
    }

    private bool TryReadNumber(JodaPart part, bool numberFollows)
    {
        bool isYear = part.Letter is 'y' or 'Y' or 'x';
        int most = isYear ? (numberFollows ? Math.Max(part.Count, 1) : 9) : part.Letter == 'D' ? 3 : part.Letter is 'e' ? 1 : Math.Max(part.Count, 2);
        int start = _position;
        bool signed = isYear && _position < text.Length && text[_position] is '-' or '+';
        if (signed)
        {
            _position++;
        }

        int firstDigit = _position;
        while (_position < text.Length && _position - firstDigit < most && char.IsAsciiDigit(text[_position]))
        {
            _position++;
        }

        int digits = _position - firstDigit;
        if (digits == 0)
        {
            return false;
        }

        long number = long.Parse(text.AsSpan(start, _position - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        // Two digits mean the century around the year 2000 in a two-letter year.
        if (isYear && part.Count == 2 && digits == 2 && !signed)
        {
            int pivot = DateTime.UtcNow.Year - 30;
            int low = pivot - 50;
            number = low + CivilCalendar.FloorMod(number - low, 100);
        }

        _fields[part.Letter] = number;
        return true;
    }

    private bool TryReadFraction(int most)
    {
        int start = _position;
        while (_position < text.Length && _position - start < most && char.IsAsciiDigit(text[_position]))
        {
            _position++;
        }

        if (_position == start)
        {
            return false;
        }

        string digits = text[start.._position].PadRight(3, '0')[..3];
        _fields['S'] = int.Parse(digits, CultureInfo.InvariantCulture);
        return true;
    }

    private bool TryReadOffset()
    {
        if (_position < text.Length && text[_position] == 'Z')
        {
            _position++;
            _offset = 0;
            return true;
        }

        int start = _position;
        if (start >= text.Length || text[start] is not ('+' or '-'))
        {
            return false;
        }

        _position++;
        while (_position < text.Length && (char.IsAsciiDigit(text[_position]) || text[_position] == ':') && _position - start < 6)
        {
            _position++;
        }

        if (!TimeZoneRules.TryFind(text[start.._position], out TimeZoneRules? zone))
        {
            return false;
        }

        _offset = zone.OffsetAt(0);
        return true;
    }

    private bool TryReadZoneId()
    {
        int start = _position;
        while (_position < text.Length && (char.IsAsciiLetterOrDigit(text[_position]) || text[_position] is '/' or '_' or '-' or '+' or ':'))
        {
            _position++;
        }

        return _position > start && TimeZoneRules.TryFind(text[start.._position], out _zone);
    }

    private bool TryReadZoneName()
    {
        if (!TryAccept("UTC") && !TryAccept("GMT"))
        {
            return false;
        }

        _offset = 0;
        return true;
    }

    private bool TryDay(out long day)
    {
        day = 0;
        if (_fields.ContainsKey('x') || (_fields.ContainsKey('w') && !_fields.ContainsKey('M')))
        {
            return TryWeekDay(out day);
        }

        bool hasMonthOrDay = _fields.ContainsKey('M') || _fields.ContainsKey('d') || _fields.ContainsKey('D');
        if (!TryYear(hasMonthOrDay ? 2000 : 1970, out long year))
        {
            return false;
        }

        if (_fields.TryGetValue('D', out long dayOfYear))
        {
            day = CivilCalendar.DayOf(year, 1, 1) + dayOfYear - 1;
            return dayOfYear >= 1 && dayOfYear <= (CivilCalendar.IsLeap(year) ? 366 : 365);
        }

        long month = _fields.GetValueOrDefault('M', 1);
        long dayOfMonth = _fields.GetValueOrDefault('d', 1);
        if (month is < 1 or > 12 || dayOfMonth < 1 || dayOfMonth > CivilCalendar.DaysInMonth(year, (int)month))
        {
            return false;
        }

        day = CivilCalendar.DayOf(year, (int)month, (int)dayOfMonth);
        return true;
    }

    private bool TryYear(long fallback, out long year)
    {
        if (_fields.TryGetValue('y', out year))
        {
            return Math.Abs(year) <= 292_000_000;
        }

        if (_fields.TryGetValue('Y', out year))
        {
            bool isBefore = _fields.TryGetValue('G', out long era) && era == 0;
            year = isBefore ? 1 - year : year;
            return Math.Abs(year) <= 292_000_000;
        }

        year = _fields.TryGetValue('C', out long century) ? (century * 100) + 70 : fallback;
        return true;
    }

    private bool TryWeekDay(out long day)
    {
        long year = _fields.GetValueOrDefault('x', _fields.GetValueOrDefault('y', 2000));
        long week = _fields.GetValueOrDefault('w', 1);
        long weekday = _fields.GetValueOrDefault('e', 1);
        day = DateFields.FirstMonday(year) + ((week - 1) * 7) + weekday - 1;
        long weeks = (DateFields.FirstMonday(year + 1) - DateFields.FirstMonday(year)) / 7;
        return week >= 1 && week <= weeks && weekday is >= 1 and <= 7;
    }

    private bool TryTime(out long millis)
    {
        millis = 0;
        if (!TryHour(out long hour))
        {
            return false;
        }

        long minute = _fields.GetValueOrDefault('m', 0);
        long second = _fields.GetValueOrDefault('s', 0);
        millis = (hour * 3_600_000) + (minute * 60_000) + (second * 1000) + _fields.GetValueOrDefault('S', 0);
        return minute <= 59 && second <= 59;
    }

    private bool TryHour(out long hour)
    {
        bool hasHalf = _fields.TryGetValue('a', out long half);
        if (_fields.TryGetValue('H', out hour))
        {
            return hour <= 23;
        }

        if (_fields.TryGetValue('k', out hour))
        {
            hour %= 24;
            return _fields['k'] is >= 1 and <= 24;
        }

        if (_fields.TryGetValue('h', out long clock))
        {
            hour = (clock % 12) + (half * 12);
            return clock is >= 1 and <= 12;
        }

        hour = _fields.GetValueOrDefault('K', 0) + (hasHalf ? half * 12 : 0);
        return _fields.GetValueOrDefault('K', 0) <= 11;
    }
}

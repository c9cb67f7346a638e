using System.Globalization;

namespace Query.Values.Times;

/// <summary>How a date-time column is written, as DATETIMECONVERT names it.</summary>
internal enum DateTextKind
{
    Epoch,
    Pattern,
    Timestamp,
}

/// <summary>A format of DATETIMECONVERT: <c>1:DAYS:EPOCH</c>, <c>EPOCH|DAYS|1</c>, <c>1:DAYS:SIMPLE_DATE_FORMAT:yyyy-MM-dd tz(UTC)</c>, <c>TIMESTAMP</c>, …</summary>
/// <param name="Kind">Which of the following counts.</param>
/// <param name="Unit">Unit of epoch numbers.</param>
/// <param name="Size">Units in one epoch number.</param>
/// <param name="Pattern">Of texts; null for ISO 8601.</param>
/// <param name="Zone">Zone of texts.</param>
internal sealed record DateTimeFormatSpec(DateTextKind Kind, TimeUnit Unit, long Size, JodaPattern? Pattern, TimeZoneRules Zone)
{
    /// <summary>True if a zone stands in the format.</summary>
    public bool HasZone { get; init; }

    /// <exception cref="FormatException">The text is no format; the message says why.</exception>
    public static DateTimeFormatSpec Parse(string format) =>
        format.Length > 0 && char.IsAsciiDigit(format[0]) ? ParseColons(format) : ParsePipes(format);

    public long ToMillis(long value) => Kind == DateTextKind.Epoch ? TimeUnits.Convert(unchecked(value * Size), Unit, TimeUnit.Milliseconds) : value;

    public long FromMillis(long millis) => Kind == DateTextKind.Epoch ? TimeUnits.Convert(millis, TimeUnit.Milliseconds, Unit) / Size : millis;

    private static DateTimeFormatSpec ParseColons(string format)
    {
        string[] parts = format.Split(':', 4);
        if (parts.Length < 3 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long size) || size == 0)
        {
            throw new FormatException($"'{format}' is no date-time format; write it as 1:MILLISECONDS:EPOCH or 1:DAYS:SIMPLE_DATE_FORMAT:yyyy-MM-dd");
        }

        return parts[2] switch
        {
            "EPOCH" => new DateTimeFormatSpec(DateTextKind.Epoch, UnitOf(parts[1], format), size, null, TimeZoneRules.Utc),
            "TIMESTAMP" => new DateTimeFormatSpec(DateTextKind.Timestamp, TimeUnit.Milliseconds, 1, null, TimeZoneRules.Utc),
            "SIMPLE_DATE_FORMAT" when parts.Length == 4 => OfPattern(parts[3], null),
            _ => throw new FormatException($"'{format}' is no date-time format; its third part is EPOCH, TIMESTAMP or SIMPLE_DATE_FORMAT with a pattern"),
        };
    }

    private static DateTimeFormatSpec ParsePipes(string format)
    {
        string[] parts = format.Split('|');
        return parts[0] switch
        {
            "EPOCH" => new DateTimeFormatSpec(
                DateTextKind.Epoch,
                parts.Length > 1 ? UnitOf(parts[1], format) : TimeUnit.Milliseconds,
                parts.Length > 2 ? SizeOf(parts[2], format) : 1,
                null,
                TimeZoneRules.Utc),
            "TIMESTAMP" => new DateTimeFormatSpec(DateTextKind.Timestamp, TimeUnit.Milliseconds, 1, null, TimeZoneRules.Utc),
            "SIMPLE_DATE_FORMAT" => parts.Length > 1 ? OfPattern(parts[1], parts.Length > 2 ? parts[2] : null) : new DateTimeFormatSpec(DateTextKind.Pattern, TimeUnit.Milliseconds, 1, null, TimeZoneRules.Utc),
            _ => throw new FormatException($"'{format}' is no date-time format; write it as EPOCH|MILLISECONDS|1, SIMPLE_DATE_FORMAT|yyyy-MM-dd|UTC or TIMESTAMP"),
        };
    }

    private static DateTimeFormatSpec OfPattern(string pattern, string? zone)
    {
        int mark = pattern.IndexOf("tz(", StringComparison.OrdinalIgnoreCase);
        if (zone is null && mark >= 0 && pattern.EndsWith(')'))
        {
            zone = pattern[(mark + 3)..^1].Trim();
            pattern = pattern[..mark].TrimEnd();
        }

        TimeZoneRules rules = TimeZoneRules.Utc;
        if (zone is not null && !TimeZoneRules.TryFind(zone, out rules!))
        {
            throw new FormatException($"'{zone}' is no time zone");
        }

        return new DateTimeFormatSpec(DateTextKind.Pattern, TimeUnit.Milliseconds, 1, JodaPattern.Parse(pattern), rules) { HasZone = zone is not null };
    }

    private static TimeUnit UnitOf(string name, string format) =>
        TimeUnits.TryParse(name, out TimeUnit unit) ? unit : throw new FormatException($"'{name}' in the date-time format '{format}' is no unit; there are DAYS, HOURS, MINUTES, SECONDS, MILLISECONDS, …");

    private static long SizeOf(string text, string format) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long size) && size > 0
            ? size
            : throw new FormatException($"'{text}' in the date-time format '{format}' is no size");
}

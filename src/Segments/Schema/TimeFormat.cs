using System.Globalization;
using System.Text;

namespace Segments.Schema;

/// <summary>A date-time format of a Pinot schema, as far as writing and reading single times goes.</summary>
/// <param name="TicksPerUnit">Length of the unit of epochs in 100 ns; 0 for texts.</param>
/// <param name="Pattern">Pattern of texts; null for epochs.</param>
/// <param name="Zone">Zone of texts.</param>
public sealed record TimeFormat(long TicksPerUnit, string? Pattern, TimeZoneInfo Zone)
{
    private static readonly DateTimeOffset Earliest = new(1971, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2071, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The format of a date-time column.</summary>
    public static TimeFormat Of(ColumnSchema column) => Parse(column.Type == DataType.Timestamp ? "TIMESTAMP" : column.Format ?? "TIMESTAMP");

    /// <summary>True from 1971 to 2071: Pinot takes other times for rubbish.</summary>
    public static bool IsOfOurAge(DateTimeOffset time) => time >= Earliest && time <= Latest;

    /// <summary>A format that the schema's rules have let pass.</summary>
    public static TimeFormat Parse(string format)
    {
        bool isColonSyntax = char.IsAsciiDigit(format[0]);
        string[] parts = isColonSyntax ? format.Split(':', 4) : format.Split('|', 3);
        string word = isColonSyntax ? parts[2] : parts[0];
        string? size = isColonSyntax ? parts[0] : parts.ElementAtOrDefault(2);
        switch (word)
        {
            case "SIMPLE_DATE_FORMAT":
                string pattern = (isColonSyntax ? parts.ElementAtOrDefault(3) : parts.ElementAtOrDefault(1)) ?? "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'";
                string? zone = isColonSyntax ? null : parts.ElementAtOrDefault(2);
                int mark = pattern.IndexOf("tz(", StringComparison.Ordinal);
                if (mark >= 0)
                {
                    (pattern, zone) = (pattern[..mark].Trim(), pattern[(mark + 3)..].TrimEnd(')', ' '));
                }

                return new(0, pattern.Replace('S', 'f'), zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? found) ? found : TimeZoneInfo.Utc);
            case "EPOCH":
                string unit = (isColonSyntax ? parts[1] : parts.ElementAtOrDefault(1)) ?? "MILLISECONDS";
                return new(Ticks(unit) * (int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 1), null, TimeZoneInfo.Utc);
            default:
                return new(TimeSpan.TicksPerMillisecond, null, TimeZoneInfo.Utc);
        }
    }

    /// <summary>Null if a value can be read with a format and lies in our age, else what is wrong, in Pinot's words.</summary>
    public static string? FaultOfSample(string sample, string format)
    {
        TimeFormat parsed = Parse(format);
        bool isTimestamp = format.Split('|', ':') is ["TIMESTAMP", ..] or [_, _, "TIMESTAMP"];
        bool isNumber = double.TryParse(sample, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        string text = isTimestamp && TimestampText.TryParse(sample, out long millis) ? millis.ToString(CultureInfo.InvariantCulture) : sample;
        if (parsed.TryRead(ColumnValue.Of(text), out DateTimeOffset time))
        {
            return IsOfOurAge(time) ? null : OutOfRange(sample);
        }

        return isNumber && parsed.Pattern is null ? OutOfRange(sample) : $"Cannot format provided sample value: {sample} with provided date time spec: {format}";
    }

    private static string OutOfRange(string sample) =>
        $"Incorrect date time format. Converted sample value {sample} for date-time field spec is not in valid time-range: {Earliest.ToUnixTimeMilliseconds()} and {Latest.ToUnixTimeMilliseconds()}";

    /// <summary>A time as number of units; of milliseconds if the format is a pattern.</summary>
    public long Number(DateTimeOffset time)
    {
        long ticks = time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        return TicksPerUnit switch
        {
            0 => ticks / TimeSpan.TicksPerMillisecond,
            1 => ticks * 100, // nanoseconds
            _ => ticks / TicksPerUnit,
        };
    }

    /// <summary>A time as text.</summary>
    public string Text(DateTimeOffset time) => Pattern is null
        ? Number(time).ToString(CultureInfo.InvariantCulture)
        : TimeZoneInfo.ConvertTime(time, Zone).ToString(Pattern, CultureInfo.InvariantCulture);

    /// <summary>Reads a value of the column. Patterns without zone are read as the column's zone.</summary>
    public bool TryRead(ColumnValue value, out DateTimeOffset time)
    {
        time = default;
        string text = value.Physical == PhysicalType.Bytes ? Encoding.UTF8.GetString(value.Bytes.Span) : "";
        if (Pattern is not null)
        {
            if (!DateTime.TryParseExact(text, Pattern, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
            {
                return false;
            }

            return TryAt(local.Ticks - Zone.GetUtcOffset(local).Ticks, out time);
        }

        double units = value.Physical switch
        {
            PhysicalType.Bytes => double.TryParse(text, CultureInfo.InvariantCulture, out double number) ? number : double.NaN,
            PhysicalType.Double => value.Double,
            _ => value.Long,
        };
        double ticks = units * TicksPerUnit / (TicksPerUnit == 1 ? 100 : 1);
        return Math.Abs(ticks) < Latest.Ticks && TryAt(DateTimeOffset.UnixEpoch.Ticks + (long)ticks, out time);
    }

    // Zones and negative epochs reach before the year 1, where the clock of .NET begins.
    private static bool TryAt(long utcTicks, out DateTimeOffset time)
    {
        bool isPossible = utcTicks >= DateTime.MinValue.Ticks && utcTicks <= DateTime.MaxValue.Ticks;
        time = isPossible ? new DateTimeOffset(utcTicks, TimeSpan.Zero) : default;
        return isPossible;
    }

    private static long Ticks(string unit) => unit switch
    {
        "NANOSECONDS" => 1, // the smallest unit of our clock is 100 of them
        "MICROSECONDS" => TimeSpan.TicksPerMicrosecond,
        "SECONDS" => TimeSpan.TicksPerSecond,
        "MINUTES" => TimeSpan.TicksPerMinute,
        "HOURS" => TimeSpan.TicksPerHour,
        "DAYS" => TimeSpan.TicksPerDay,
        _ => TimeSpan.TicksPerMillisecond,
    };
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Segments.Schema;

/// <summary>Timestamps as text, in the spellings Pinot takes; the zone is UTC where none is written.</summary>
public static partial class TimestampText
{
    /// <summary>Epoch milliseconds of <c>2024-02-11 13:34:45.123</c>, an ISO text, or a plain number of milliseconds.</summary>
    public static bool TryParse(string text, out long millis)
    {
        string trimmed = text.Trim();
        if (long.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out millis))
        {
            return true;
        }

        Match match = Pattern().Match(trimmed);
        return match.Success && TryBuild(match, out millis);
    }

    /// <summary>The form of results: <c>2022-02-11 13:34:45.807</c>, one to three fraction digits.</summary>
    public static string Format(long millis)
    {
        if (millis < DateTimeOffset.MinValue.ToUnixTimeMilliseconds() || millis > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return millis.ToString(CultureInfo.InvariantCulture); // beyond the calendar; read back as what it is
        }

        string text = DateTimeOffset.FromUnixTimeMilliseconds(millis).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
        return text.EndsWith("00", StringComparison.Ordinal) ? text[..^2] : text.TrimEnd('0');
    }

    private static bool TryBuild(Match match, out long millis)
    {
        millis = 0;
        int Part(string name) => match.Groups[name].Success ? int.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture) : 0;

        (int year, int month, int day) = (Part("y"), Part("mo"), Part("d"));
        (int hour, int minute, int second) = (Part("h"), Part("mi"), Part("s"));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        string fraction = match.Groups["f"].Value.PadRight(3, '0')[..3];
        DateTime local = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc)
            .AddMilliseconds(int.Parse(fraction, CultureInfo.InvariantCulture));
        int offsetMinutes = (Part("zh") * 60) + Part("zm");
        long sign = match.Groups["sign"].ValueSpan is "-" ? -1 : 1;
        millis = (long)(local - DateTime.UnixEpoch).TotalMilliseconds - (sign * offsetMinutes * 60_000L);
        return true;
    }

    [GeneratedRegex(
        @"^(?<y>\d{4})-(?<mo>\d{1,2})-(?<d>\d{1,2})(?:[T ](?<h>\d{1,2}):(?<mi>\d{1,2})(?::(?<s>\d{1,2})(?:\.(?<f>\d{1,9}))?)?)?(?:Z|(?<sign>[+-])(?<zh>\d{2}):(?<zm>\d{2}))?$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}

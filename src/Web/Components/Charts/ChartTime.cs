using System.Globalization;

namespace Web.Components.Charts;

/// <summary>Moments along the bottom of a chart, in a time zone.</summary>
internal static class ChartTime
{
    private const double Minute = 60;
    private const double Hour = 60 * Minute;
    private const double Day = 24 * Hour;

    private static readonly double[] Steps =
        [0.001, 0.01, 0.1, 1, 5, 15, 30, Minute, 5 * Minute, 15 * Minute, 30 * Minute, Hour, 3 * Hour, 6 * Hour, 12 * Hour, Day, 2 * Day, 7 * Day, 14 * Day, 30 * Day, 91 * Day, 365 * Day];

    /// <summary>Round moments between two, at most about as many as asked.</summary>
    public static IReadOnlyList<(double At, string Label)> Ticks(double min, double max, int count, TimeZoneInfo zone)
    {
        double wanted = Math.Max((max - min) / Math.Max(1, count), Steps[0]);
        double step = Steps.FirstOrDefault(candidate => candidate >= wanted, Math.Ceiling(wanted / (365 * Day)) * 365 * Day);
        double offset = zone.GetUtcOffset(Moment(min)).TotalSeconds; // days begin where the zone's do
        List<(double, string)> ticks = [];
        for (double at = (Math.Ceiling((min + offset) / step) * step) - offset; at <= max; at += step)
        {
            ticks.Add((at, Label(at, step, zone)));
        }

        return ticks;
    }

    /// <summary>The moment in full, down to what is not zero.</summary>
    public static string Text(double seconds, TimeZoneInfo zone)
    {
        DateTimeOffset local = TimeZoneInfo.ConvertTime(Moment(seconds), zone);
        return local.ToString(local.Millisecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
    }

    private static string Label(double seconds, double step, TimeZoneInfo zone)
    {
        DateTimeOffset local = TimeZoneInfo.ConvertTime(Moment(seconds), zone);
        string format = step switch
        {
            >= 365 * Day => "yyyy",
            >= 30 * Day => "MMM yyyy",
            >= Day => "d MMM",
            _ when local.TimeOfDay == TimeSpan.Zero => "d MMM",
            >= Minute => "HH:mm",
            >= 1 => "HH:mm:ss",
            _ => "HH:mm:ss.fff",
        };
        return local.ToString(format, CultureInfo.InvariantCulture);
    }

    private static DateTimeOffset Moment(double seconds)
    {
        double millis = Math.Clamp(seconds * 1000, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());
        return DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(millis));
    }
}

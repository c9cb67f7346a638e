using System.Globalization;

namespace Web.Texts;

/// <summary>How figures are written for people. Exact values stand in titles beside the short ones.</summary>
internal static class Numbers
{
    private static readonly string[] CountUnits = ["", " k", " M", " G", " T"];
    private static readonly string[] ByteUnits = [" B", " kB", " MB", " GB", " TB"];
    private static readonly NumberFormatInfo Grouped = new() { NumberGroupSeparator = "\u202F", NumberDecimalDigits = 0 };

    /// <summary>Three digits and a unit: <c>1.23 M</c>.</summary>
    public static string Short(double value) => Scaled(value, CountUnits);

    /// <summary>Bytes in powers of 1,000: <c>412 MB</c>.</summary>
    public static string Bytes(double value) => Scaled(value, ByteUnits);

    /// <summary>All digits, in groups of three.</summary>
    public static string Exact(double value) => Math.Round(value).ToString("N0", Grouped);

    /// <summary>A share as a whole percent; 100 only when it is all.</summary>
    public static string Percent(double share) => $"{Math.Floor(Math.Clamp(share, 0, 1) * 100).ToString(CultureInfo.InvariantCulture)} %";

    /// <summary>A span in its two largest units: <c>85 ms</c>, <c>1.2 s</c>, <c>2 min 5 s</c>.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalMilliseconds: < 1 } => $"{span.TotalMilliseconds.ToString("0.##", CultureInfo.InvariantCulture)} ms",
        { TotalSeconds: < 1 } => $"{span.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms",
        { TotalSeconds: < 10 } => $"{span.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s",
        { TotalSeconds: < 60 } => $"{span.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s",
        { TotalMinutes: < 60 } => Pair((int)span.TotalMinutes, "min", span.Seconds, "s"),
        { TotalHours: < 24 } => Pair((int)span.TotalHours, "h", span.Minutes, "min"),
        _ => Pair((int)span.TotalDays, "d", span.Hours, "h"),
    };

    private static string Pair(int large, string largeUnit, int small, string smallUnit) =>
        small == 0 ? $"{large} {largeUnit}" : $"{large} {largeUnit} {small} {smallUnit}";

    private static string Scaled(double value, string[] units)
    {
        int unit = 0;
        while (Math.Abs(value) >= 999.5 && unit < units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        string format = unit == 0 || Math.Abs(value) >= 99.95 ? "0" : Math.Abs(value) >= 9.995 ? "0.#" : "0.##";
        return value.ToString(format, CultureInfo.InvariantCulture) + units[unit];
    }
}

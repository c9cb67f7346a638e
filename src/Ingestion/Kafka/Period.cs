using System.Globalization;
using System.Text.RegularExpressions;

namespace Ingestion.Kafka;

/// <summary>Lengths of time and data as Pinot writes them.</summary>
internal static partial class Period
{
    /// <summary><c>24h</c>, <c>4h30m</c>, <c>1d2h</c>: days, hours, minutes, seconds in that order; a bare number is milliseconds.</summary>
    public static bool TryParse(string text, out TimeSpan period)
    {
        period = default;
        Match match = Parts().Match(text.Trim());
        if (long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long millis))
        {
            period = TimeSpan.FromMilliseconds(Math.Min(millis, (long)TimeSpan.MaxValue.TotalMilliseconds));
            return true;
        }

        if (!match.Success || match.Length == 0)
        {
            return false;
        }

        double seconds = (Part(match, "d") * 86_400) + (Part(match, "h") * 3600) + (Part(match, "m") * 60) + Part(match, "s");
        period = seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;
        return true;
    }

    /// <summary><c>50M</c>, <c>1.5G</c>, <c>200MB</c>, a bare number of bytes; base 1024.</summary>
    public static bool TryParseBytes(string text, out long bytes)
    {
        bytes = 0;
        Match match = Size().Match(text);
        if (!match.Success || !double.TryParse(match.Groups["n"].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
        {
            return false;
        }

        int power = match.Groups["unit"].Success ? "KMGTP".IndexOf(char.ToUpperInvariant(match.Groups["unit"].ValueSpan[0]), StringComparison.Ordinal) + 1 : 0;
        double value = number * Math.Pow(1024, power);
        bytes = value < long.MaxValue ? (long)value : long.MaxValue;
        return true;
    }

    private static double Part(Match match, string name) =>
        match.Groups[name].Success ? double.Parse(match.Groups[name].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        @"^(?:(?<d>\d+)d)?(?:(?<h>\d+)h)?(?:(?<m>\d+)m)?(?:(?<s>\d+)s)?$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parts();

    [GeneratedRegex(
        @"^(?<n>\d+(?:\.\d+)?)(?<unit>[KMGTP])?B?$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Size();
}

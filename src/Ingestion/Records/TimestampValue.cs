using System.Globalization;

namespace Ingestion.Records;

/// <summary>A moment of a message whose format knows moments.</summary>
/// <param name="Millis">Epoch milliseconds, rounded down.</param>
/// <param name="Micros">Microseconds behind them, 0 to 999.</param>
public readonly record struct TimestampValue(long Millis, int Micros)
{
    private const long MillisPerDay = 86_400_000;

    /// <summary>As Java prints a timestamp, in UTC: <c>2024-02-11 13:34:45.123456</c>, with one to six digits behind the point.</summary>
    public override string ToString()
    {
        long day = Math.DivRem(Millis, MillisPerDay, out long millisOfDay);
        (day, millisOfDay) = millisOfDay < 0 ? (day - 1, millisOfDay + MillisPerDay) : (day, millisOfDay);
        CivilDate date = CivilDate.Of(day);
        (long seconds, long millis) = Math.DivRem(millisOfDay, 1000);
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{date.Year:0000}-{date.Month:00}-{date.Day:00} {seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}.{(millis * 1000) + Micros:000000}");
        string trimmed = text.TrimEnd('0');
        return trimmed[^1] == '.' ? trimmed + "0" : trimmed;
    }
}

using System.Collections.Frozen;

namespace Query.Values.Times;

/// <summary>English names of the zones people write dates in; others show their offset.</summary>
internal static class ZoneNames
{
    private static readonly FrozenDictionary<string, (string Standard, string Daylight, string ShortStandard, string ShortDaylight)> Names =
        new Dictionary<string, (string, string, string, string)>(StringComparer.Ordinal)
        {
            ["UTC"] = ("Coordinated Universal Time", "Coordinated Universal Time", "UTC", "UTC"),
            ["America/Los_Angeles"] = ("Pacific Standard Time", "Pacific Daylight Time", "PST", "PDT"),
            ["America/Denver"] = ("Mountain Standard Time", "Mountain Daylight Time", "MST", "MDT"),
            ["America/Chicago"] = ("Central Standard Time", "Central Daylight Time", "CST", "CDT"),
            ["America/New_York"] = ("Eastern Standard Time", "Eastern Daylight Time", "EST", "EDT"),
            ["America/Sao_Paulo"] = ("Brasilia Standard Time", "Brasilia Summer Time", "BRT", "BRST"),
            ["Europe/London"] = ("Greenwich Mean Time", "British Summer Time", "GMT", "BST"),
            ["Europe/Berlin"] = ("Central European Standard Time", "Central European Summer Time", "CET", "CEST"),
            ["Europe/Paris"] = ("Central European Standard Time", "Central European Summer Time", "CET", "CEST"),
            ["Europe/Rome"] = ("Central European Standard Time", "Central European Summer Time", "CET", "CEST"),
            ["Europe/Madrid"] = ("Central European Standard Time", "Central European Summer Time", "CET", "CEST"),
            ["Europe/Moscow"] = ("Moscow Standard Time", "Moscow Summer Time", "MSK", "MSD"),
            ["Asia/Kolkata"] = ("India Standard Time", "India Daylight Time", "IST", "IDT"),
            ["Asia/Shanghai"] = ("China Standard Time", "China Daylight Time", "CST", "CDT"),
            ["Asia/Tokyo"] = ("Japan Standard Time", "Japan Daylight Time", "JST", "JDT"),
            ["Australia/Sydney"] = ("Australian Eastern Standard Time", "Australian Eastern Daylight Time", "AEST", "AEDT"),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string Of(TimeZoneRules zone, long millis, bool isLong)
    {
        bool daylight = zone.IsDaylight(millis);
        if (Names.TryGetValue(zone.Id, out (string Standard, string Daylight, string ShortStandard, string ShortDaylight) names))
        {
            return (isLong, daylight) switch
            {
                (true, false) => names.Standard,
                (true, true) => names.Daylight,
                (false, false) => names.ShortStandard,
                _ => names.ShortDaylight,
            };
        }

        return zone.Id.StartsWith('+') || zone.Id.StartsWith('-') ? zone.Id : OffsetText(zone.OffsetAt(millis));
    }

    private static string OffsetText(long offset) =>
        (offset < 0 ? "-" : "+") + TimeSpan.FromMilliseconds(Math.Abs(offset)).ToString("hh\\:mm", System.Globalization.CultureInfo.InvariantCulture);
}

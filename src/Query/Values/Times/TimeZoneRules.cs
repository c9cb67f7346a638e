using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Query.Values.Times;

/// <summary>A time zone: offsets of instants, and instants of local times.</summary>
/// <remarks>Immutable; one object per zone. Outside the years 1 to 9999 the offset of the nearest of them holds.</remarks>
internal sealed class TimeZoneRules
{
    public static readonly TimeZoneRules Utc = new("UTC", TimeZoneInfo.Utc);

    private static readonly long MinMillis = DateTimeOffset.MinValue.AddDays(2).ToUnixTimeMilliseconds();
    private static readonly long MaxMillis = DateTimeOffset.MaxValue.AddDays(-2).ToUnixTimeMilliseconds();
    private static readonly ConcurrentDictionary<string, TimeZoneRules> Known = new(StringComparer.Ordinal);

    private readonly TimeZoneInfo _zone;
    private readonly long _fixedOffset;

    private TimeZoneRules(string id, TimeZoneInfo zone)
    {
        Id = id;
        _zone = zone;
        IsFixed = !zone.SupportsDaylightSavingTime && zone.GetAdjustmentRules().Length == 0;
        _fixedOffset = (long)zone.BaseUtcOffset.TotalMilliseconds;
    }

    /// <summary>Name as Joda writes it: <c>UTC</c>, <c>Europe/Berlin</c>, <c>+05:30</c>.</summary>
    public string Id { get; }

    /// <summary>True if the offset never changes.</summary>
    public bool IsFixed { get; }

    /// <summary>Finds a zone by IANA name (exact case) or offset (<c>+05:30</c>, <c>-0800</c>, <c>+02</c>).</summary>
    public static bool TryFind(string id, [NotNullWhen(true)] out TimeZoneRules? zone)
    {
        if (Known.TryGetValue(id, out zone))
        {
            return true;
        }

        zone = id is "UTC" or "Z" or "GMT" or "UCT" or "Etc/UTC" ? Utc : FromOffset(id) ?? FromName(id);
        if (zone is not null)
        {
            Known.TryAdd(id, zone);
        }

        return zone is not null;
    }

    /// <summary>Milliseconds to add to an instant to get local time.</summary>
    public long OffsetAt(long millis)
    {
        if (IsFixed)
        {
            return _fixedOffset;
        }

        DateTime instant = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(millis, MinMillis, MaxMillis)).UtcDateTime;
        return _zone.GetUtcOffset(instant).Ticks / TimeSpan.TicksPerMillisecond;
    }

    /// <summary>Local milliseconds of an instant.</summary>
    public long ToLocal(long millis) => millis + OffsetAt(millis);

    /// <summary>The instant of a local time; where a clock turned back shows it twice, the earlier one.</summary>
    /// <returns>False if the clock skipped that time; <paramref name="millis"/> is then as far behind the gap as the local time lies in it.</returns>
    public bool TryToInstant(long local, out long millis)
    {
        long earlier = OffsetAt(local - CivilCalendar.MillisPerDay);
        long later = OffsetAt(local + CivilCalendar.MillisPerDay);
        millis = local - Math.Max(earlier, later);
        if (OffsetAt(millis) == local - millis)
        {
            return true;
        }

        millis = local - Math.Min(earlier, later);
        if (OffsetAt(millis) == local - millis)
        {
            return true;
        }

        millis = local - earlier;
        return false;
    }

    /// <summary>The instant of a local time, gaps forgiven.</summary>
    public long ToInstant(long local)
    {
        TryToInstant(local, out long millis);
        return millis;
    }

    /// <summary>True if daylight saving time is on.</summary>
    public bool IsDaylight(long millis) =>
        !IsFixed && _zone.IsDaylightSavingTime(DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(millis, MinMillis, MaxMillis)));

    private static TimeZoneRules? FromOffset(string id)
    {
        ReadOnlySpan<char> digits = id.AsSpan().TrimStart("+-").ToString().Replace(":", "", StringComparison.Ordinal);
        if (id.Length < 2 || id[0] is not ('+' or '-') || digits.Length is not (1 or 2 or 4) || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        int hours = int.Parse(digits[..Math.Min(digits.Length, 2)], CultureInfo.InvariantCulture);
        int minutes = digits.Length == 4 ? int.Parse(digits[2..], CultureInfo.InvariantCulture) : 0;
        if (hours > 14 || minutes > 59)
        {
            return null;
        }

        TimeSpan offset = new TimeSpan(hours, minutes, 0) * (id[0] == '-' ? -1 : 1);
        string name = offset == TimeSpan.Zero ? "UTC" : $"{(offset < TimeSpan.Zero ? '-' : '+')}{hours:00}:{minutes:00}";
        return new TimeZoneRules(name, TimeZoneInfo.CreateCustomTimeZone(name, offset, name, name));
    }

    private static TimeZoneRules? FromName(string id) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? found) && found.HasIanaId && found.Id == id ? new TimeZoneRules(id, found) : null;
}

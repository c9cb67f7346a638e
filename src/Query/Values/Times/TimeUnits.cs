namespace Query.Values.Times;

/// <summary>The units of epoch columns: those of Java, and weeks.</summary>
internal enum TimeUnit
{
    Nanoseconds,
    Microseconds,
    Milliseconds,
    Seconds,
    Minutes,
    Hours,
    Days,
    Weeks,
}

/// <summary>Conversion between units as Java does it: cut toward zero, saturating.</summary>
internal static class TimeUnits
{
    public static bool TryParse(string name, out TimeUnit unit) =>
        Enum.TryParse(name, ignoreCase: true, out unit) && Enum.IsDefined(unit) && name.All(char.IsAsciiLetter);

    /// <summary>Milliseconds of one unit; 0 for units finer than a millisecond.</summary>
    public static long Millis(this TimeUnit unit) => unit.Nanos() / 1_000_000;

    /// <summary>A number of units in another unit.</summary>
    public static long Convert(long value, TimeUnit from, TimeUnit to)
    {
        long source = from.Nanos();
        long target = to.Nanos();
        if (source <= target)
        {
            return value / (target / source);
        }

        long factor = source / target;
        return (long)Int128.Clamp((Int128)value * factor, long.MinValue, long.MaxValue);
    }

    private static long Nanos(this TimeUnit unit) => unit switch
    {
        TimeUnit.Nanoseconds => 1,
        TimeUnit.Microseconds => 1000,
        TimeUnit.Milliseconds => 1_000_000,
        TimeUnit.Seconds => 1_000_000_000,
        TimeUnit.Minutes => 60_000_000_000,
        TimeUnit.Hours => 3_600_000_000_000,
        TimeUnit.Days => 86_400_000_000_000,
        _ => 7 * 86_400_000_000_000,
    };
}

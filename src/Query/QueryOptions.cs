using System.Globalization;

namespace Query;

/// <summary>Options of one query that have an effect: from SET, OPTION(…) and the request, in this order of weight.</summary>
internal sealed record QueryOptions
{
    /// <summary>Deadline of this query; null for the engine's.</summary>
    public TimeSpan? Timeout { get; private init; }

    /// <summary>True if NULL is NULL; false if stored defaults stand for it.</summary>
    public bool NullHandling { get; private init; }

    /// <summary>Groups to keep; null for the engine's limit.</summary>
    public int? GroupLimit { get; private init; }

    /// <summary>True if groups that no FILTER matched are left out.</summary>
    public bool SkipsEmptyGroups { get; private init; }

    /// <summary>True if all stored rows of a key are read, not only the one that counts.</summary>
    public bool SkipsUpsert { get; private init; }

    /// <summary>What NOW() and AGO() count from, epoch milliseconds; null for the clock's own time.</summary>
    public long? Now { get; private init; }

    /// <exception cref="QueryException">A value is not of the kind its option wants.</exception>
    public static QueryOptions Read(IReadOnlyDictionary<string, string> fromText, IReadOnlyDictionary<string, string> fromRequest)
    {
        Dictionary<string, string> all = new(fromRequest, StringComparer.OrdinalIgnoreCase);
        foreach ((string key, string value) in fromText)
        {
            all[key] = value;
        }

        long? timeout = ReadCount(all, "timeoutMs", 150);
        return new QueryOptions
        {
            Timeout = timeout is null ? null : TimeSpan.FromMilliseconds(Math.Min(timeout.Value, int.MaxValue)),
            NullHandling = ReadFlag(all, "enableNullHandling"),
            GroupLimit = (int?)ReadCount(all, "numGroupsLimit", 200),
            SkipsEmptyGroups = ReadFlag(all, "filteredAggregationsSkipEmptyGroups"),
            SkipsUpsert = ReadFlag(all, "skipUpsert"),
            Now = ReadMoment(all, "now"),
        };
    }

    private static bool ReadFlag(Dictionary<string, string> options, string key) =>
        options.TryGetValue(key, out string? text) && string.Equals(text.Trim('\''), "true", StringComparison.OrdinalIgnoreCase);

    private static long? ReadMoment(Dictionary<string, string> options, string key)
    {
        if (!options.TryGetValue(key, out string? text))
        {
            return null;
        }

        return long.TryParse(text.Trim('\''), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long millis)
            ? millis
            : throw new QueryException(150, $"option {key} is '{text}'; give milliseconds since 1970");
    }

    private static long? ReadCount(Dictionary<string, string> options, string key, int code)
    {
        if (!options.TryGetValue(key, out string? text))
        {
            return null;
        }

        return long.TryParse(text.Trim('\''), NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value is >= 1 and <= int.MaxValue
            ? value
            : throw new QueryException(code, $"option {key} is '{text}'; give a whole number from 1 to {int.MaxValue}");
    }
}

namespace Query;

/// <summary>What one query may use.</summary>
public sealed record QueryLimits
{
    /// <summary>Time from text to answer where the query names none (<c>timeoutMs</c>).</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of groups, distinct values and sorted rows that a query may hold.</summary>
    public long MaxMemoryBytes { get; init; } = 1L << 30;

    /// <summary>Groups a query may form where it names no <c>numGroupsLimit</c>.</summary>
    public int MaxGroups { get; init; } = 5_000_000;

    /// <summary>Threads that read segments for one query; 0 for one per processor.</summary>
    public int Workers { get; init; }

    /// <summary>Rows a query gets that names no LIMIT, as in Pinot.</summary>
    public int DefaultLimit { get; init; } = 10;

    /// <summary>Value of the virtual column <c>$hostName</c>.</summary>
    public string HostName { get; init; } = "localhost";

    /// <summary>What is wrong with these settings, one message each, naming the key; empty if nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        if (Timeout <= TimeSpan.Zero)
        {
            faults.Add($"Query:{nameof(Timeout)} is {Timeout}; it must be longer than zero");
        }

        if (Workers < 0)
        {
            faults.Add($"Query:{nameof(Workers)} is {Workers}; give the number of threads, or 0 for one per processor");
        }

        foreach ((string name, long value) in new[] { (nameof(MaxMemoryBytes), MaxMemoryBytes), (nameof(MaxGroups), MaxGroups), (nameof(DefaultLimit), DefaultLimit) })
        {
            if (value < 1)
            {
                faults.Add($"Query:{name} is {value}; it must be at least 1");
            }
        }

        return faults;
    }
}

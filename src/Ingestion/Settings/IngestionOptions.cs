namespace Ingestion.Settings;

/// <summary>Settings of ingestion for the whole process.</summary>
public sealed class IngestionOptions
{
    /// <summary>How long the creation of a table waits for its brokers and topic.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>How often topics are looked at for new partitions.</summary>
    public TimeSpan DiscoveryInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the ends of partitions are asked for: one request a table.</summary>
    public TimeSpan EndOffsetInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often counters are sampled.</summary>
    public TimeSpan SampleInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Time lag above which a partition counts as lagging.</summary>
    public TimeSpan LaggingAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A partition without new messages for this long is idle.</summary>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Fetched messages that may wait in memory, per table, in KiB.</summary>
    public int FetchBufferKilobytes { get; set; } = 32 * 1024;

    /// <summary>Full segments of one partition that may wait to be written before reading stops.</summary>
    public int MaxUnsealedSegments { get; set; } = 2;

    /// <summary>Rejected messages kept per table; the oldest goes first.</summary>
    public int KeptRejects { get; set; } = 1000;

    /// <summary>First pause after a failure; it doubles with each further one.</summary>
    public TimeSpan RetryBackoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause between attempts.</summary>
    public TimeSpan MaxRetryBackoff { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What is wrong with these settings, one message each, naming the key; empty if nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        foreach ((string name, TimeSpan value) in new[]
        {
            (nameof(ConnectTimeout), ConnectTimeout), (nameof(DiscoveryInterval), DiscoveryInterval),
            (nameof(EndOffsetInterval), EndOffsetInterval), (nameof(SampleInterval), SampleInterval),
            (nameof(LaggingAfter), LaggingAfter), (nameof(IdleAfter), IdleAfter),
            (nameof(RetryBackoff), RetryBackoff), (nameof(MaxRetryBackoff), MaxRetryBackoff),
        })
        {
            if (value <= TimeSpan.Zero)
            {
                faults.Add($"Ingestion:{name} is {value}; it must be longer than zero");
            }
        }

        foreach ((string name, int value) in new[]
        {
            (nameof(FetchBufferKilobytes), FetchBufferKilobytes), (nameof(MaxUnsealedSegments), MaxUnsealedSegments), (nameof(KeptRejects), KeptRejects),
        })
        {
            if (value < 1)
            {
                faults.Add($"Ingestion:{name} is {value}; it must be at least 1");
            }
        }

        return faults;
    }
}

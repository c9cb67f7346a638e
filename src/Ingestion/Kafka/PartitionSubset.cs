using System.Globalization;
using Ingestion.Sources;

namespace Ingestion.Kafka;

/// <summary>The partitions of a topic that a table reads, where <c>stream.kafka.partition.ids</c> does not leave it at all of them.</summary>
internal sealed class PartitionSubset
{
    private const string Key = "stream.kafka.partition.ids";
    private const int MaxCount = 10_000;

    private readonly SortedSet<int> _numbers;

    private PartitionSubset(SortedSet<int> numbers) => _numbers = numbers;

    /// <summary>Reads a list such as <c>0,2,5-9</c>; null for all partitions.</summary>
    /// <exception cref="IngestionException">The text is no list of numbers.</exception>
    public static PartitionSubset? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        SortedSet<int> numbers = [];
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = part.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || !TryRead(ends[0], out int first) || !TryRead(ends[^1], out int last) || last < first)
            {
                throw new IngestionException($"Invalid config {Key}: {text}; '{part}' is neither a number nor a range: write partitions such as 0,2,5-9");
            }

            if (numbers.Count + (long)last - first >= MaxCount)
            {
                throw new IngestionException($"Invalid config {Key}: {text}; it lists more than {MaxCount} partitions");
            }

            numbers.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        return numbers.Count > 0 ? new PartitionSubset(numbers) : throw new IngestionException($"Invalid config {Key}: {text}; it lists no partition");
    }

    /// <summary>True for a partition that is read.</summary>
    public bool Contains(int partition) => _numbers.Contains(partition);

    /// <summary>Checks that the topic has all of them.</summary>
    /// <exception cref="IngestionException">It has not.</exception>
    public void Check(IEnumerable<int> available, string topic)
    {
        int[] missing = [.. _numbers.Except(available)];
        if (missing.Length > 0)
        {
            throw new IngestionException(
                $"Invalid partition ids [{string.Join(", ", missing)}] for table stream config. Available partitions on topic {topic} are: [{string.Join(", ", available)}]; mend {Key}");
        }
    }

    private static bool TryRead(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

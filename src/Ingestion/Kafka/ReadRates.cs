using System.Globalization;

namespace Ingestion.Kafka;

/// <summary>How fast a topic may be read.</summary>
/// <param name="Topic">Messages a second over all its partitions, which share them evenly; null without such a limit.</param>
/// <param name="Partition">Messages a second of each partition, which wins over the other; null without such a limit.</param>
internal sealed record ReadRates(double? Topic, double? Partition)
{
    /// <summary>Null if the stream map sets no limit; numbers that are not above zero are none, as in Pinot.</summary>
    public static ReadRates? Parse(StreamConfig config)
    {
        ReadRates rates = new(Read(config, "topic.consumption.rate.limit"), Read(config, "partition.consumption.rate.limit"));
        return rates is (null, null) ? null : rates;
    }

    /// <summary>Messages a second of one partition.</summary>
    /// <param name="partitions">How many partitions are read.</param>
    public double PerPartition(int partitions) => Partition ?? Topic!.Value / Math.Max(1, partitions);

    private static double? Read(StreamConfig config, string key) =>
        double.TryParse(config.Text(key), NumberStyles.Float, CultureInfo.InvariantCulture, out double rate) && rate > 0 && double.IsFinite(rate) ? rate : null;
}

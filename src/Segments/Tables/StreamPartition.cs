namespace Segments.Tables;

/// <summary>A partition of one of a table's topics. The table knows all of them by one number: 10,000 of them belong to each topic, as in Pinot.</summary>
/// <param name="Stream">Place of the topic in the table config's list of streams, from 0.</param>
/// <param name="Partition">Its number in the topic, below <see cref="PerStream"/>.</param>
public readonly record struct StreamPartition(int Stream, int Partition)
{
    /// <summary>How many partitions a topic may have.</summary>
    public const int PerStream = 10_000;

    /// <summary>The table's number for it.</summary>
    public int Number => (Stream * PerStream) + Partition;

    /// <summary>The partition that a table knows by a number.</summary>
    public static StreamPartition Of(int number) => new(number / PerStream, number % PerStream);
}

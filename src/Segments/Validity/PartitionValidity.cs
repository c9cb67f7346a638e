namespace Segments.Validity;

/// <summary>The rows that count in each segment of a partition, at one moment: published together with the rows of the consuming segment.</summary>
/// <param name="sequences">Numbers of the segments within the partition, ascending.</param>
/// <param name="rows">What counts of each.</param>
internal sealed class PartitionValidity(int[] sequences, ValidRows[] rows)
{
    /// <summary>The rows of the segment with a number; none if it is not known.</summary>
    public ValidRows Of(int sequence)
    {
        int place = Array.BinarySearch(sequences, sequence);
        return place < 0 ? ValidRows.None : rows[place];
    }
}

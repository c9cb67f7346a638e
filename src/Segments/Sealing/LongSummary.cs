using Segments.Columns;
using Segments.Encodings;
using Segments.Schema;

namespace Segments.Sealing;

/// <summary>Bounds and sum of an integer column, block by block.</summary>
internal struct LongSummary()
{
    private const long LargestExact = 1L << 53;

    private long _min = long.MaxValue;
    private long _max = long.MinValue;
    private Int128 _largestMagnitude; // no partial sum in whatever order is further from zero
    private Int128 _sum;

    /// <summary>Takes notice of a block.</summary>
    public void Add(ReadOnlySpan<long> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        (long min, long max) = ValueRange.Of(values);
        (_min, _max) = (Math.Min(_min, min), Math.Max(_max, max));
        Int128 magnitude = Int128.Max(Int128.Abs(min), Int128.Abs(max)) * values.Length;
        _largestMagnitude += magnitude;
        if (_largestMagnitude > LargestExact)
        {
            return;
        }

        long sum = 0;
        foreach (long value in values)
        {
            sum += value;
        }

        _sum += sum;
    }

    /// <summary>The statistics; null without values. The sum is there if doubles add up to it in any order.</summary>
    public readonly ColumnStatistics? Statistics => _min > _max ? null
        : new ColumnStatistics(ColumnValue.Of(_min), ColumnValue.Of(_max), IsExact: true, _largestMagnitude <= LargestExact ? (double)_sum : null);
}

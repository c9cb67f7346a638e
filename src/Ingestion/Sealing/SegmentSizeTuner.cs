using Ingestion.Kafka;

namespace Ingestion.Sealing;

/// <summary>Decides how many rows a segment takes, and learns from sealed ones how many rows make the size that the table config asks for.</summary>
/// <remarks>One per topic of a table: its partitions learn from each other. Safe for any number of threads.</remarks>
/// <param name="flush">When a segment is full.</param>
/// <param name="random">Makes limits differ, where the thresholds ask for it; null for a source of its own.</param>
internal sealed class SegmentSizeTuner(FlushThresholds flush, Random? random = null)
{
    private const long MinRows = 10_000;
    private const double NewWeight = 0.1;

    private readonly Lock _gate = new();
    private readonly Random _random = random ?? Random.Shared;
    private double? _rowsPerByte;
    private long _nextLimit = flush.InitialRows;
    private (long Rows, long Bytes, long Limit, TimeSpan Age)? _last;

    /// <summary>Rows for the next segment.</summary>
    /// <param name="partitions">Partitions of the topic.</param>
    public long RowLimit(int partitions)
    {
        if (flush.SegmentRows is { } exact)
        {
            return exact;
        }

        if (flush.Rows is { } total)
        {
            return Math.Max(1, total / Math.Max(1, partitions));
        }

        lock (_gate)
        {
            return _nextLimit;
        }
    }

    /// <summary>Takes the ratio over from a segment that an earlier run of the process sealed.</summary>
    public void Resume(long rows, long bytes)
    {
        lock (_gate)
        {
            if (flush.SegmentBytes is { } desired && _rowsPerByte is null && rows > 0 && bytes > 0)
            {
                _rowsPerByte = (double)rows / bytes;
                _nextLimit = Clamp(desired * _rowsPerByte.Value);
            }
        }
    }

    /// <summary>Learns from a segment that was sealed.</summary>
    /// <param name="rows">Its rows.</param>
    /// <param name="bytes">Size of its file.</param>
    /// <param name="limit">Rows it was allowed.</param>
    /// <param name="age">From its creation to its seal.</param>
    /// <param name="isForced">True if somebody asked for the seal, which says nothing about sizes.</param>
    public void Learn(long rows, long bytes, long limit, TimeSpan age, bool isForced)
    {
        if (flush.SegmentBytes is not { } desired)
        {
            return;
        }

        lock (_gate)
        {
            if (rows > 0 && bytes > 0 && !isForced)
            {
                _last = (rows, bytes, limit, age);
                double ratio = (double)rows / bytes;
                _rowsPerByte = _rowsPerByte is { } old ? (NewWeight * ratio) + ((1 - NewWeight) * old) : ratio;
            }
            else if (_rowsPerByte is null)
            {
                _nextLimit = limit;
                return;
            }

            if (_last is not null)
            {
                _nextLimit = Next(desired);
            }
        }
    }

    private long Next(long desired)
    {
        (long rows, long bytes, long limit, TimeSpan age) = _last!.Value;
        if (rows < limit && bytes < desired)
        {
            // The time limit struck first: as many rows as come in that time, and a little more.
            double inTime = flush.Time < age ? flush.Time.Ticks * (double)rows / age.Ticks : rows;
            return Clamp(inTime * 1.1);
        }

        double next = bytes < desired / 2 ? rows * 1.5
            : bytes > desired * 1.5 ? rows / 2.0
            : desired * _rowsPerByte!.Value;
        return Clamp(next * (1 - flush.Variance + (2 * flush.Variance * _random.NextDouble())));
    }

    private static long Clamp(double rows) => (long)Math.Clamp(rows, MinRows, int.MaxValue);
}

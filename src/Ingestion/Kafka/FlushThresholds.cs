using System.Globalization;
using Ingestion.Sources;

namespace Ingestion.Kafka;

/// <summary>When a consuming segment is full.</summary>
/// <param name="Rows">Rows over all partitions, to be divided by their number; null if the segment's own rows or its size decide.</param>
/// <param name="SegmentRows">Exactly so many rows per segment; null if something else decides.</param>
/// <param name="SegmentBytes">Size to aim at by tuning the rows; null if rows decide.</param>
/// <param name="InitialRows">First row limit of size tuning.</param>
/// <param name="Time">Age at which a segment with rows is sealed in any case.</param>
internal sealed record FlushThresholds(long? Rows, long? SegmentRows, long? SegmentBytes, int InitialRows, TimeSpan Time)
{
    private const string Prefix = "realtime.segment.flush.";
    private const string RowsKey = Prefix + "threshold.rows";
    private const string SegmentRowsKey = Prefix + "threshold.segment.rows";
    private const string SegmentSizeKey = Prefix + "threshold.segment.size";
    private const string TimeKey = Prefix + "threshold.time";
    private const string VarianceKey = Prefix + "threshold.variance.fraction";
    private const string InitialRowsKey = Prefix + "autotune.initialRows";
    private const long DefaultSegmentBytes = 200L * 1024 * 1024;
    private const int DefaultInitialRows = 100_000;
    private const int DefaultRows = 5_000_000;

    private static readonly TimeSpan DefaultTime = TimeSpan.FromHours(6);

    /// <summary>By what share of itself a row limit found by tuning is made larger or smaller at random, so that partitions do not all seal at once: from 0, below 0.5.</summary>
    public double Variance { get; init; }

    /// <exception cref="IngestionException">A value is no such value, or two row limits exclude each other.</exception>
    public static FlushThresholds Parse(StreamConfig config)
    {
        if (new[] { RowsKey, TimeKey }.FirstOrDefault(config.IsBlank) is { } blank)
        {
            throw new IngestionException($"Invalid config {blank}: it is empty; write {(blank == RowsKey ? "a number of rows" : "a period such as 24h")}, or leave the key out");
        }

        // The old name "size" counted rows, too.
        int? rows = config.Number(RowsKey) ?? config.Number(Prefix + "threshold.size") ?? config.Number(Prefix + "threshold.size.llc");
        int? segmentRows = config.Number(SegmentRowsKey);
        long? bytes = Bytes(config, SegmentSizeKey) ?? Bytes(config, Prefix + "desired.size");
        if (new[] { rows > 0, segmentRows > 0, bytes > 0 }.Count(isSet => isSet) > 1)
        {
            throw new IngestionException($"Only 1 of flush threshold (rows: {rows ?? -1}, segment rows: {segmentRows ?? -1}, segment size: {bytes ?? -1}) can be set");
        }

        TimeSpan time = ReadTime(config);
        int initialRows = int.TryParse(config.Text(InitialRowsKey), NumberStyles.None, CultureInfo.InvariantCulture, out int given) && given > 0 ? given : DefaultInitialRows;
        FlushThresholds flush = (rows, segmentRows, bytes) switch
        {
            ( > 0, _, _) => new(rows, null, null, initialRows, time),
            (_, > 0, _) => new(null, segmentRows, null, initialRows, time),
            (0, _, _) or (_, _, > 0) => new(null, null, bytes > 0 ? bytes : DefaultSegmentBytes, initialRows, time),
            _ => new(DefaultRows, null, null, initialRows, time),
        };
        return double.TryParse(config.Text(VarianceKey), NumberStyles.Float, CultureInfo.InvariantCulture, out double variance) && variance is > 0 and < 0.5
            ? flush with { Variance = variance }
            : flush;
    }

    private static long? Bytes(StreamConfig config, string key)
    {
        if (config.Text(key) is not { } text)
        {
            return null;
        }

        return Period.TryParseBytes(text, out long bytes) ? bytes : throw new IngestionException($"Invalid config {key}: {text}; write a size such as 200M or 1.5G");
    }

    private static TimeSpan ReadTime(StreamConfig config)
    {
        string key = config.Text(TimeKey) is null ? TimeKey + ".llc" : TimeKey;
        if (config.Text(key) is not { } text)
        {
            return DefaultTime;
        }

        bool isNegative = text.StartsWith('-') && Period.TryParse(text[1..], out _);
        if (!Period.TryParse(isNegative ? text[1..] : text, out TimeSpan time))
        {
            throw new IngestionException($"Invalid config {key}: {text}; write a period such as 24h or 4h30m");
        }

        return time > TimeSpan.Zero && !isNegative
            ? time
            : throw new IngestionException($"Invalid flush threshold time: {(isNegative ? "-" : "")}{(long)time.TotalMilliseconds}; {key} must be longer than zero");
    }
}

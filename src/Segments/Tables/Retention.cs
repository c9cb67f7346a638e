using System.Globalization;
using System.Text.Json.Nodes;
using Segments.Columns;
using Segments.Schema;
using Segments.Sealed;

namespace Segments.Tables;

/// <summary>Deletes sealed segments whose newest row is older than <c>segmentsConfig.retentionTimeUnit</c> and <c>retentionTimeValue</c> allow.</summary>
/// <remarks>The time column decides, not when a row came. A segment whose end is before 1971 or after 2071 stays: its times are rubbish.</remarks>
public static class Retention
{
    /// <summary>How long rows are kept; null for ever: no retention is configured, or its value is no whole number.</summary>
    public static TimeSpan? Of(TableConfig config)
    {
        JsonObject segments = config.Section("segmentsConfig");
        if (!long.TryParse(segments.Text("retentionTimeValue"), NumberStyles.None, CultureInfo.InvariantCulture, out long value))
        {
            return null;
        }

        double? ticks = segments.Text("retentionTimeUnit")?.ToUpperInvariant() switch
        {
            "NANOSECONDS" => 0.01,
            "MICROSECONDS" => TimeSpan.TicksPerMicrosecond,
            "MILLISECONDS" => TimeSpan.TicksPerMillisecond,
            "SECONDS" => TimeSpan.TicksPerSecond,
            "MINUTES" => TimeSpan.TicksPerMinute,
            "HOURS" => TimeSpan.TicksPerHour,
            "DAYS" => TimeSpan.TicksPerDay,
            _ => null,
        };
        return ticks is { } unit ? TimeSpan.FromTicks((long)Math.Min(unit * value, TimeSpan.MaxValue.Ticks / 2)) : null;
    }

    /// <summary>First and last time of a sealed segment by the table's time column; when it was sealed, if it holds no row.</summary>
    /// <returns>Null if its values are no times.</returns>
    public static (DateTimeOffset Start, DateTimeOffset End)? TimesOf(SealedSegment segment, TableDefinition definition)
    {
        if (segment.RowCount == 0)
        {
            return (segment.SealedAt, segment.SealedAt);
        }

        if (definition.Config.TimeColumn is not { } name || !definition.Schema.TryFind(name, out int ordinal))
        {
            return null;
        }

        ColumnSchema column = definition.Schema.Columns[ordinal];
        TimeFormat format = TimeFormat.Of(column);
        return segment.Column(column).Statistics is ColumnStatistics statistics
            && format.TryRead(statistics.Min, out DateTimeOffset start)
            && format.TryRead(statistics.Max, out DateTimeOffset end)
            ? (start, end)
            : null;
    }

    /// <summary>Deletes what is past its time, with its files.</summary>
    /// <param name="table">The table.</param>
    /// <param name="now">The present.</param>
    /// <returns>Names of the deleted segments.</returns>
    /// <exception cref="IOException">The disk refused; the rest may be tried again.</exception>
    public static IReadOnlyList<string> Apply(Table table, DateTimeOffset now)
    {
        TableDefinition definition = table.Definition;
        if (Of(definition.Config) is not { } kept)
        {
            return [];
        }

        List<string> deleted = [];
        foreach (TablePartition partition in table.Partitions)
        {
            SealedSegment[] expired = [.. partition.Sealed.Where(segment => TimesOf(segment, definition) is { } times && TimeFormat.IsOfOurAge(times.End) && now - times.End > kept)];
            partition.Delete(expired);
            deleted.AddRange(expired.Select(segment => segment.Name));
        }

        return deleted;
    }
}

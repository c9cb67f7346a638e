using System.Text.Json;
using System.Text.Json.Serialization;
using Ingestion.Status;

namespace Web.Live;

/// <summary>The figures of one table at one moment, as <c>/hubs/live</c> sends them once a second.</summary>
/// <param name="T">When they were taken, epoch milliseconds.</param>
/// <param name="Seq">Counts the frames of the process; a gap means skipped frames, which is legal.</param>
/// <param name="Table">Raw table name.</param>
/// <param name="State">State of the partition most in need of a look, such as <c>LIVE</c>.</param>
/// <param name="Totals">Figures of the whole table.</param>
/// <param name="P">Its partitions.</param>
public sealed record LiveFrame(long T, long Seq, string Table, string State, LiveTotals Totals, IReadOnlyList<LivePartition> P)
{
    /// <summary>The frame of a table as its pages see it.</summary>
    public static LiveFrame From(TableView view, long seq, DateTimeOffset at)
    {
        TableStatus? status = view.Status;
        var totals = new LiveTotals(
            view.Rows,
            status?.RowsPerSecondSmoothed ?? 0,
            status?.BytesPerSecond ?? 0,
            status?.Lag ?? 0,
            Millis(status?.TimeLag),
            Seconds(status?.Eta),
            status?.Rejected ?? 0,
            status?.Progress ?? 0);
        return new LiveFrame(at.ToUnixTimeMilliseconds(), seq, view.Name, view.State, totals, [.. (status?.Partitions ?? []).Select(LivePartition.From)]);
    }

    internal static long? Millis(TimeSpan? span) => span is { } value ? (long)value.TotalMilliseconds : null;

    internal static double? Seconds(TimeSpan? span) => span is { } value ? Math.Round(value.TotalSeconds, 1) : null;
}

/// <summary>Figures of a whole table.</summary>
/// <param name="Rows">Rows that a query sees.</param>
/// <param name="RowsPerSec">Rows made queryable a second, a moving average of 10 s.</param>
/// <param name="BytesPerSec">Bytes of message payload read in the last second.</param>
/// <param name="Lag">Offsets still to read, all partitions together.</param>
/// <param name="TimeLagMs">Largest time lag of a partition, milliseconds; null while unknown.</param>
/// <param name="EtaSec">Seconds until the slowest partition has caught up; null if none is behind or one falls behind.</param>
/// <param name="Rejected">Messages that became no row since the process started.</param>
/// <param name="Progress">Backfill, from 0 to 1.</param>
public sealed record LiveTotals(
    long Rows, double RowsPerSec, double BytesPerSec, long Lag, long? TimeLagMs, double? EtaSec, long Rejected, double Progress);

/// <summary>One partition; in JSON an array in the order of the parameters.</summary>
/// <param name="Partition">Partition of the topic.</param>
/// <param name="State">Its state, such as <c>LIVE</c>.</param>
/// <param name="Start">First offset to ingest.</param>
/// <param name="Position">Next offset to read.</param>
/// <param name="End">End of the partition in Kafka; null until known.</param>
/// <param name="RowsPerSec">Rows made queryable a second, a moving average of 10 s.</param>
/// <param name="Lag">Offsets still to read; null until known.</param>
/// <param name="TimeLagMs">Milliseconds; null while unknown.</param>
/// <param name="EtaSec">Seconds; null if it is not behind or falls behind.</param>
[JsonConverter(typeof(LivePartitionConverter))]
public sealed record LivePartition(
    int Partition, string State, long Start, long Position, long? End, double RowsPerSec, long? Lag, long? TimeLagMs, double? EtaSec)
{
    internal static LivePartition From(PartitionStatus status) => new(
        status.Partition,
        TableView.StateWord(status.State),
        status.Start,
        status.Position,
        status.End,
        status.RowsPerSecondSmoothed,
        status.Lag,
        LiveFrame.Millis(status.TimeLag),
        LiveFrame.Seconds(status.Eta));
}

/// <summary>Writes a partition as an array: 32 partitions stay below 2 KB.</summary>
internal sealed class LivePartitionConverter : JsonConverter<LivePartition>
{
    public override LivePartition Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonElement values = JsonElement.ParseValue(ref reader);
        return new LivePartition(
            values[0].GetInt32(),
            values[1].GetString() ?? "",
            values[2].GetInt64(),
            values[3].GetInt64(),
            Optional(values[4])?.GetInt64(),
            values[5].GetDouble(),
            Optional(values[6])?.GetInt64(),
            Optional(values[7])?.GetInt64(),
            Optional(values[8])?.GetDouble());
    }

    public override void Write(Utf8JsonWriter writer, LivePartition value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.Partition);
        writer.WriteStringValue(value.State);
        writer.WriteNumberValue(value.Start);
        writer.WriteNumberValue(value.Position);
        Write(writer, value.End);
        writer.WriteNumberValue(Math.Round(value.RowsPerSec, 1));
        Write(writer, value.Lag);
        Write(writer, value.TimeLagMs);
        Write(writer, value.EtaSec);
        writer.WriteEndArray();
    }

    private static JsonElement? Optional(JsonElement element) => element.ValueKind == JsonValueKind.Null ? null : element;

    private static void Write(Utf8JsonWriter writer, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

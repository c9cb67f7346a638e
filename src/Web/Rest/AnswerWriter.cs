using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Query.Results;
using Web.Queries;

namespace Web.Rest;

/// <summary>
/// Writes a query's answer as Pinot's response object, field for field in its order, straight into the response.
/// <c>resultTable</c> is left out where there is none; everything else is always there.
/// </summary>
internal static class AnswerWriter
{
    private const int FlushAtBytes = 128 * 1024;

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes the whole answer, handing it on in pieces while rows are still being written.</summary>
    public static async Task WriteAsync(PipeWriter output, QueryAnswer answer, string brokerId, CancellationToken cancellation)
    {
        await using Utf8JsonWriter json = new(output, Json);
        Begin(json, answer.Result);
        foreach (object?[] row in answer.Result.Rows)
        {
            WriteRow(json, row, answer.Result.Columns);
            if (json.BytesPending >= FlushAtBytes)
            {
                json.Flush();
                await output.FlushAsync(cancellation);
            }
        }

        End(json, answer, brokerId);
        json.Flush();
        await output.FlushAsync(cancellation);
    }

    /// <summary>The whole answer as text.</summary>
    public static string ToText(QueryAnswer answer, string brokerId)
    {
        ArrayBufferWriter<byte> output = new();
        using Utf8JsonWriter json = new(output, Json with { Indented = true });
        Begin(json, answer.Result);
        foreach (object?[] row in answer.Result.Rows)
        {
            WriteRow(json, row, answer.Result.Columns);
        }

        End(json, answer, brokerId);
        json.Flush();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static bool HasTable(QueryResult result) => result.Columns.Count > 0;

    private static void Begin(Utf8JsonWriter json, QueryResult result)
    {
        json.WriteStartObject();
        if (HasTable(result))
        {
            json.WriteStartObject("resultTable");
            json.WriteStartObject("dataSchema");
            WriteTexts(json, "columnNames", result.Columns.Select(column => column.Name));
            WriteTexts(json, "columnDataTypes", result.Columns.Select(column => column.Type));
            json.WriteEndObject();
            json.WriteStartArray("rows");
        }
    }

    private static void WriteRow(Utf8JsonWriter json, object?[] row, IReadOnlyList<ResultColumn> columns)
    {
        json.WriteStartArray();
        for (int column = 0; column < row.Length; column++)
        {
            AnswerValue.Write(json, row[column], columns[column].Type);
        }

        json.WriteEndArray();
    }

    private static void End(Utf8JsonWriter json, QueryAnswer answer, string brokerId)
    {
        if (HasTable(answer.Result))
        {
            json.WriteEndArray();
            json.WriteEndObject();
        }

        WriteOutcome(json, answer, brokerId);
        WriteCounters(json, answer.Result);
        WriteCosts(json, answer.Result);
        json.WriteEndObject();
    }

    private static void WriteOutcome(Utf8JsonWriter json, QueryAnswer answer, string brokerId)
    {
        QueryResult result = answer.Result;
        json.WriteNumber("numRowsResultSet", result.Rows.Count);
        json.WriteBoolean("partialResult", result.Errors.Count > 0 || result.Statistics.GroupLimitReached);
        json.WriteStartArray("exceptions");
        foreach (QueryError error in result.Errors)
        {
            json.WriteStartObject();
            json.WriteNumber("errorCode", error.Code);
            json.WriteString("message", error.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("numGroupsLimitReached", result.Statistics.GroupLimitReached);
        WriteFalse(json, "numGroupsWarningLimitReached", "maxRowsInDistinctReached", "maxRowsWithoutChangeInDistinctReached", "maxExecutionTimeInDistinctReached");
        json.WriteNumber("timeUsedMs", (long)result.Statistics.Elapsed.TotalMilliseconds);

        // Text that is no statement never became a request.
        bool isRequest = !result.Errors.Any(error => error.Code is QueryErrorCodes.SqlParsing or QueryErrorCodes.JsonParsing);
        json.WriteString("requestId", isRequest ? answer.RequestId.ToString(CultureInfo.InvariantCulture) : null);
        json.WriteString("clientRequestId", answer.ClientQueryId);
        json.WriteString("brokerId", isRequest ? brokerId : null);
    }

    private static void WriteCounters(Utf8JsonWriter json, QueryResult result)
    {
        QueryStatistics statistics = result.Statistics;

        // Clients take an answer for incomplete unless as many servers responded as were asked; a refusal asked none.
        int servers = HasTable(result) ? 1 : 0;
        json.WriteNumber("numDocsScanned", statistics.DocsScanned);
        json.WriteNumber("totalDocs", statistics.TotalDocs);
        json.WriteNumber("numEntriesScannedInFilter", statistics.EntriesScannedInFilter);
        json.WriteNumber("numEntriesScannedPostFilter", statistics.EntriesScannedPostFilter);
        json.WriteNumber("numServersQueried", servers);
        json.WriteNumber("numServersResponded", servers);
        json.WriteNumber("numSegmentsQueried", statistics.SegmentsQueried);
        json.WriteNumber("numSegmentsProcessed", statistics.SegmentsProcessed);
        json.WriteNumber("numSegmentsMatched", statistics.SegmentsMatched);
        json.WriteNumber("numConsumingSegmentsQueried", statistics.ConsumingSegmentsQueried);
        WriteZero(json, "numConsumingSegmentsProcessed", "numConsumingSegmentsMatched"); // Pinot leaves both at 0
        json.WriteNumber("minConsumingFreshnessTimeMs", statistics.MinConsumingFreshnessMillis);
        WriteZero(json, "numSegmentsPrunedByBroker");
        int pruned = statistics.SegmentsQueried - statistics.SegmentsProcessed;
        json.WriteNumber("numSegmentsPrunedByServer", pruned);
        WriteZero(json, "numSegmentsPrunedInvalid", "numSegmentsPrunedByLimit");
        json.WriteNumber("numSegmentsPrunedByValue", pruned);
        json.WriteNumber("brokerReduceTimeMs", (long)statistics.ReduceTime.TotalMilliseconds);
    }

    private static void WriteCosts(Utf8JsonWriter json, QueryResult result)
    {
        WriteZero(
            json,
            "offlineThreadCpuTimeNs", "realtimeThreadCpuTimeNs", "offlineSystemActivitiesCpuTimeNs", "realtimeSystemActivitiesCpuTimeNs",
            "offlineResponseSerializationCpuTimeNs", "realtimeResponseSerializationCpuTimeNs", "offlineTotalCpuTimeNs", "realtimeTotalCpuTimeNs",
            "explainPlanNumEmptyFilterSegments", "explainPlanNumMatchAllFilterSegments");
        json.WriteStartObject("traceInfo");
        json.WriteEndObject();
        WriteTexts(json, "tablesQueried", result.Statistics.Tables);
        WriteZero(
            json,
            "offlineThreadMemAllocatedBytes", "realtimeThreadMemAllocatedBytes", "offlineResponseSerMemAllocatedBytes",
            "realtimeResponseSerMemAllocatedBytes", "offlineTotalMemAllocatedBytes", "realtimeTotalMemAllocatedBytes");
        json.WriteStartArray("pools");
        if (HasTable(result))
        {
            json.WriteNumberValue(-1);
        }

        json.WriteEndArray();
        WriteFalse(json, "rlsFiltersApplied", "groupsTrimmed");
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteZero(Utf8JsonWriter json, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            json.WriteNumber(name, 0);
        }
    }

    private static void WriteFalse(Utf8JsonWriter json, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            json.WriteBoolean(name, value: false);
        }
    }
}

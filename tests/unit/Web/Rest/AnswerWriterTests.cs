using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Query.Results;
using Web.Queries;
using Web.Rest;

namespace UnitTests.Web.Rest;

public sealed class AnswerWriterTests
{
    // The 50 fields of a recorded Pinot 1.5.1 answer, in the order of the wire.
    private static readonly string[] PinotFields =
    [
        "resultTable", "numRowsResultSet", "partialResult", "exceptions", "numGroupsLimitReached", "numGroupsWarningLimitReached",
        "maxRowsInDistinctReached", "maxRowsWithoutChangeInDistinctReached", "maxExecutionTimeInDistinctReached", "timeUsedMs", "requestId",
        "clientRequestId", "brokerId", "numDocsScanned", "totalDocs", "numEntriesScannedInFilter", "numEntriesScannedPostFilter",
        "numServersQueried", "numServersResponded", "numSegmentsQueried", "numSegmentsProcessed", "numSegmentsMatched",
        "numConsumingSegmentsQueried", "numConsumingSegmentsProcessed", "numConsumingSegmentsMatched", "minConsumingFreshnessTimeMs",
        "numSegmentsPrunedByBroker", "numSegmentsPrunedByServer", "numSegmentsPrunedInvalid", "numSegmentsPrunedByLimit", "numSegmentsPrunedByValue",
        "brokerReduceTimeMs", "offlineThreadCpuTimeNs", "realtimeThreadCpuTimeNs", "offlineSystemActivitiesCpuTimeNs",
        "realtimeSystemActivitiesCpuTimeNs", "offlineResponseSerializationCpuTimeNs", "realtimeResponseSerializationCpuTimeNs",
        "offlineTotalCpuTimeNs", "realtimeTotalCpuTimeNs", "explainPlanNumEmptyFilterSegments", "explainPlanNumMatchAllFilterSegments", "traceInfo",
        "tablesQueried", "offlineThreadMemAllocatedBytes", "realtimeThreadMemAllocatedBytes", "offlineResponseSerMemAllocatedBytes",
        "realtimeResponseSerMemAllocatedBytes", "offlineTotalMemAllocatedBytes", "realtimeTotalMemAllocatedBytes", "pools", "rlsFiltersApplied", "groupsTrimmed",
    ];

    [Fact]
    public async Task An_answer_has_every_field_of_Pinot_in_its_order()
    {
        using JsonDocument answer = JsonDocument.Parse(await WriteAsync(Table(["count(*)"], ["LONG"], [120L])));

        Assert.Equal(PinotFields, answer.RootElement.EnumerateObject().Select(field => field.Name));
    }

    [Fact]
    public async Task A_refusal_leaves_only_the_table_out()
    {
        using JsonDocument answer = JsonDocument.Parse(await WriteAsync(Refusal(190, "TableDoesNotExistError")));

        Assert.Equal(PinotFields.Skip(1), answer.RootElement.EnumerateObject().Select(field => field.Name));
        Assert.Equal("17", answer.RootElement.GetProperty("requestId").GetString());
        Assert.True(answer.RootElement.GetProperty("partialResult").GetBoolean());
        Assert.Equal(0, answer.RootElement.GetProperty("numServersQueried").GetInt32());
    }

    [Fact]
    public async Task Text_that_is_no_statement_gets_no_request_number()
    {
        using JsonDocument answer = JsonDocument.Parse(await WriteAsync(Refusal(150, "SQLParsingError: …")));

        Assert.Equal(JsonValueKind.Null, answer.RootElement.GetProperty("requestId").ValueKind);
        Assert.Equal(JsonValueKind.Null, answer.RootElement.GetProperty("brokerId").ValueKind);
    }

    [Fact]
    public async Task Values_keep_their_exact_digits_and_their_Java_forms()
    {
        QueryResult result = Table(
            ["l", "d", "f", "e", "nan", "inf", "b", "s", "a", "n"],
            ["LONG", "DOUBLE", "FLOAT", "DOUBLE", "DOUBLE", "DOUBLE", "BOOLEAN", "STRING", "LONG_ARRAY", "STRING"],
            [9_223_372_036_854_775_807L, 42.0, (double)0.1f, 1e7, double.NaN, double.NegativeInfinity, true, "überall \"<ts>\"", new[] { 1L, 2L }, null]);

        string json = await WriteAsync(result);

        Assert.Contains(
            """[[9223372036854775807,42.0,0.1,1.0E7,"NaN","-Infinity",true,"überall \"<ts>\"",[1,2],null]]""", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_larger_than_one_flush_arrives_whole()
    {
        object?[][] rows = [.. Enumerable.Range(0, 20_000).Select(row => new object?[] { (long)row, new string('x', 30) })];
        QueryResult result = new() { Columns = [new("id", "LONG"), new("text", "STRING")], Rows = rows, Statistics = new() };

        using JsonDocument answer = JsonDocument.Parse(await WriteAsync(result));

        Assert.Equal(
            Enumerable.Range(0, 20_000), answer.RootElement.GetProperty("resultTable").GetProperty("rows").EnumerateArray().Select(row => row[0].GetInt32()));
    }

    private static QueryResult Table(string[] names, string[] types, params object?[][] rows) => new()
    {
        Columns = [.. names.Zip(types, (name, type) => new ResultColumn(name, type))],
        Rows = rows,
        Statistics = new() { Tables = ["events"] },
    };

    private static QueryResult Refusal(int code, string message) =>
        new() { Columns = [], Rows = [], Errors = [new(code, message, Position: null)], Statistics = new() };

    private static async Task<string> WriteAsync(QueryResult result)
    {
        using MemoryStream stream = new();
        PipeWriter pipe = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        await AnswerWriter.WriteAsync(pipe, new QueryAnswer(17, ClientQueryId: null, result), "Broker_localhost_8099", TestContext.Current.CancellationToken);
        await pipe.CompleteAsync();
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}

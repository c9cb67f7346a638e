using System.Text;
using global::Query;
using global::Query.Results;
using Ingestion.Status;
using Web.SystemTables;

namespace UnitTests.Web.SystemTables;

public sealed class SystemTableSourceTests
{
    private static readonly DateTimeOffset At = new(2024, 2, 11, 13, 34, 0, TimeSpan.Zero);

    [Fact]
    public void Partitions_are_rows()
    {
        QueryResult answer = Ask("SELECT tableName, partitionId, state, nextOffset, endOffset, lag, rowsRead, dropped, lastError FROM sys.partitions ORDER BY partitionId");

        Assert.Equal(
            [["events", 0L, "Live", 40L, 45L, 5L, 40L, 6L, ""], ["events", 1L, "Retrying", 7L, -1L, -1L, 7L, 0L, "broker is away"]],
            answer.Rows);
    }

    [Theory]
    [InlineData("sys.rejects")]
    [InlineData("\"sys.rejects\"")]
    [InlineData("SYS.Rejects")]
    public void Rejected_messages_are_rows_however_the_table_is_written(string table)
    {
        QueryResult answer = Ask($"SELECT partitionId, messageOffset, reason, message, messageBytes FROM {table}");

        Assert.Equal([[1L, 3L, "no JSON", "{nope", 5L]], answer.Rows);
    }

    [Fact]
    public void Gaps_are_rows()
    {
        QueryResult answer = Ask("SELECT tableName, partitionId, fromOffset, toOffset, reason, noticedAt FROM sys.gaps");

        Assert.Equal([["events", 0L, 10L, 20L, "expired", "2024-02-11 13:34:00.0"]], answer.Rows);
    }

    [Fact]
    public void Unknown_numbers_are_null_where_nulls_are_asked_for()
    {
        QueryResult answer = Ask("SET enableNullHandling=true; SELECT count(*) FROM sys.partitions WHERE lag IS NULL");

        Assert.Equal([[1L]], answer.Rows);
    }

    [Fact]
    public void Aggregates_filters_and_star_work_as_on_any_table()
    {
        Assert.Equal([["Live", 1L]], Ask("SELECT state, count(*) FROM sys.partitions WHERE lag >= 0 GROUP BY state").Rows);
        Assert.Equal(32, Ask("SELECT * FROM sys.partitions").Columns.Count);
    }

    [Fact]
    public void Another_table_of_the_system_is_unknown() =>
        Assert.Equal(190, Assert.Single(Ask("SELECT * FROM sys.nothing", mayFail: true).Errors).Code);

    private static QueryResult Ask(string sql, bool mayFail = false)
    {
        TableStatus status = new("events", "topic", "broker:9092", IsPaused: false, [Partition(0) with { End = 45, Lag = 5, Dropped = 6, Gaps = [new(0, 10, 20, "expired", At)] }, Failing()]);
        RejectedMessage rejected = new(1, 3, At, At, "no JSON", Encoding.UTF8.GetBytes("{nope"), 5);
        SystemTableSource source = new(() => [status], _ => [rejected], TimeProvider.System);
        QueryResult answer = new QueryEngine(source.Find, new QueryLimits(), TimeProvider.System).Execute(new QueryRequest(sql), CancellationToken.None);
        Assert.True(mayFail || answer.Errors.Count == 0, string.Join("; ", answer.Errors));
        return answer;
    }

    private static PartitionStatus Failing() => Partition(1) with { State = PartitionState.Retrying, Position = 7, Rows = 7, LastError = "broker is away", LastErrorAt = At };

    private static PartitionStatus Partition(int number) => new()
    {
        Partition = number,
        State = PartitionState.Live,
        Start = 0,
        Position = 40,
        BackfillTarget = 0,
        Progress = 1,
        RowsPerSecond = 0,
        RowsPerSecondSmoothed = 0,
        BytesPerSecond = 0,
        Rows = 40,
        Bytes = 400,
        Rejected = 0,
        Tombstones = 0,
        Trimmed = 0,
        ConsumingRows = 40,
        ConsumingBytes = 4000,
        RowLimit = 1000,
        Sealing = 0,
    };
}

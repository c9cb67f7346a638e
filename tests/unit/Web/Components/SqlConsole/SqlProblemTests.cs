using Query.Results;
using Web.Components.SqlConsole;
using Web.Live;

namespace UnitTests.Web.Components.SqlConsole;

public sealed class SqlProblemTests
{
    private static readonly TableColumns[] Tables = [new("events", [Column("uuid"), Column("count"), Column("my col")]), new("orders", [Column("amount")])];

    [Theory]
    [InlineData(710, "select cnt from events", 7, "select count from events")]
    [InlineData(190, "select 1 from evens", 14, "select 1 from events")]
    [InlineData(710, "select \"my cool\" from events", 7, "select \"my col\" from events")]
    public void The_name_that_was_meant_can_be_put_in_place(int code, string sql, int position, string expected)
    {
        SqlFix fix = SqlProblem.From(new QueryError(code, "no", position), EditorStatement.Whole(sql), Tables).Fixes[0];

        Assert.Equal(expected, sql.Remove(fix.Start, fix.Length).Insert(fix.Start, fix.Replacement));
    }

    [Fact]
    public void Columns_of_other_tables_were_not_meant() =>
        Assert.Empty(SqlProblem.From(new QueryError(710, "no", 7), EditorStatement.Whole("select amoun from events"), Tables).Fixes);

    [Fact]
    public void Whoever_ran_out_of_time_may_have_more() =>
        Assert.Equal(60_000, SqlProblem.From(new QueryError(250, "late", null), EditorStatement.Whole("select 1"), Tables).LongerTimeout);

    private static ColumnView Column(string name) => new(name, "STRING", "dimension", "null", null);
}

using Query;
using Web.Components.SqlConsole;

namespace UnitTests.Web.Components.SqlConsole;

public sealed class SharedQueryGuardTests
{
    [Theory]
    [InlineData("select 1")]
    [InlineData("-- a note\n/* two */ (SELECT 1)")]
    [InlineData("SET timeoutMs = 5; select 1")]
    [InlineData("explain plan for select 1")]
    public void A_cheap_query_runs(string sql) => Assert.Null(SharedQueryGuard.ReasonToWait(sql, new QueryEstimate { Rows = SharedQueryGuard.MaxRows }));

    [Fact]
    public void An_expensive_one_waits_and_says_how_much_it_would_read()
    {
        TabNotice? reason = SharedQueryGuard.ReasonToWait("select 1", new QueryEstimate { Rows = 2_100_000_000, Segments = 120 });

        Assert.Equal(("Opened, not run: this would read up to 2.1 G rows in 120 segments.", true), (reason?.Text, reason?.OffersRun));
    }

    [Theory]
    [InlineData("drop table events", "DROP")]
    [InlineData("/* select */ DELETE from events", "DELETE")]
    [InlineData("-- select\n-- again\ninsert into t", "INSERT")]
    public void What_changes_something_never_runs(string sql, string word)
    {
        TabNotice? reason = SharedQueryGuard.ReasonToWait(sql, new QueryEstimate());

        Assert.Contains($"it begins with {word}", reason?.Text, StringComparison.Ordinal);
        Assert.False(reason!.OffersRun);
    }
}

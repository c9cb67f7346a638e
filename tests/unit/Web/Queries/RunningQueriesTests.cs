using Query;
using Query.Results;
using Web.Queries;

namespace UnitTests.Web.Queries;

public sealed class RunningQueriesTests
{
    private static readonly QueryResult Nothing = new() { Columns = [], Rows = [], Statistics = new() };

    private readonly RunningQueries _running = new(TimeProvider.System);

    [Fact]
    public async Task A_query_is_listed_while_it_runs_and_gone_afterwards()
    {
        TaskCompletionSource<string> seen = new();
        QueryRunner runner = new((_, _) =>
        {
            seen.SetResult(Assert.Single(_running.List()).Request.Sql);
            return Nothing;
        }, _running);

        await runner.RunAsync(new QueryRequest("select 1"), TestContext.Current.CancellationToken);

        Assert.Equal("select 1", await seen.Task);
        Assert.Empty(_running.List());
    }

    [Theory]
    [InlineData("SET clientQueryId = 'slow one'; select 1", "slow one")]
    [InlineData("select 1 OPTION(timeoutMs=5, clientQueryId=slow)", "slow")]
    public async Task The_name_that_a_client_gives_in_the_text_stops_the_query(string sql, string name)
    {
        using SemaphoreSlim started = new(0);
        QueryRunner runner = new((_, cancellation) =>
        {
            started.Release();
            cancellation.WaitHandle.WaitOne();
            return Nothing;
        }, _running);
        Task<QueryAnswer> run = runner.RunAsync(new QueryRequest(sql), TestContext.Current.CancellationToken);
        await started.WaitAsync(TestContext.Current.CancellationToken);

        Assert.False(_running.TryCancel("another"));
        Assert.True(_running.TryCancel(name));

        Assert.Equal(name, (await run).ClientQueryId);
    }

    [Fact]
    public async Task A_query_stops_when_its_asker_leaves()
    {
        using CancellationTokenSource asker = new();
        QueryRunner runner = new((_, cancellation) =>
        {
            asker.Cancel();
            Assert.True(cancellation.IsCancellationRequested);
            return Nothing;
        }, _running);

        await runner.RunAsync(new QueryRequest("select 1"), asker.Token);
    }

    [Fact]
    public void A_name_in_the_options_counts_when_the_text_has_none()
    {
        Dictionary<string, string> options = new(StringComparer.OrdinalIgnoreCase) { ["CLIENTQUERYID"] = "outer" };

        Assert.Equal("outer", ClientQueryId.Of(new QueryRequest("select 1", options)));
        Assert.Equal("inner", ClientQueryId.Of(new QueryRequest("set clientqueryid='inner'; select 1", options)));
        Assert.Null(ClientQueryId.Of(new QueryRequest("select clientQueryId from t where clientQueryId = 'x'")));
    }
}

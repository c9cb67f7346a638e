using System.Net;
using System.Text.Json;
using Query.Results;

namespace UnitTests.Web.Rest;

public sealed class QueryRoutesTests
{
    private const string SelectOne = """{"sql":"select 1"}""";

    [Theory]
    [InlineData(true, "POST", "/query/sql", SelectOne)]
    [InlineData(false, "POST", "/query/sql", SelectOne)]
    [InlineData(true, "GET", "/query/sql?sql=select%201", null)]
    [InlineData(false, "POST", "/sql", SelectOne)]
    [InlineData(false, "GET", "/sql?sql=select%201", null)]
    [InlineData(true, "POST", "/query", SelectOne)]
    [InlineData(true, "GET", "/query?sql=select%201", null)]
    public async Task Every_query_route_hands_the_statement_to_the_engine(bool isBroker, string method, string path, string? body)
    {
        string? asked = null;
        await using QueryHost host = await QueryHost.StartAsync((request, _) =>
        {
            asked = request.Sql;
            return QueryHost.One;
        });

        using HttpResponseMessage response = await host.SendAsync(isBroker, method, path, body, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal("select 1", asked);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(!path.StartsWith("/sql", StringComparison.Ordinal), response.Headers.Contains("X-Pinot-Error-Code"));
    }

    [Theory]
    [InlineData(false, "/query", "text/html,*/*", "text/html")]
    [InlineData(false, "/query?query=select%201", "text/html", "text/html")]
    [InlineData(false, "/query?sql=select%201", "text/html", "application/json")]
    [InlineData(false, "/query?query=select%201", null, "application/json")]
    [InlineData(true, "/query", "text/html,*/*", "application/json")]
    public async Task The_shared_path_is_a_page_only_for_a_browser_that_asks_no_statement(bool isBroker, string path, string? accept, string mediaType)
    {
        await using QueryHost host = await QueryHost.StartAsync((_, _) => QueryHost.One);

        using HttpResponseMessage response = await host.SendAsync(isBroker, "GET", path, accept: accept, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData(true, "POST", "/sql", HttpStatusCode.NotFound)]
    [InlineData(true, "PUT", "/query/sql", HttpStatusCode.MethodNotAllowed)]
    [InlineData(false, "GET", "/no/such/route", HttpStatusCode.NotFound)]
    public async Task What_is_not_served_is_told_as_code_and_error(bool isBroker, string method, string path, HttpStatusCode status)
    {
        await using QueryHost host = await QueryHost.StartAsync((_, _) => QueryHost.One);

        using HttpResponseMessage response = await host.SendAsync(isBroker, method, path, SelectOne, cancellation: TestContext.Current.CancellationToken);

        JsonElement error = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(status, response.StatusCode);
        Assert.Equal((int)status, error.GetProperty("code").GetInt32());
        Assert.StartsWith($"HTTP {(int)status} ", error.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_takes_only_HTML_is_turned_away()
    {
        await using QueryHost host = await QueryHost.StartAsync((_, _) => QueryHost.One);

        using HttpResponseMessage response = await host.SendAsync(
            isBroker: true, "POST", "/query/sql", SelectOne, accept: "text/html", cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
    }

    [Fact]
    public async Task Controller_answers_may_be_read_by_scripts_of_any_origin_and_broker_answers_may_not()
    {
        await using QueryHost host = await QueryHost.StartAsync((_, _) => QueryHost.One);

        using HttpResponseMessage preflight = await host.SendAsync(isBroker: false, "OPTIONS", "/sql", cancellation: TestContext.Current.CancellationToken);
        using HttpResponseMessage broker = await host.SendAsync(isBroker: true, "OPTIONS", "/query/sql", cancellation: TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (preflight.StatusCode, broker.StatusCode));
        Assert.Contains("POST", preflight.Content.Headers.Allow);
        Assert.Equal("*", Assert.Single(preflight.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.False(broker.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_running_query_is_listed_on_both_ports_and_stopped_by_its_number()
    {
        using SemaphoreSlim started = new(0);
        await using QueryHost host = await QueryHost.StartAsync((_, cancellation) => RunUntilStopped(started, cancellation));
        Task<HttpResponseMessage> query = host.SendAsync(isBroker: true, "POST", "/query/sql", SelectOne, cancellation: TestContext.Current.CancellationToken);
        await started.WaitAsync(TestContext.Current.CancellationToken);

        using HttpResponseMessage brokers = await host.SendAsync(isBroker: true, "GET", "/queries", cancellation: TestContext.Current.CancellationToken);
        using HttpResponseMessage controllers = await host.SendAsync(isBroker: false, "GET", "/queries", cancellation: TestContext.Current.CancellationToken);
        Dictionary<string, string> list = JsonSerializer.Deserialize<Dictionary<string, string>>(
            await brokers.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Contains("Broker_127.0.0.1_", await controllers.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("select 1", Assert.Single(list).Value);

        using HttpResponseMessage cancel = await host.SendAsync(
            isBroker: true, "DELETE", $"/query/{list.Keys.Single()}", cancellation: TestContext.Current.CancellationToken);

        Assert.Equal($"Cancelled query: {list.Keys.Single()}", await cancel.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using HttpResponseMessage stopped = await query;
        Assert.Contains("\"errorCode\":503", await stopped.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("editor-0123456789ab", HttpStatusCode.Forbidden, "Stopping somebody else's query needs the admin role.")]
    [InlineData("viewer-0123456789ab", HttpStatusCode.OK, "Cancelled query")]
    [InlineData("admin-0123456789abc", HttpStatusCode.OK, "Cancelled query")]
    public async Task Only_whoever_asked_and_an_admin_stop_a_query(string token, HttpStatusCode status, string part)
    {
        using SemaphoreSlim started = new(0);
        await using QueryHost host = await QueryHost.StartAsync(
            (_, cancellation) => RunUntilStopped(started, cancellation),
            ("Access:Mode", "Token"), ("Access:Tokens:Viewer", "viewer-0123456789ab"), ("Access:Tokens:Editor", "editor-0123456789ab"), ("Access:Tokens:Admin", "admin-0123456789abc"));
        using CancellationTokenSource hangUp = new();
        Task<HttpResponseMessage> asking = host.SendAsync(true, "GET", "/query/sql?sql=select%201", token: "viewer-0123456789ab", cancellation: hangUp.Token);
        await started.WaitAsync(TestContext.Current.CancellationToken);

        using HttpResponseMessage answer = await host.SendAsync(true, "DELETE", $"/query/{host.Running.List()[0].Id}", token: token, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(part, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await hangUp.CancelAsync(); // a query that nobody stopped would keep the host
        await Task.WhenAny(asking);
    }

    [Fact]
    public async Task A_client_that_hangs_up_stops_its_query()
    {
        using SemaphoreSlim started = new(0);
        using SemaphoreSlim ended = new(0);
        await using QueryHost host = await QueryHost.StartAsync((_, cancellation) =>
        {
            QueryResult result = RunUntilStopped(started, cancellation);
            ended.Release();
            return result;
        });
        using CancellationTokenSource client = new();
        Task<HttpResponseMessage> query = host.SendAsync(isBroker: true, "POST", "/query/sql", SelectOne, cancellation: client.Token);
        await started.WaitAsync(TestContext.Current.CancellationToken);

        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query);
        Assert.True(await ended.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }

    private static QueryResult RunUntilStopped(SemaphoreSlim started, CancellationToken cancellation)
    {
        started.Release();
        cancellation.WaitHandle.WaitOne();
        return new QueryResult { Columns = [], Rows = [], Errors = [new(503, "stopped", Position: null)], Statistics = new() };
    }
}

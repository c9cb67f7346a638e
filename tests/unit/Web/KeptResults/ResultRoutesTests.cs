using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Query.Results;
using UnitTests.Web.Audit;
using Web.Addresses;
using Web.Audit;
using Web.KeptResults;
using Web.Visitors;

namespace UnitTests.Web.KeptResults;

/// <summary>The route of exports on a port of this machine.</summary>
public sealed class ResultRoutesTests : IAsyncLifetime
{
    private static readonly QueryLink Query = new("select n from events");

    private readonly SteppedClock _clock = new();
    private readonly ResultStore _store;
    private readonly HttpClient _client = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("millrace-export-").FullName;
    private readonly AuditLog _log;
    private WebApplication _app = null!;

    public ResultRoutesTests() => (_store, _log) = (new ResultStore(_clock), TestDeeds.Log(_directory));

    private Func<QueryLink, CancellationToken, Task<QueryResult>> Run { get; set; } = (_, _) => Task.FromResult(Numbers(3));

    public async ValueTask InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.Services.AddSingleton(_store);
        builder.Services.AddSingleton(TestDeeds.Of(VisitorRole.Viewer, _log));
        builder.Services.AddSingleton(new WholeResults((link, cancellation) => Run(link, cancellation)));
        _app = builder.Build();
        _app.MapResults();
        await _app.StartAsync();
        _client.BaseAddress = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        _store.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData("csv", "text/csv; charset=utf-8", "n\r\n0\r\n1\r\n")]
    [InlineData("tsv", "text/tab-separated-values; charset=utf-8", "n\n0\n1\n")]
    [InlineData("json", "application/json", """{"columns":[{"name":"n","type":"LONG"}],"rows":[[0],[1]]}""")]
    [InlineData("NDJSON", "application/x-ndjson", "{\"n\":0}\n{\"n\":1}\n")]
    [InlineData("markdown", "text/markdown; charset=utf-8", "| n |\n| --: |\n| 0 |\n| 1 |\n")]
    public async Task Fetched_rows_come_as_a_file(string format, string type, string expected)
    {
        using HttpResponseMessage response = await GetAsync($"?format={format}");

        Assert.Equal((HttpStatusCode.OK, type, expected), (response.StatusCode, response.Content.Headers.ContentType!.ToString(), await TextAsync(response)));
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("", "events-20261125-120000.csv")]
    [InlineData("&name=Errors%20per%20hour", "Errors-per-hour-20261125-120000.csv")]
    [InlineData("&name=..%2F..%2Fetc%2Fpasswd%0d%0aX-Evil%3A%201%22%3B", "etc-passwd-X-Evil-1-20261125-120000.csv")]
    [InlineData("&name=%3A%2F..", "events-20261125-120000.csv")]
    [InlineData("&name=Z%C3%BCge", "Züge-20261125-120000.csv")]
    public async Task A_file_has_a_name_that_no_system_stumbles_over(string query, string expected)
    {
        using HttpResponseMessage response = await GetAsync("?format=csv" + query);

        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(expected, response.Content.Headers.ContentDisposition.FileNameStar);
        Assert.False(response.Headers.Contains("X-Evil"));
    }

    [Fact]
    public async Task All_rows_are_those_of_another_run()
    {
        QueryLink? asked = null;
        Run = (link, _) =>
        {
            asked = link;
            return Task.FromResult(Numbers(3));
        };

        using HttpResponseMessage response = await GetAsync("?format=tsv&rows=all");

        Assert.Equal("n\n0\n1\n2\n", await TextAsync(response));
        Assert.Equal(Query, asked);
    }

    [Fact]
    public async Task A_run_that_fails_says_why()
    {
        Run = (_, _) => Task.FromResult(new QueryResult { Columns = [], Rows = [], Errors = [new QueryError(250, "it took too long", null)], Statistics = new QueryStatistics() });

        using HttpResponseMessage response = await GetAsync("?format=csv&rows=all");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.EndsWith("it took too long", await TextAsync(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_stops_when_the_browser_goes_and_a_third_one_has_to_wait()
    {
        TaskCompletionSource[] started = [new(), new()];
        TaskCompletionSource[] stopped = [new(), new()];
        int runs = 0;
        Run = async (_, cancellation) =>
        {
            int run = runs++;
            started[run].SetResult();
            await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => stopped[run].SetResult(), TaskScheduler.Default);
            return Numbers(0);
        };
        string id = Keep();
        using CancellationTokenSource browser = new();
        Task first = _client.GetAsync(new Uri($"/api/ui/results/{id}/export?format=csv&rows=all", UriKind.Relative), browser.Token);
        await started[0].Task;
        Task second = _client.GetAsync(new Uri($"/api/ui/results/{id}/export?format=csv&rows=all", UriKind.Relative), browser.Token);
        await started[1].Task;

        using HttpResponseMessage third = await GetAsync("?format=csv&rows=all");
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        await browser.CancelAsync();

        await Task.WhenAll(stopped.Select(one => one.Task)).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(first, second));
    }

    [Fact]
    public async Task A_result_of_somebody_else_or_of_yesterday_is_not_found()
    {
        string foreign = _store.Keep(new Visitor("ann", "Ann", VisitorRole.Viewer), Query, Numbers(2), TimeSpan.Zero)!.Id;
        foreach (string id in (string[])[foreign, "nowhere"])
        {
            using HttpResponseMessage response = await _client.GetAsync(new Uri($"/api/ui/results/{id}/export?format=csv", UriKind.Relative), TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Contains("not kept any more", await TextAsync(response), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("?format=xlsx")]
    [InlineData("?format=7")]
    public async Task An_unknown_format_is_refused_with_the_known_ones(string query)
    {
        using HttpResponseMessage response = await GetAsync(query);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("csv, tsv, json, ndjson or markdown", await TextAsync(response), StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> GetAsync(string query) =>
        _client.GetAsync(new Uri($"/api/ui/results/{Keep()}/export{query}", UriKind.Relative), TestContext.Current.CancellationToken);

    private string Keep() => _store.Keep(Visitor.Anybody, Query, Numbers(2), TimeSpan.Zero)!.Id;

    private static Task<string> TextAsync(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static QueryResult Numbers(int count) => new()
    {
        Columns = [new("n", "LONG")],
        Rows = [.. Enumerable.Range(0, count).Select(i => new object?[] { (long)i })],
        Statistics = new QueryStatistics { Tables = ["events"] },
    };
}

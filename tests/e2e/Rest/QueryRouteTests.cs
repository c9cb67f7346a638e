using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace EndToEndTests.Rest;

public sealed class QueryRouteTests(DemoServer demo)
{
    private static readonly HttpClient Http = new();

    [Theory]
    [InlineData("broker", "POST", "/query/sql", """{"sql":"select count(*) from events"}""", 200, -1)]
    [InlineData("controller", "POST", "/query/sql", """{"sql":"select count(*) from events"}""", 200, -1)]
    [InlineData("broker", "GET", "/query/sql?sql=select%201", null, 200, -1)]
    [InlineData("broker", "GET", "/query?sql=select%201", null, 200, -1)]
    [InlineData("broker", "POST", "/query", """{"sql":"select count(*) from events"}""", 200, -1)]
    [InlineData("broker", "GET", "/query/sql?sql=", null, 200, 150)]
    [InlineData("broker", "POST", "/query/sql", """{"sql":"selec 1"}""", 200, 150)]
    [InlineData("broker", "POST", "/query/sql", """{"sql":"select a from no_such_table"}""", 200, 190)]
    [InlineData("broker", "POST", "/query/sql", """{"sql":"select no_such from events"}""", 200, 710)]
    [InlineData("broker", "POST", "/query/sql", """{"sql":"select 1","queryOptions":"timeoutMs"}""", 200, 150)]
    [InlineData("controller", "POST", "/sql", """{"sql":"select count(*) from events"}""", 200, -1)]
    [InlineData("controller", "GET", "/sql?sql=select%201", null, 200, -1)]
    [InlineData("controller", "POST", "/sql", "not json", 200, 100)]
    [InlineData("controller", "GET", "/sql", null, 200, 450)]
    public async Task A_query_route_answers_with_the_response_object(string port, string method, string path, string? body, int status, int errorCode)
    {
        using HttpResponseMessage response = await SendAsync(port, method, path, body);

        JsonElement answer = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(errorCode, answer.GetProperty("exceptions").EnumerateArray().Select(error => error.GetProperty("errorCode").GetInt32()).FirstOrDefault(-1));
        Assert.Equal(errorCode is -1, answer.TryGetProperty("resultTable", out _));
    }

    [Theory]
    [InlineData("""{"pql":"select 1"}""", "Payload is missing the query string field 'sql'")]
    [InlineData("""{"sql":""", "not JSON")]
    public async Task The_broker_refuses_a_malformed_body_with_a_bare_text(string body, string text)
    {
        using HttpResponseMessage response = await SendAsync("broker", "POST", "/query/sql", body);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains(text, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("select a from no_such_table", 404)]
    [InlineData("selec 1", 400)]
    [InlineData("select 1", 200)]
    public async Task A_client_may_ask_for_the_HTTP_status_of_an_error(string sql, int status)
    {
        using HttpResponseMessage response = await SendAsync("broker", "POST", "/query/sql", JsonSerializer.Serialize(new { sql }), ("Pinot-Use-Http-Status-For-Errors", "true"));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status is 200 ? "-1" : status is 404 ? "190" : "150", Assert.Single(response.Headers.GetValues("X-Pinot-Error-Code")));
    }

    [Fact]
    public async Task The_path_query_is_a_page_for_a_browser_and_a_route_for_a_program()
    {
        using HttpResponseMessage page = await SendAsync("controller", "GET", "/query", null, ("Accept", "text/html,*/*"));
        using HttpResponseMessage route = await SendAsync("controller", "GET", "/query?sql=select%201", null, ("Accept", "text/html,*/*"));
        using HttpResponseMessage program = await SendAsync("controller", "GET", "/query?query=select%201", null);

        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Equal("application/json", route.Content.Headers.ContentType?.MediaType);
        Assert.Equal("application/json", program.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Each_port_serves_only_its_own_routes()
    {
        using HttpResponseMessage pageOnBroker = await SendAsync("broker", "GET", "/catalog", null, ("Accept", "text/html"));
        using HttpResponseMessage sqlOnBroker = await SendAsync("broker", "POST", "/sql", """{"sql":"select 1"}""");
        using HttpResponseMessage tablesOnController = await SendAsync("controller", "GET", "/tables", null);

        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.OK), (pageOnBroker.StatusCode, sqlOnBroker.StatusCode, tablesOnController.StatusCode));
        foreach (string port in new[] { "controller", "broker" })
        {
            using HttpResponseMessage health = await SendAsync(port, "GET", "/health", null);
            Assert.Equal("OK", await health.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Scripts_of_other_origins_may_read_the_controller_but_not_the_broker()
    {
        using HttpResponseMessage preflight = await SendAsync("controller", "OPTIONS", "/sql", null, ("Origin", "http://example.test"));
        using HttpResponseMessage broker = await SendAsync("broker", "OPTIONS", "/query/sql", null, ("Origin", "http://example.test"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (preflight.StatusCode, broker.StatusCode));
        Assert.Equal("*", Assert.Single(preflight.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.False(broker.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Stopping_a_query_that_does_not_run_is_not_found()
    {
        using HttpResponseMessage list = await SendAsync("broker", "GET", "/queries", null);
        using HttpResponseMessage cancel = await SendAsync("broker", "DELETE", "/query/12345", null);

        Assert.Equal(JsonValueKind.Object, (await list.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).ValueKind);
        Assert.Equal(HttpStatusCode.NotFound, cancel.StatusCode);
        Assert.Equal("Query: 12345 not found on the broker", await cancel.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task<HttpResponseMessage> SendAsync(string port, string method, string path, string? body, params (string Name, string Value)[] headers)
    {
        ServerProcess server = await demo.StartedAsync();
        using HttpRequestMessage request = new(new HttpMethod(method), new Uri(port is "broker" ? server.Broker : server.Controller, path));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}

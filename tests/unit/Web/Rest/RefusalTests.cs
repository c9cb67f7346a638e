using System.Text.Json.Nodes;

namespace UnitTests.Web.Rest;

/// <summary>Requests that change nothing, against one server.</summary>
public sealed class RefusalTests(RefusalTests.SharedServer server) : IClassFixture<RefusalTests.SharedServer>
{
    [Theory]
    [InlineData("POST", "/tables", "", 400, "the request has no body")]
    [InlineData("POST", "/tables", "{oops", 400, "line 1, byte 2")]
    [InlineData("POST", "/tables", "[]", 400, "must be a JSON object")]
    [InlineData("POST", "/tables", """{"tableName":"a","tableName":"b"}""", 400, "tableName")]
    [InlineData("POST", "/tables", "{}", 400, "Missing required creator property 'tableName'")]
    [InlineData("POST", "/tableConfigs", "{}", 400, "Missing required creator property 'tableName'")]
    [InlineData("POST", "/tableConfigs", """{"tableName":"x"}""", 400, "Missing required creator property 'schema'")]
    [InlineData("POST", "/schemas", "{}", 400, "'schemaName' should not be null or empty")]
    [InlineData("POST", "/schemas?override=maybe", """{"schemaName":"s"}""", 400, "'override' must be true or false, not 'maybe'")]
    [InlineData("PUT", "/schemas/other", """{"schemaName":"s"}""", 400, "tried to add schema with name s as other")]
    [InlineData("PUT", "/schemas/s", """{"schemaName":"s"}""", 404, "Failed to find schema s")]
    [InlineData("GET", "/schemas/nope", null, 404, "Schema not found")]
    [InlineData("DELETE", "/schemas/nope", null, 404, "Schema nope not found")]
    [InlineData("GET", "/tables/nope", null, 404, "Table nope does not exist")]
    [InlineData("DELETE", "/tables/nope", null, 404, "Table 'nope' with type null does not exist")]
    [InlineData("GET", "/tables/nope/size", null, 404, "Table nope not found")]
    [InlineData("GET", "/tables/nope/consumingSegmentsInfo", null, 404, "nope")]
    [InlineData("POST", "/tables/nope/pauseConsumption", null, 404, "Table nope_REALTIME not found!")]
    [InlineData("GET", "/tables/forceCommitStatus/7", null, 404, "Failed to find controller job id: 7")]
    [InlineData("GET", "/segments/nope", null, 404, "Table 'nope' not found.")]
    [InlineData("GET", "/tables?sortType=weird", null, 500, "weird")]
    [InlineData("GET", "/instances/nope", null, 404, "Instance nope not found")]
    [InlineData("GET", "/no/such/path", null, 404, "HTTP 404 Not Found")]
    [InlineData("PATCH", "/tables/events", "{}", 405, "HTTP 405 Method Not Allowed")]
    public async Task What_is_wrong_is_answered_with_code_and_error(string method, string path, string? body, int status, string part) =>
        Assert.Contains(part, await server.Running.RefusedAsync(status, method, path, body), StringComparison.Ordinal);

    [Theory]
    [InlineData("/health", "OK")]
    [InlineData("/pinot-controller/admin", "GOOD")]
    [InlineData("/auth/verify", "true")]
    [InlineData("/auth/info", """{"workflow":"NONE"}""")]
    [InlineData("/databases", """["default"]""")]
    [InlineData("/tenants", """{"SERVER_TENANTS":["DefaultTenant"],"BROKER_TENANTS":["DefaultTenant"]}""")]
    public async Task The_cluster_of_one_answers_for_itself(string path, string expected)
    {
        JsonNode answer = await server.Running.ExpectAsync("GET", path);

        Assert.Equal(expected, answer is JsonValue ? answer.ToString() : answer.ToJsonString());
    }

    public sealed class SharedServer : IAsyncLifetime
    {
        public RestServer Running { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Running = await RestServer.StartAsync();

        public ValueTask DisposeAsync() => Running.DisposeAsync();
    }
}

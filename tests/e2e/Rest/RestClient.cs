using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace EndToEndTests.Rest;

/// <summary>An answer outside the query routes.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">As text.</param>
internal sealed record RestAnswer(HttpStatusCode Status, string Body)
{
    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);
}

/// <summary>Talks to a server as Pinot's clients do: queries to the broker's port, the rest to the controller's.</summary>
internal sealed class RestClient(ServerProcess server) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>The whole answer object of a statement.</summary>
    public async Task<JsonElement> AnswerAsync(string sql, string? queryOptions = null)
    {
        try
        {
            using HttpResponseMessage response = await _http.PostAsJsonAsync(
                new Uri(server.Broker, "/query/sql"), new { sql, queryOptions = queryOptions ?? string.Empty }, TestContext.Current.CancellationToken);
            return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new HttpRequestException($"{exception.Message}; {server.Fate}", exception);
        }
    }

    /// <summary>The rows of a statement that must succeed.</summary>
    public async Task<JsonElement[]> RowsAsync(string sql)
    {
        JsonElement answer = await AnswerAsync(sql);
        Assert.True(answer.GetProperty("exceptions").GetArrayLength() == 0, $"{sql}: {answer.GetProperty("exceptions")}\n{server.Log}");
        return [.. answer.GetProperty("resultTable").GetProperty("rows").EnumerateArray()];
    }

    /// <summary>The number in the only row of a statement that must succeed.</summary>
    public async Task<long> NumberAsync(string sql)
    {
        JsonElement row = Assert.Single(await RowsAsync(sql));
        return (long)row[0].GetDouble();
    }

    /// <summary>Asks again until the number is there, and fails with the last one seen.</summary>
    public async Task ExpectAsync(long expected, string sql, int withinSeconds = 30)
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(withinSeconds));
        long seen = await NumberAsync(sql);
        while (seen != expected)
        {
            if (deadline.IsCancellationRequested)
            {
                JsonElement[] partitions = await RowsAsync("SELECT tableName, partitionId, state, detail, nextOffset, endOffset, lastError FROM sys.partitions LIMIT 1000");
                Assert.Fail($"{sql} is {seen} after {withinSeconds} s, not {expected}\n{string.Join('\n', partitions)}\n{server.Log}");
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
            seen = await NumberAsync(sql);
        }
    }

    /// <summary>Asks again until the number is as high as that.</summary>
    public async Task AtLeastAsync(long expected, string sql)
    {
        long started = TimeProvider.System.GetTimestamp();
        for (long seen = await NumberAsync(sql); seen < expected; seen = await NumberAsync(sql))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(60), $"{sql} is {seen} after a minute, less than {expected}\n{server.Log}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    public async Task<RestAnswer> SendAsync(HttpMethod method, string path, string? json = null)
    {
        using HttpRequestMessage request = new(method, new Uri(server.Controller, path));
        if (json is not null)
        {
            request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        }

        using HttpResponseMessage response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new RestAnswer(response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public Task<RestAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>Creates a table from its schema and config, which must succeed.</summary>
    public async Task CreateTableAsync(string schema, string config)
    {
        string name = JsonSerializer.Deserialize<JsonElement>(schema).GetProperty("schemaName").GetString()!;
        RestAnswer answer = await SendAsync(HttpMethod.Post, "/tableConfigs", $$"""{"tableName":"{{name}}","schema":{{schema}},"realtime":{{config}}}""");
        Assert.True(answer.Status is HttpStatusCode.OK, $"{answer.Body}\n{server.Log}");
    }

    public void Dispose() => _http.Dispose();
}

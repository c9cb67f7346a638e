using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Benchmarks.Hosting;

/// <summary>REST calls on one server, over one connection that stays open. Blocking: what is timed here must not wait for a thread pool.</summary>
internal sealed class ServerClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };

    public bool IsHealthy()
    {
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "/health");
            using HttpResponseMessage response = _http.Send(request);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // nobody listens yet
        }
    }

    /// <summary>Runs a statement; the bytes of the answer, whatever it says.</summary>
    public byte[] Query(string sql)
    {
        using HttpRequestMessage request = Request(HttpMethod.Post, "/query/sql", new JsonObject { ["sql"] = sql }.ToJsonString());
        return Send(request);
    }

    /// <summary>The single number that a statement answers with.</summary>
    public long Number(string sql)
    {
        using JsonDocument answer = JsonDocument.Parse(Query(sql));
        return answer.RootElement.TryGetProperty("resultTable", out JsonElement table)
            ? table.GetProperty("rows")[0][0].GetInt64()
            : throw new BenchException($"{sql}: {answer.RootElement.GetProperty("exceptions")}");
    }

    public long Count(string table) => Number($"SELECT COUNT(*) FROM {table}");

    public JsonNode Post(string path, string body = "")
    {
        using HttpRequestMessage request = Request(HttpMethod.Post, path, body);
        return JsonNode.Parse(Send(request))!;
    }

    public JsonNode Get(string path)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        return JsonNode.Parse(Send(request))!;
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Request(HttpMethod method, string path, string body) => new(method, path)
    {
        Content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json")),
    };

    private byte[] Send(HttpRequestMessage request)
    {
        using HttpResponseMessage response = _http.Send(request);
        using Stream stream = response.Content.ReadAsStream();
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return response.StatusCode == HttpStatusCode.OK
            ? bytes.ToArray()
            : throw new BenchException($"{request.Method} {request.RequestUri}: {(int)response.StatusCode} {System.Text.Encoding.UTF8.GetString(bytes.ToArray())}");
    }
}

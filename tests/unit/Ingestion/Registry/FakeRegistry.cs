using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Ingestion.Settings;

namespace UnitTests.Ingestion.Registry;

/// <summary>An HTTP server that answers as a schema registry does, or as a test wants it.</summary>
internal sealed class FakeRegistry : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, string> _documents = new(StringComparer.Ordinal);

    public FakeRegistry()
    {
        int port = FreePort();
        Address = $"http://127.0.0.1:{port}";
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _ = AnswerAsync();
    }

    public string Address { get; }

    /// <summary>What is answered to everything; 0 for real answers.</summary>
    public int Status { get; set; }

    /// <summary>The body of such an answer.</summary>
    private string Failure { get; set; } = "no";

    /// <summary>Never answers.</summary>
    public bool IsHung { get; set; }

    /// <summary>Paths asked for, with the Authorization header if there is one.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public void Add(int id, string schema, string? type = null, params (string Name, string Subject)[] references)
    {
        JsonObject document = new() { ["schema"] = schema };
        if (type is not null)
        {
            document["schemaType"] = type;
        }

        if (references.Length > 0)
        {
            document["references"] = new JsonArray([.. references.Select(reference => new JsonObject { ["name"] = reference.Name, ["subject"] = reference.Subject, ["version"] = 1 })]);
        }

        Put($"/schemas/ids/{id}", document.ToJsonString());
    }

    public void Put(string path, string document) => _documents[path] = document;

    /// <summary>Answers this to everything.</summary>
    public void Fail(int status, string body) => (Status, Failure) = (status, body);

    public DecoderProperties Properties(params (string Key, string Value)[] more) => new(
        more.Append((Key: "schema.registry.rest.url", Value: Address)).DistinctBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal));

    public void Dispose() => _listener.Close();

    private static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task AnswerAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                string path = context.Request.Url!.AbsolutePath;
                Requests.Enqueue($"{path} {context.Request.Headers["Authorization"]}".TrimEnd());
                if (!IsHung)
                {
                    await AnswerAsync(context.Response, path);
                }
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerResponse response, string path)
    {
        bool isKnown = _documents.TryGetValue(path, out string? document);
        response.StatusCode = Status != 0 ? Status : isKnown ? 200 : 404;
        byte[] body = Encoding.UTF8.GetBytes(Status != 0 ? Failure : document ?? """{"error_code":40403,"message":"Schema not found"}""");
        await response.OutputStream.WriteAsync(body);
        response.Close();
    }
}

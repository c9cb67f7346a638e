using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace UnitTests.Ingestion.Golden;

/// <summary>A schema registry that knows the schemas of one case by their recorded ids.</summary>
internal sealed class RecordedRegistry : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly IReadOnlyDictionary<int, string> _schemas;

    public RecordedRegistry(IReadOnlyDictionary<int, string> schemas)
    {
        _schemas = schemas;
        using (TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}";
        }

        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _ = AnswerAsync();
    }

    /// <summary>Without a slash at the end.</summary>
    public string Address { get; }

    public void Dispose() => _listener.Close();

    private async Task AnswerAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                HttpListenerContext request = await _listener.GetContextAsync();
                bool isKnown = int.TryParse(request.Request.Url!.Segments[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int id) && _schemas.ContainsKey(id);
                byte[] body = isKnown
                    ? JsonSerializer.SerializeToUtf8Bytes(new { schema = _schemas[id] })
                    : JsonSerializer.SerializeToUtf8Bytes(new { error_code = 40403, message = "Schema not found" });
                request.Response.StatusCode = isKnown ? 200 : 404;
                request.Response.Close(body, willBlock: true);
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return; // closed
            }
        }
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Benchmarks.Circuits;

/// <summary>
/// A page of the console as its server sees it: a circuit that is drawn into, without the browser that would cost more than the server.
/// It takes every batch, confirms it, and answers what the server asks of its scripts with nothing.
/// </summary>
internal sealed partial class Circuit : IAsyncDisposable
{
    // What a call of a script may give back: a value or nothing (0, 3), or an object that stays in the page (1).
    private const int ObjectResult = 1;

    private readonly HubConnection _connection;
    private long _batches;
    private long _bytes;
    private string? _fault;

    private Circuit(Uri server)
    {
        IHubConnectionBuilder builder = new HubConnectionBuilder().WithUrl(new Uri(server, "/_blazor"), HttpTransportType.WebSockets);
        builder.Services.AddSingleton<IHubProtocol, BlazorPackProtocol>();
        _connection = builder.Build();
        _connection.On<long, byte[]>("JS.RenderBatch", ConfirmAsync);
        _connection.On<long, string, string?, int, long, int>("JS.BeginInvokeJS", AnswerAsync);
        _connection.On<string>("JS.Error", message => _fault = message);
        _connection.Closed += exception =>
        {
            _fault ??= exception?.Message;
            return Task.CompletedTask;
        };
    }

    /// <summary>Times that the server drew.</summary>
    public long Batches => Interlocked.Read(ref _batches);

    /// <summary>Bytes of what it drew.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Why it ended; null while it lives.</summary>
    public string? Fault => _connection.State == HubConnectionState.Connected ? _fault : _fault ?? "the connection is closed";

    /// <summary>Opens a page as a browser does: its HTML first, then a circuit for the parts that the HTML names.</summary>
    /// <param name="http">Asks for the HTML.</param>
    /// <param name="server">Root of the console.</param>
    /// <param name="path">Address of the page.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<Circuit> OpenAsync(HttpClient http, Uri server, string path, CancellationToken cancellation)
    {
        Uri page = new(server, path);
        using HttpRequestMessage request = new(HttpMethod.Get, page);
        request.Headers.Accept.ParseAdd("text/html");
        using HttpResponseMessage answer = await http.SendAsync(request, cancellation);
        string html = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellation);
        string parts = $"[{string.Join(',', Part().Matches(html).Select(match => match.Groups["json"].Value))}]";
        Circuit circuit = new(server);
        try
        {
            await circuit._connection.StartAsync(cancellation);
            _ = await circuit._connection.InvokeAsync<string?>("StartCircuit", server.ToString(), page.ToString(), parts, "", cancellation)
                ?? throw new InvalidOperationException($"{page} opened no circuit: {circuit._fault ?? "the server did not say why"}");
            return circuit;
        }
        catch
        {
            await circuit.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private Task ConfirmAsync(long batch, byte[] drawing)
    {
        Interlocked.Increment(ref _batches);
        Interlocked.Add(ref _bytes, drawing.Length);
        return _connection.SendAsync("OnRenderCompleted", batch, null);
    }

    private Task AnswerAsync(long call, string function, string? arguments, int result, long target, int kind)
    {
        if (call == 0)
        {
            return Task.CompletedTask; // nobody waits for it
        }

        string value = result == ObjectResult ? string.Create(CultureInfo.InvariantCulture, $$"""{"__jsObjectId":{{call}}}""") : "null";
        return _connection.SendAsync("EndInvokeJSFromDotNet", call, true, string.Create(CultureInfo.InvariantCulture, $"[{call},true,{value}]"));
    }

    [GeneratedRegex("<!--Blazor:(?<json>\\{\"type\":\"server\".*?\\})-->", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Part();
}

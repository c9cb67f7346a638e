using System.Net;
using System.Net.Sockets;

namespace EndToEndTests.Kafka;

/// <summary>Another address for a server: passes bytes on in both directions.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly IPEndPoint _target;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    /// <param name="from">Where to listen.</param>
    /// <param name="to"><c>host:port</c> of the server, the host as a number.</param>
    public TcpRelay(IPAddress from, string to)
    {
        _target = IPEndPoint.Parse(to);
        _listener = new TcpListener(from, 0);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Its own <c>host:port</c>.</summary>
    public string Address => _listener.LocalEndpoint.ToString()!;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> passing = [];
        try
        {
            while (true)
            {
                passing.Add(PassAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(passing);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using TcpClient server = new();
        try
        {
            await server.ConnectAsync(_target, _stop.Token);
            await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream(), _stop.Token), server.GetStream().CopyToAsync(client.GetStream(), _stop.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException)
        {
            // One of the two hung up, or the test is over.
        }
        finally
        {
            client.Dispose();
        }
    }
}

[assembly: AssemblyFixture(typeof(DemoServer))]

namespace EndToEndTests.Hosting;

/// <summary>One server with its demo, as <c>./run</c> gives it, for all tests that only look.</summary>
public sealed class DemoServer : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private ServerProcess? _server;

    internal async Task<ServerProcess> StartedAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (_server is null)
            {
                ServerProcess server = new();
                await server.StartWithRunAsync(CancellationToken.None);
                _server = server;
            }

            return _server;
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _starting.Dispose();
    }
}

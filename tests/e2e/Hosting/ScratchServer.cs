[assembly: AssemblyFixture(typeof(EndToEndTests.Hosting.ScratchServer))]

namespace EndToEndTests.Hosting;

/// <summary>One server for all tests that make tables of names of their own and mind no others.</summary>
public sealed class ScratchServer : IAsyncDisposable
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
                ServerProcess server = new("--demo", "off");
                await server.StartAsync(CancellationToken.None);
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

namespace EndToEndTests.Hosting;

/// <summary>A server that tests have in common, started when the first one asks.</summary>
public abstract class SharedServer : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private ServerProcess? _server;

    internal async Task<ServerProcess> StartedAsync()
    {
        await _starting.WaitAsync();
        try
        {
            return _server ??= await StartAsync();
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
        GC.SuppressFinalize(this);
    }

    private protected abstract Task<ServerProcess> StartAsync();
}

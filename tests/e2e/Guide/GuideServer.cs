using EndToEndTests.Guide;
using EndToEndTests.Rest;

[assembly: AssemblyFixture(typeof(GuideServer))]

namespace EndToEndTests.Guide;

/// <summary>One server for the tables of all rows of the guide, started when the first test asks for it.</summary>
public sealed class GuideServer : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private readonly ServerProcess _server = new("--demo", "off");
    private RestClient? _client;

    /// <summary>Port of its controller routes, for verbs.</summary>
    internal int Port => _server.Port;

    /// <summary>Its console.</summary>
    internal Uri Console => _server.Controller;

    /// <summary>What it logged.</summary>
    internal string Log => _server.Log;

    /// <summary>A client of the running server.</summary>
    internal async Task<RestClient> StartedAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (_client is null)
            {
                await _server.StartAsync(TestContext.Current.CancellationToken);
                _client = new RestClient(_server);
            }

            return _client;
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await _server.DisposeAsync();
        _starting.Dispose();
    }
}

using EndToEndTests.Kafka;

[assembly: AssemblyFixture(typeof(SchemaRegistry))]

namespace EndToEndTests.Kafka;

/// <summary>One real schema registry for the whole run, started when the first test asks for it.</summary>
public sealed class SchemaRegistry : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private readonly TempFolder _folder = new();
    private Uri? _address;

    /// <summary>The script that starts a registry; null if this machine has none.</summary>
    internal static string? Script { get; } = new[] { Repository.PathOf("..", "shared", "registry", "registry") }.FirstOrDefault(File.Exists);

    /// <summary>Its base URL for clients; skips the test where there is no registry.</summary>
    internal async Task<Uri> AddressAsync()
    {
        Need.That(Script is not null, "No schema registry: ../shared/registry has no script 'registry'.");
        await _starting.WaitAsync();
        try
        {
            return _address ??= await StartAsync();
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_address is not null)
        {
            await Hosting.Command.RunAsync(Script!, ["stop", _folder.Path], CancellationToken.None);
        }

        _folder.Dispose();
        _starting.Dispose();
    }

    private async Task<Uri> StartAsync()
    {
        int port = Ports.Free();
        string number = port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        (await Hosting.Command.RunAsync(Script!, ["start", _folder.Path, number], CancellationToken.None)).Succeeded();
        return new Uri($"http://127.0.0.1:{number}/apis/ccompat/v7");
    }
}

[assembly: AssemblyFixture(typeof(DemoServer))]

namespace EndToEndTests.Hosting;

/// <summary>One server with its demo, as <c>./run</c> gives it, for all tests that only look.</summary>
public sealed class DemoServer : SharedServer
{
    private protected override async Task<ServerProcess> StartAsync()
    {
        ServerProcess server = new();
        await server.StartWithRunAsync(CancellationToken.None);
        return server;
    }
}

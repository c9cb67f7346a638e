[assembly: AssemblyFixture(typeof(EndToEndTests.Hosting.ScratchServer))]

namespace EndToEndTests.Hosting;

/// <summary>One server for all tests that make tables of names of their own and mind no others.</summary>
public sealed class ScratchServer : SharedServer
{
    private protected override async Task<ServerProcess> StartAsync()
    {
        ServerProcess server = new("--demo", "off");
        await server.StartAsync(CancellationToken.None);
        return server;
    }
}

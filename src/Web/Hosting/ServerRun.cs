using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Web.Hosting;

/// <summary>Runs the server until it is told to stop.</summary>
internal static class ServerRun
{
    /// <summary>Starts, says where to look, and waits for Ctrl+C or SIGTERM.</summary>
    /// <returns>The exit code of the process.</returns>
    public static async Task<int> ServeAsync(this WebApplication app)
    {
        Settings settings = app.Services.GetRequiredService<Settings>();
        ServerOptions server = settings.Server;
        await using (app)
        {
            try
            {
                await app.StartAsync();
            }
            catch (IOException exception) when (exception.InnerException is AddressInUseException or SocketException)
            {
                await Console.Error.WriteLineAsync($"{exception.Message} Stop the other program, or choose other ports with --port and --broker-port.");
                return 1;
            }

            if (server.IsPublic && !settings.Access.IsOn)
            {
                await Console.Error.WriteLineAsync($"Warning: listening on {server.Host} without sign-in: everybody who can reach this machine can read and change every table.");
            }

            await Console.Out.WriteLineAsync($"Millrace is running: open {Listeners.AddressToOpen(server)}");
            await app.WaitForShutdownAsync();
        }

        return 0;
    }
}

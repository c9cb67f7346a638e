using System.Net;
using System.Net.Sockets;

namespace EndToEndTests.Hosting;

/// <summary>Finds ports that nobody listens on.</summary>
internal static class Ports
{
    private static readonly Lock Choosing = new();
    private static readonly HashSet<int> Given = [];

    /// <summary>The first of that many free ports in a row, given to nobody else in this run.</summary>
    public static int Free(int count = 1)
    {
        lock (Choosing)
        {
            while (true)
            {
                // Below the ports that the system gives to outgoing connections, which would take one between this look and its use.
                int first = Random.Shared.Next(10_000, 32_000);
                int[] range = [.. Enumerable.Range(first, count)];
                if (range.All(port => !Given.Contains(port) && IsFree(port)))
                {
                    Given.UnionWith(range);
                    return first;
                }
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using TcpListener listener = new(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

using Microsoft.Playwright;

namespace Benchmarks.Pages;

/// <summary>What a page and its server say to each other over the circuit's WebSocket.</summary>
internal sealed class Wire
{
    // A ping of SignalR: its length, an array of one, the kind 6.
    private static readonly byte[] Ping = [2, 0x91, 6];

    private long _sent;
    private long _received;
    private long _bytesReceived;

    /// <param name="page">A page that has not been opened yet.</param>
    public Wire(IPage page) => page.WebSocket += (_, socket) =>
    {
        socket.FrameSent += (_, frame) => Interlocked.Add(ref _sent, IsPing(frame) ? 0 : 1);
        socket.FrameReceived += (_, frame) =>
        {
            Interlocked.Add(ref _received, IsPing(frame) ? 0 : 1);
            Interlocked.Add(ref _bytesReceived, frame.Binary?.Length ?? frame.Text?.Length ?? 0);
        };
    };

    /// <summary>Frames from the browser, without keep-alives.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Frames from the server, without keep-alives.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Bytes of all frames from the server.</summary>
    public long BytesReceived => Interlocked.Read(ref _bytesReceived);

    private static bool IsPing(IWebSocketFrame frame) => frame.Binary is { } bytes && bytes.AsSpan().SequenceEqual(Ping);
}

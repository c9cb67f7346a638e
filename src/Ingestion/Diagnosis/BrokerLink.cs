using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Ingestion.Diagnosis;

/// <summary>A connection to one broker, to ask what comes before any login. Numbers are those of Kafka's protocol.</summary>
internal sealed class BrokerLink : IAsyncDisposable
{
    private const int MaxAnswer = 1 << 20;
    private const short SaslHandshake = 17;
    private const short ApiVersions = 18;
    private const short Metadata = 3;
    private const short MechanismNotOffered = 33;
    private const short NotExpected = 34;

    private readonly Stream _stream;
    private int _asked;

    private BrokerLink(Stream stream) => _stream = stream;

    /// <summary>Connects.</summary>
    /// <exception cref="SocketException">Nobody listens.</exception>
    /// <exception cref="OperationCanceledException">No answer came in time.</exception>
    public static async Task<BrokerLink> OpenAsync(BrokerAddress address, CancellationToken cancellation)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellation);
            return new BrokerLink(new NetworkStream(socket, ownsSocket: true));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Encrypts what follows.</summary>
    /// <exception cref="IOException">The other side hangs up or does not speak TLS.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The same, or its certificate is refused.</exception>
    public async Task<BrokerLink> EncryptAsync(SslClientAuthenticationOptions options, CancellationToken cancellation)
    {
        SslStream encrypted = new(_stream);
        await encrypted.AuthenticateAsClientAsync(options, cancellation);
        return new BrokerLink(encrypted);
    }

    /// <summary>Says hello, as Kafka's clients do.</summary>
    /// <returns>True if a broker of Kafka answers.</returns>
    public async Task<bool> GreetAsync(CancellationToken cancellation) => await AskAsync(ApiVersions, 0, [], cancellation) is { Length: >= 6 };

    /// <summary>Asks for the brokers without having signed in.</summary>
    /// <returns>False if the broker hangs up on that.</returns>
    public async Task<bool> IsOpenToAllAsync(CancellationToken cancellation) => await AskAsync(Metadata, 1, [0, 0, 0, 0], cancellation) is { Length: >= 4 };

    /// <summary>Names a way to sign in, and hears which there are.</summary>
    /// <returns>What the listener offers, in order of the letters; empty if it wants no login; null if it says nothing.</returns>
    public async Task<IReadOnlyList<string>?> OfferedAsync(string mechanism, CancellationToken cancellation)
    {
        byte[] name = Encoding.UTF8.GetBytes(mechanism);
        byte[]? answer = await AskAsync(SaslHandshake, 1, [(byte)(name.Length >> 8), (byte)name.Length, .. name], cancellation);
        if (answer is not { Length: >= 2 })
        {
            return null;
        }

        short error = BinaryPrimitives.ReadInt16BigEndian(answer);
        return error switch
        {
            0 or MechanismNotOffered => Texts(answer.AsSpan(2)),
            NotExpected => [],
            _ => null,
        };
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    // Null if the other side hangs up, or what it says is no answer to this question.
    private async Task<byte[]?> AskAsync(short what, short version, byte[] body, CancellationToken cancellation)
    {
        byte[] client = "millrace-check"u8.ToArray();
        byte[] request = new byte[4 + 8 + 2 + client.Length + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(request, request.Length - 4);
        BinaryPrimitives.WriteInt16BigEndian(request.AsSpan(4), what);
        BinaryPrimitives.WriteInt16BigEndian(request.AsSpan(6), version);
        BinaryPrimitives.WriteInt32BigEndian(request.AsSpan(8), ++_asked);
        BinaryPrimitives.WriteInt16BigEndian(request.AsSpan(12), (short)client.Length);
        client.CopyTo(request, 14);
        body.CopyTo(request, 14 + client.Length);
        try
        {
            await _stream.WriteAsync(request, cancellation);
            byte[] head = new byte[8];
            await _stream.ReadExactlyAsync(head, cancellation);
            int length = BinaryPrimitives.ReadInt32BigEndian(head) - 4;
            if (length is < 0 or > MaxAnswer || BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(4)) != _asked)
            {
                return null;
            }

            byte[] answer = new byte[length];
            await _stream.ReadExactlyAsync(answer, cancellation);
            return answer;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static List<string>? Texts(ReadOnlySpan<byte> bytes)
    {
        List<string> texts = [];
        int count = bytes.Length >= 4 ? BinaryPrimitives.ReadInt32BigEndian(bytes) : -1;
        for (int at = 4; texts.Count < count;)
        {
            int length = bytes.Length >= at + 2 ? BinaryPrimitives.ReadInt16BigEndian(bytes[at..]) : -1;
            if (length < 0 || at + 2 + length > bytes.Length)
            {
                return null;
            }

            texts.Add(Encoding.UTF8.GetString(bytes.Slice(at + 2, length)));
            at += 2 + length;
        }

        texts.Sort(StringComparer.Ordinal);
        return count < 0 ? null : texts;
    }
}

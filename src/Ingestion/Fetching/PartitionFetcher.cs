using System.Buffers.Binary;
using System.Net.Sockets;
using Ingestion.Sources;

namespace Ingestion.Fetching;

/// <summary>Reads a partition up to its end over a connection of its own: the next answer is on its way while the messages of one are handed out.</summary>
/// <remarks>One thread at a time. Whatever is out of the ordinary is a <see cref="FetchException"/> or a <see cref="SocketException"/>: then somebody else has to go on at <see cref="Position"/>.</remarks>
internal sealed unsafe class PartitionFetcher : IDisposable
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(1);

    private readonly FetchTarget _target;
    private readonly FetchRequest _request;
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = (int)LongestSilence.TotalMilliseconds };
    private readonly NativeBuffer _answer = new();
    private readonly RecordReader _records = new();
    private int _asked; // requests sent
    private long _askedFor; // offset of the last one
    private long _askedAt; // tick count
    private bool _isAnswerDue;

    /// <param name="target">The partition.</param>
    /// <param name="offset">First offset to read.</param>
    /// <exception cref="FetchException">Its leader does not answer.</exception>
    public PartitionFetcher(FetchTarget target, long offset)
    {
        (_target, _request) = (target, new FetchRequest(target));
        try
        {
            Connect();
            Ask(offset);
            Position = offset;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Offset behind the messages handed out, and behind what else was passed on the way.</summary>
    public long Position { get; private set; }

    /// <summary>True if the end was met and every message before it was handed out.</summary>
    public bool IsDone => !_isAnswerDue && _records.IsEmpty;

    /// <summary>Hands out the next messages.</summary>
    /// <param name="timeout">How long to wait for the broker.</param>
    /// <param name="messages">Is clear, and stays so if nothing came in time. Messages last until the next call.</param>
    public void Read(TimeSpan timeout, MessageBatch messages)
    {
        if (_records.IsEmpty && !(_isAnswerDue && TryTakeAnswer(timeout)))
        {
            return;
        }

        _records.Read(messages);
        Position = _records.Position;
    }

    /// <inheritdoc cref="RecordReader.Attributes"/>
    public MessageAttributes Attributes(in Message message) => _records.Attributes(message);

    /// <inheritdoc cref="RecordReader.Timestamp"/>
    public long Timestamp(in Message message) => _records.Timestamp(message);

    public void Dispose()
    {
        _socket.Dispose();
        _answer.Dispose();
        _records.Dispose();
    }

    private void Connect()
    {
        // The partition's own thread may block, but a blocking connect knows no limit.
        using CancellationTokenSource patience = new(LongestSilence);
        try
        {
            _socket.ConnectAsync(_target.Host, _target.Port, patience.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            throw new FetchException($"no connection to {_target.Host}:{_target.Port} within {LongestSilence.TotalSeconds} s");
        }
    }

    private void Ask(long offset)
    {
        ReadOnlySpan<byte> request = _request.For(++_asked, offset);
        while (request.Length > 0)
        {
            request = request[_socket.Send(request)..];
        }

        (_askedFor, _askedAt, _isAnswerDue) = (offset, Environment.TickCount64, true);
    }

    private bool TryTakeAnswer(TimeSpan timeout)
    {
        if (!_socket.Poll(timeout, SelectMode.SelectRead))
        {
            return Environment.TickCount64 - _askedAt < LongestSilence.TotalMilliseconds ? false : throw new FetchException("the broker is silent");
        }

        Span<byte> head = stackalloc byte[sizeof(int)];
        Receive(head);
        int length = BinaryPrimitives.ReadInt32BigEndian(head);
        _answer.Discard(Math.Max(length, 0));
        Span<byte> bytes = _answer.Span[..Math.Max(length, 0)];
        Receive(bytes);
        _isAnswerDue = false;

        var answer = FetchResponse.Read(bytes, _asked);
        if (answer.Error != 0)
        {
            throw new FetchException($"the broker answers with error {answer.Error}");
        }

        if (answer.HasAborted)
        {
            throw new FetchException("a transaction was aborted");
        }

        long next = _records.Begin(_answer.Start + answer.RecordsAt, answer.RecordsLength, _askedFor);
        if (next > _askedFor && next < answer.HighWatermark)
        {
            Ask(next); // the broker works while these are read
        }

        return true;
    }

    private void Receive(Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int count = _socket.Receive(bytes);
            bytes = count > 0 ? bytes[count..] : throw new FetchException("the broker has hung up");
        }
    }
}

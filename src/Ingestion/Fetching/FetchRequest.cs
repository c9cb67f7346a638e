using System.Buffers.Binary;
using System.Text;

namespace Ingestion.Fetching;

/// <summary>Kafka's Fetch request, version 11, for one partition and without a session.</summary>
internal sealed class FetchRequest
{
    private const short FetchKey = 1;
    private const short Version = 11;

    private readonly byte[] _bytes;
    private readonly int _correlationAt;
    private readonly int _offsetAt;

    /// <param name="target">What is fetched.</param>
    public FetchRequest(FetchTarget target)
    {
        List<byte> bytes = [];
        Add(bytes, 0); // the length, filled in below
        Add(bytes, FetchKey);
        Add(bytes, Version);
        _correlationAt = bytes.Count;
        Add(bytes, 0);
        Add(bytes, target.ClientId);
        Add(bytes, -1); // not a replica
        Add(bytes, 0); // does not wait: nothing new means that the end is met
        Add(bytes, 0); // bytes it would wait for
        Add(bytes, target.MaxBytes);
        bytes.Add(target.ReadsCommittedOnly ? (byte)1 : (byte)0);
        Add(bytes, 0); // no session …
        Add(bytes, -1); // … and none wanted
        Add(bytes, 1);
        Add(bytes, target.Topic);
        Add(bytes, 1);
        Add(bytes, target.Partition);
        Add(bytes, -1); // leader epoch unknown
        _offsetAt = bytes.Count;
        Add(bytes, 0L);
        Add(bytes, -1L); // log start, of followers only
        Add(bytes, target.MaxBytes);
        Add(bytes, 0); // no topics to forget
        Add(bytes, ""); // no rack
        _bytes = [.. bytes];
        BinaryPrimitives.WriteInt32BigEndian(_bytes, _bytes.Length - sizeof(int));
    }

    /// <summary>The request as it is sent, its length first.</summary>
    /// <param name="correlation">Comes back with the answer.</param>
    /// <param name="offset">First offset wanted.</param>
    public ReadOnlySpan<byte> For(int correlation, long offset)
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(_correlationAt), correlation);
        BinaryPrimitives.WriteInt64BigEndian(_bytes.AsSpan(_offsetAt), offset);
        return _bytes;
    }

    private static void Add(List<byte> bytes, short value) => bytes.AddRange([(byte)(value >> 8), (byte)value]);

    private static void Add(List<byte> bytes, int value)
    {
        Add(bytes, (short)(value >> 16));
        Add(bytes, (short)value);
    }

    private static void Add(List<byte> bytes, long value)
    {
        Add(bytes, (int)(value >> 32));
        Add(bytes, (int)value);
    }

    private static void Add(List<byte> bytes, string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Add(bytes, (short)utf8.Length);
        bytes.AddRange(utf8);
    }
}

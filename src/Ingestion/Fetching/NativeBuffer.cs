using System.Runtime.InteropServices;

namespace Ingestion.Fetching;

/// <summary>Memory outside of the collector's reach, so that messages can point into it. One thread at a time.</summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    /// <summary>More than Kafka lets a batch have, compressed or not, unless told otherwise.</summary>
    public const int MaxBytes = 256 << 20;

    private byte* _bytes;

    /// <summary>First byte; changes when <see cref="Discard"/> makes room.</summary>
    public byte* Start => _bytes;

    /// <summary>Bytes there is room for.</summary>
    public int Capacity { get; private set; }

    /// <summary>All of the room.</summary>
    public Span<byte> Span => new(_bytes, Capacity);

    /// <summary>Makes room for so many bytes; what was in it is gone.</summary>
    /// <exception cref="FetchException">More than a batch may have.</exception>
    public void Discard(int capacity)
    {
        if (capacity <= Capacity)
        {
            return;
        }

        if (capacity > MaxBytes)
        {
            throw new FetchException($"a batch takes more than {MaxBytes >> 20} MB");
        }

        Dispose();
        _bytes = (byte*)NativeMemory.Alloc((nuint)capacity);
        Capacity = capacity;
    }

    public void Dispose()
    {
        NativeMemory.Free(_bytes);
        _bytes = null;
        Capacity = 0;
    }
}

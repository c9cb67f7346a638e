namespace Segments.Columns;

/// <summary>Bytes that never move until they are given back all at once; slices into it stay valid till <see cref="Clear"/>.</summary>
/// <remarks>One owner, one thread at a time.</remarks>
public sealed unsafe class ByteArena
{
    private const int FirstChunkBytes = 16 * 1024;
    private const int LargestChunkBytes = 1024 * 1024;

    private readonly List<byte[]> _chunks = [];
    private byte[] _chunk = [];
    private int _chunkIndex = -1;
    private int _used;

    /// <summary>Heap bytes held.</summary>
    public long HeapBytes { get; private set; }

    /// <summary>Room for <paramref name="length"/> bytes, not cleared.</summary>
    public byte* Allocate(int length)
    {
        if (_chunk.Length - _used < length)
        {
            NextChunk(length);
        }

        byte* start = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(_chunk)) + _used;
        _used += length;
        return start;
    }

    /// <summary>A copy of <paramref name="value"/>.</summary>
    public Utf8Slice Add(ReadOnlySpan<byte> value)
    {
        byte* start = Allocate(value.Length);
        value.CopyTo(new Span<byte>(start, value.Length));
        return new Utf8Slice(start, value.Length);
    }

    /// <summary>Gives all bytes back; the memory is kept for the next use.</summary>
    public void Clear()
    {
        _chunkIndex = _chunks.Count > 0 ? 0 : -1;
        _chunk = _chunks.Count > 0 ? _chunks[0] : [];
        _used = 0;
    }

    private void NextChunk(int length)
    {
        do
        {
            _chunkIndex++;
            if (_chunkIndex == _chunks.Count)
            {
                int bytes = Math.Max(length, Math.Min(FirstChunkBytes << Math.Min(_chunkIndex, 6), LargestChunkBytes));
                _chunks.Add(GC.AllocateUninitializedArray<byte>(bytes, pinned: true));
                HeapBytes += bytes;
            }
        }
        while (_chunks[_chunkIndex].Length < length);
        _chunk = _chunks[_chunkIndex];
        _used = 0;
    }
}

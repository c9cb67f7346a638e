using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Segments.Columns;

namespace Segments.Consuming;

/// <summary>Bytes of a growing text column in pinned chunks, and eight-byte references to them.</summary>
/// <remarks>
/// A reference is the address (48 bits; user space has 47) with the length in the top 16 bits. A length that does not fit is
/// 0xFFFF there, and the four bytes before the text hold it. One writer; references are valid while the heap is reachable.
/// </remarks>
internal sealed unsafe class TextHeap
{
    private const int LengthShift = 48;
    private const ulong AddressMask = (1UL << LengthShift) - 1;
    private const int LongText = 0xFFFF;
    private const int FirstChunkBytes = 16 * 1024;
    private const int LargestChunkBytes = 1024 * 1024;

    private readonly List<byte[]> _chunks = [];
    private byte* _free;
    private int _freeBytes;

    /// <summary>Bytes of all chunks.</summary>
    public long HeapBytes { get; private set; }

    /// <summary>Copies a text.</summary>
    /// <returns>Its reference.</returns>
    public ulong Add(ReadOnlySpan<byte> text)
    {
        int prefix = text.Length >= LongText ? sizeof(int) : 0;
        if (_freeBytes < text.Length + prefix)
        {
            OpenChunk(text.Length + prefix);
        }

        byte* start = _free + prefix;
        if (prefix != 0)
        {
            Unsafe.WriteUnaligned(_free, text.Length);
        }

        text.CopyTo(new Span<byte>(start, text.Length));
        _free = start + text.Length;
        _freeBytes -= text.Length + prefix;
        return (ulong)start | ((ulong)Math.Min(text.Length, LongText) << LengthShift);
    }

    /// <summary>The text of a reference.</summary>
    public static Utf8Slice Slice(ulong reference)
    {
        byte* start = (byte*)(reference & AddressMask);
        int length = (int)(reference >> LengthShift);
        return new Utf8Slice(start, length == LongText ? Unsafe.ReadUnaligned<int>(start - sizeof(int)) : length);
    }

    private void OpenChunk(int atLeast)
    {
        int bytes = Math.Max(atLeast, Math.Min(FirstChunkBytes << Math.Min(_chunks.Count, 6), LargestChunkBytes));
        byte[] chunk = GC.AllocateUninitializedArray<byte>(bytes, pinned: true);
        FreshMemory.Populate(chunk);
        _chunks.Add(chunk);
        HeapBytes += bytes;
        _free = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(chunk));
        _freeBytes = bytes;
    }
}

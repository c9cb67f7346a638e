using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Segments.Encodings;

/// <summary>A fast hash of short texts for tables that live in one process; not kept in files.</summary>
internal static class TextHash
{
    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xD1B54A32D192ED03;

    /// <summary>64 well-mixed bits of a text.</summary>
    public static ulong Of(ReadOnlySpan<byte> text)
    {
        ref byte start = ref MemoryMarshal.GetReference(text);
        int length = text.Length;
        ulong hash = (ulong)length * First;
        if (length >= 8)
        {
            int i = 0;
            for (; i < length - 16; i += 16)
            {
                hash = Mix(
                    hash ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, i)),
                    Second ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, i + 8)));
            }

            if (i < length - 8)
            {
                hash = Mix(hash ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, i)), Second);
            }

            return Mix(hash ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, length - 8)), First);
        }

        if (length >= 4)
        {
            ulong low = Unsafe.ReadUnaligned<uint>(ref start);
            ulong high = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, length - 4));
            return Mix(hash ^ low ^ (high << 32), First);
        }

        ulong tail = 0;
        for (int i = 0; i < length; i++)
        {
            tail = (tail << 8) | Unsafe.Add(ref start, i);
        }

        return Mix(hash ^ tail, First);
    }

    private static ulong Mix(ulong left, ulong right)
    {
        ulong high = Math.BigMul(left, right, out ulong low);
        return high ^ low;
    }
}

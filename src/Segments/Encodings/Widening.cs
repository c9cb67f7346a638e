using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Segments.Encodings;

/// <summary>Copies values of a narrow stored type into their physical form.</summary>
internal static class Widening
{
    /// <summary>Fills the start of <paramref name="wide"/> with all of <paramref name="narrow"/>.</summary>
    /// <param name="narrow">Values whose type <typeparamref name="TWide"/> can hold exactly.</param>
    /// <param name="wide">At least as long.</param>
    public static void Widen<TNarrow, TWide>(ReadOnlySpan<TNarrow> narrow, Span<TWide> wide)
        where TNarrow : unmanaged, INumber<TNarrow>
        where TWide : unmanaged, INumber<TWide>
    {
        wide = wide[..narrow.Length];
        if (typeof(TNarrow) == typeof(TWide))
        {
            MemoryMarshal.Cast<TNarrow, TWide>(narrow).CopyTo(wide);
            return;
        }

        int i = 0;
        if (typeof(TNarrow) == typeof(int) && typeof(TWide) == typeof(long))
        {
            i = WidenInts(MemoryMarshal.Cast<TNarrow, int>(narrow), MemoryMarshal.Cast<TWide, long>(wide));
        }
        else if (typeof(TNarrow) == typeof(byte) && typeof(TWide) == typeof(long))
        {
            i = WidenBytes(MemoryMarshal.Cast<TNarrow, byte>(narrow), MemoryMarshal.Cast<TWide, long>(wide));
        }

        for (; i < narrow.Length; i++)
        {
            wide[i] = TWide.CreateTruncating(narrow[i]);
        }
    }

    /// <summary>Whole vectors only.</summary>
    /// <returns>How many values were copied.</returns>
    private static int WidenInts(ReadOnlySpan<int> narrow, Span<long> wide)
    {
        int i = 0;
        ref int source = ref MemoryMarshal.GetReference(narrow);
        ref long target = ref MemoryMarshal.GetReference(wide);
        for (; i <= narrow.Length - Vector<int>.Count; i += Vector<int>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref source, (nuint)i), out Vector<long> low, out Vector<long> high);
            low.StoreUnsafe(ref target, (nuint)i);
            high.StoreUnsafe(ref target, (nuint)(i + Vector<long>.Count));
        }

        return i;
    }

    /// <summary>Whole words only.</summary>
    /// <returns>How many values were copied.</returns>
    private static int WidenBytes(ReadOnlySpan<byte> narrow, Span<long> wide)
    {
        int i = 0;
        for (; i <= narrow.Length - sizeof(ulong); i += sizeof(ulong))
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(narrow[i..]);
            Span<long> target = wide.Slice(i, sizeof(ulong));
            for (int lane = 0; lane < target.Length; lane++)
            {
                target[lane] = (byte)(word >> (8 * lane));
            }
        }

        return i;
    }
}

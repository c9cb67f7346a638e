using System.Numerics;
using System.Runtime.InteropServices;

namespace Query.Kernels;

/// <summary>64-bit hashes of values; the same in every run of the program.</summary>
internal static class HashKernels
{
    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xBF58476D1CE4E5B9;
    private const ulong Third = 0x94D049BB133111EB;

    /// <summary>Hash of an integer; different integers have different hashes.</summary>
    public static ulong Hash(long value)
    {
        ulong z = unchecked((ulong)value + First);
        z = unchecked((z ^ (z >> 30)) * Second);
        z = unchecked((z ^ (z >> 27)) * Third);
        return z ^ (z >> 31);
    }

    /// <summary>Hash of bytes, eight at a time.</summary>
    public static ulong Hash(ReadOnlySpan<byte> value)
    {
        ulong hash = unchecked(((ulong)value.Length * Second) ^ First);
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(value);
        foreach (ulong word in words)
        {
            hash = Fold(hash ^ word);
        }

        ulong rest = 0;
        foreach (byte unit in value[(words.Length * sizeof(ulong))..])
        {
            rest = (rest << 8) | unit;
        }

        return Fold(Fold(hash ^ rest) ^ Third);
    }

    private static ulong Fold(ulong value)
    {
        ulong high = Math.BigMul(value, Second, out ulong low);
        return high ^ BitOperations.RotateLeft(low, 23);
    }
}

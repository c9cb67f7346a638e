using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using ArmCrc = System.Runtime.Intrinsics.Arm.Crc32;

namespace Segments.Encodings;

/// <summary>The Castagnoli checksum (polynomial 0x1EDC6F41, reflected), which processors compute.</summary>
internal static class Crc32C
{
    private const uint ReflectedPolynomial = 0x82F63B78;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Remainder((uint)value))];

    /// <summary>Checksum of all bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>Checksum of bytes after others whose checksum is known.</summary>
    /// <param name="checksum">Of what comes before; 0 for nothing.</param>
    /// <param name="bytes">What follows.</param>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        if (!Sse42.X64.IsSupported && !ArmCrc.Arm64.IsSupported)
        {
            return AppendByTable(checksum, bytes);
        }

        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        ulong state = ~checksum;
        if (Sse42.X64.IsSupported)
        {
            foreach (ulong word in words)
            {
                state = Sse42.X64.Crc32(state, word);
            }
        }
        else
        {
            foreach (ulong word in words)
            {
                state = ArmCrc.Arm64.ComputeCrc32C((uint)state, word);
            }
        }

        return AppendByTable(~(uint)state, bytes[(words.Length * sizeof(ulong))..]);
    }

    /// <summary>The plain way, byte by byte; also the twin of the processor's.</summary>
    public static uint AppendByTable(uint checksum, ReadOnlySpan<byte> bytes)
    {
        uint state = ~checksum;
        foreach (byte next in bytes)
        {
            state = Table[(byte)(state ^ next)] ^ (state >> 8);
        }

        return ~state;
    }

    private static uint Remainder(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
        {
            value = (value & 1) != 0 ? (value >> 1) ^ ReflectedPolynomial : value >> 1;
        }

        return value;
    }
}

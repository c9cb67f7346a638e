using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Segments.Keys;

/// <summary>A key of any length as 128 bits; two keys of a table with the same bits are not to be expected.</summary>
/// <param name="Low">Finds the entry.</param>
/// <param name="High">Tells it apart.</param>
internal readonly record struct KeyHash(ulong Low, ulong High)
{
    // New in each process, so that nobody can write keys that collide.
    private static readonly ulong[] Secrets = [.. Enumerable.Range(0, 6).Select(_ => BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8)) | 1)];

    /// <summary>The hash of a number.</summary>
    public static KeyHash Of(long value) => Finish((ulong)value, 0, sizeof(long));

    /// <summary>The hash of some bytes.</summary>
    public static KeyHash Of(ReadOnlySpan<byte> bytes)
    {
        ref byte start = ref MemoryMarshal.GetReference(bytes);
        int length = bytes.Length;
        if (length > 16)
        {
            return OfLong(ref start, length);
        }

        if (length >= 8)
        {
            return Finish(Word(ref start, 0), Word(ref start, length - 8), length);
        }

        if (length >= 4)
        {
            return Finish(Unsafe.ReadUnaligned<uint>(ref start), Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, length - 4)), length);
        }

        ulong tail = 0;
        for (int i = 0; i < length; i++)
        {
            tail = (tail << 8) | Unsafe.Add(ref start, i);
        }

        return Finish(tail, 0, length);
    }

    /// <summary>The hash of a key of several columns.</summary>
    public KeyHash Then(KeyHash next)
    {
        ulong[] secrets = Secrets;
        return new(Mix(Low ^ next.High ^ secrets[4], next.Low ^ secrets[0]), Mix(High ^ next.Low ^ secrets[5], next.High ^ secrets[1]));
    }

    private static KeyHash OfLong(ref byte start, int length)
    {
        ulong[] secrets = Secrets;
        (ulong low, ulong high) = (secrets[4], secrets[5]);
        for (int i = 0; i < length - 16; i += 16)
        {
            (ulong first, ulong second) = (Word(ref start, i), Word(ref start, i + 8));
            low = Mix(low ^ first, second ^ secrets[0]);
            high = Mix(high ^ second, first ^ secrets[1]);
        }

        KeyHash last = Finish(Word(ref start, length - 16), Word(ref start, length - 8), length);
        return new KeyHash(low, high).Then(last);
    }

    private static KeyHash Finish(ulong first, ulong second, int length)
    {
        ulong[] secrets = Secrets;
        ulong size = (ulong)length * 0x9E3779B97F4A7C15;
        return new(
            Mix(first ^ secrets[0], second ^ secrets[1] ^ size),
            Mix(first ^ secrets[2] ^ size, second ^ secrets[3]));
    }

    private static ulong Word(ref byte start, int offset) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, offset));

    private static ulong Mix(ulong left, ulong right)
    {
        ulong high = Math.BigMul(left, right, out ulong low);
        return high ^ low;
    }
}

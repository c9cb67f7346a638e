using System.Buffers.Binary;
using System.Numerics;

namespace Query.Functions;

/// <summary>The MurmurHash family (public domain) with the seeds of the Java versions that Pinot uses.</summary>
internal static class MurmurHashes
{
    private const uint KafkaSeed = 0x9747B28C;
    private const int DefaultSeed64 = unchecked((int)0xE17A1465);

    /// <summary>Version 2 of 32 bits, as Kafka's producers choose partitions by it.</summary>
    public static int Hash2(ReadOnlySpan<byte> data)
    {
        const uint Mixer = 0x5BD1E995;
        uint hash = KafkaSeed ^ (uint)data.Length;
        for (; data.Length >= sizeof(uint); data = data[sizeof(uint)..])
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(data) * Mixer;
            hash = (hash * Mixer) ^ ((word ^ (word >> 24)) * Mixer);
        }

        if (!data.IsEmpty)
        {
            hash = (hash ^ (uint)Tail(data)) * Mixer;
        }

        hash = (hash ^ (hash >> 13)) * Mixer;
        return (int)(hash ^ (hash >> 15));
    }

    /// <summary>Version 2 of 64 bits.</summary>
    public static long Hash2Of64(ReadOnlySpan<byte> data, int seed = DefaultSeed64)
    {
        const ulong Mixer = 0xC6A4A7935BD1E995;
        ulong hash = (uint)seed ^ ((ulong)data.Length * Mixer);
        for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..])
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(data) * Mixer;
            hash = (hash ^ ((word ^ (word >> 47)) * Mixer)) * Mixer;
        }

        if (!data.IsEmpty)
        {
            hash = (hash ^ Tail(data)) * Mixer;
        }

        hash = (hash ^ (hash >> 47)) * Mixer;
        return (long)(hash ^ (hash >> 47));
    }

    /// <summary>Version 3 of 32 bits.</summary>
    public static int Hash3(ReadOnlySpan<byte> data, int seed)
    {
        uint hash = (uint)seed;
        int length = data.Length;
        for (; data.Length >= sizeof(uint); data = data[sizeof(uint)..])
        {
            hash = (BitOperations.RotateLeft(hash ^ Scramble(BinaryPrimitives.ReadUInt32LittleEndian(data)), 13) * 5) + 0xE6546B64;
        }

        hash ^= Scramble((uint)Tail(data)) ^ (uint)length;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return (int)(hash ^ (hash >> 16));
    }

    /// <summary>Version 3 of 128 bits, for 64-bit machines.</summary>
    public static (ulong First, ulong Second) Hash3Of128(ReadOnlySpan<byte> data, int seed)
    {
        (ulong first, ulong second) = (unchecked((ulong)seed), unchecked((ulong)seed)); // with its sign
        int length = data.Length;
        for (; data.Length >= 2 * sizeof(ulong); data = data[(2 * sizeof(ulong))..])
        {
            first ^= ScrambleFirst(BinaryPrimitives.ReadUInt64LittleEndian(data));
            first = ((BitOperations.RotateLeft(first, 27) + second) * 5) + 0x52DCE729;
            second ^= ScrambleSecond(BinaryPrimitives.ReadUInt64LittleEndian(data[sizeof(ulong)..]));
            second = ((BitOperations.RotateLeft(second, 31) + first) * 5) + 0x38495AB5;
        }

        second ^= ScrambleSecond(data.Length > sizeof(ulong) ? Tail(data[sizeof(ulong)..]) : 0);
        first ^= ScrambleFirst(Tail(data[..Math.Min(data.Length, sizeof(ulong))]));
        first ^= (ulong)length;
        second ^= (ulong)length;
        first += second;
        second += first;
        first = Finish(first);
        second = Finish(second);
        first += second;
        return (first, second + first);
    }

    private static ulong Tail(ReadOnlySpan<byte> bytes)
    {
        ulong tail = 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
        {
            tail = (tail << 8) | bytes[i];
        }

        return tail;
    }

    private static uint Scramble(uint word) => BitOperations.RotateLeft(word * 0xCC9E2D51, 15) * 0x1B873593;

    private static ulong ScrambleFirst(ulong word) => BitOperations.RotateLeft(word * 0x87C37B91114253D5, 31) * 0x4CF5AD432745937F;

    private static ulong ScrambleSecond(ulong word) => BitOperations.RotateLeft(word * 0x4CF5AD432745937F, 33) * 0x87C37B91114253D5;

    private static ulong Finish(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }
}

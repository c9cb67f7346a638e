using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace Ingestion.Decoding;

/// <summary>
/// Reads plain JSON values in place. Each method either takes a value that the strict reader takes too and moves behind it, or leaves
/// everything as it is; none reads at or behind <c>end</c>.
/// </summary>
internal static unsafe class FastJson
{
    private const int MaxExactDigits = 15;

    private static readonly double[] PowersOfTen = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Takes exactly these bytes.</summary>
    /// <remarks>What stands between two values is nearly always 8 to 16 bytes: two loads that overlap, and no call.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Take(ref byte* at, byte* end, byte[] expected)
    {
        int length = expected.Length;
        if (end - at < length)
        {
            return false;
        }

        ref byte first = ref MemoryMarshal.GetArrayDataReference(expected);
        bool isEqual = length is >= sizeof(ulong) and <= 2 * sizeof(ulong)
            ? Unsafe.ReadUnaligned<ulong>(at) == Unsafe.ReadUnaligned<ulong>(ref first)
                && Unsafe.ReadUnaligned<ulong>(at + length - sizeof(ulong)) == Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, length - sizeof(ulong)))
            : new ReadOnlySpan<byte>(at, length).SequenceEqual(expected);
        at += isEqual ? length : 0;
        return isEqual;
    }

    /// <summary>Takes <c>null</c>.</summary>
    public static bool TakeNull(ref byte* at, byte* end)
    {
        const uint Letters = 'n' | ('u' << 8) | ('l' << 16) | ('l' << 24);
        if (end - at < 4 || Unsafe.ReadUnaligned<uint>(at) != Letters)
        {
            return false;
        }

        at += 4;
        return true;
    }

    /// <summary>Takes <c>true</c> or <c>false</c>.</summary>
    public static bool TryBoolean(ref byte* at, byte* end, out bool value)
    {
        const uint True = 't' | ('r' << 8) | ('u' << 16) | ((uint)'e' << 24);
        const uint Fals = 'f' | ('a' << 8) | ('l' << 16) | ((uint)'s' << 24);
        value = false;
        if (end - at >= 4 && Unsafe.ReadUnaligned<uint>(at) == True)
        {
            value = true;
            at += 4;
            return true;
        }

        if (end - at < 5 || Unsafe.ReadUnaligned<uint>(at) != Fals || at[4] != 'e')
        {
            return false;
        }

        at += 5;
        return true;
    }

    /// <summary>Moves behind blanks.</summary>
    public static void SkipBlanks(ref byte* at, byte* end)
    {
        while (at < end && *at is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            at++;
        }
    }

    /// <summary>Takes an integer of up to 18 digits that ends before a delimiter.</summary>
    public static bool TryLong(ref byte* at, byte* end, out long value)
    {
        byte* from = at;
        bool isNegative = from < end && *from == '-';
        from += isNegative ? 1 : 0;
        if (!TryDigits(ref from, end, out long magnitude) || (from < end && *from is (byte)'.' or (byte)'e' or (byte)'E'))
        {
            value = 0;
            return false;
        }

        value = isNegative ? -magnitude : magnitude;
        at = from;
        return true;
    }

    /// <summary>
    /// Takes a number without exponent and of at most 15 digits: the digits as an integer and the power of ten are then exact doubles, so
    /// their quotient is the nearest double, as the strict reader finds it.
    /// </summary>
    public static bool TryDouble(ref byte* at, byte* end, out double value)
    {
        value = 0;
        byte* from = at;
        bool isNegative = from < end && *from == '-';
        from += isNegative ? 1 : 0;
        byte* whole = from;
        if (!TryDigits(ref from, end, out long digits))
        {
            return false;
        }

        int decimals = 0;
        if (from < end && *from == '.')
        {
            byte* point = from++;
            while (from < end && (uint)(*from - '0') <= 9 && from - whole <= MaxExactDigits + 1)
            {
                digits = (digits * 10) + (*from++ - '0');
            }

            decimals = (int)(from - point) - 1;
            if (decimals == 0)
            {
                return false;
            }
        }

        if (from - whole > MaxExactDigits + (decimals > 0 ? 1 : 0) || (from < end && (*from is (byte)'.' or (byte)'e' or (byte)'E' || (uint)(*from - '0') <= 9)))
        {
            return false;
        }

        // Zero stays +0.0 whatever its sign: columns hold no -0.0.
        value = digits / PowersOfTen[decimals];
        value = isNegative && digits != 0 ? -value : value;
        at = from;
        return true;
    }

    /// <summary>Finds the quote that ends a text without escapes and control characters, of valid UTF-8.</summary>
    public static bool TryTextEnd(byte* from, byte* end, out byte* quote)
    {
        byte* at = from;
        bool isAscii = true;
        while (end - at >= Vector128<byte>.Count)
        {
            Vector128<byte> bytes = Vector128.Load(at);
            isAscii &= bytes.ExtractMostSignificantBits() == 0;
            uint special = Specials(bytes);
            if (special != 0)
            {
                at += BitOperations.TrailingZeroCount(special);
                return TryAccept(from, at, isAscii, out quote);
            }

            at += Vector128<byte>.Count;
        }

        while (at < end && *at >= ' ' && *at != '"' && *at != '\\')
        {
            isAscii &= *at < 0x80;
            at++;
        }

        quote = at;
        return at < end && TryAccept(from, at, isAscii, out quote);
    }

    private static bool TryAccept(byte* from, byte* at, bool isAscii, out byte* quote)
    {
        quote = at;
        return *at == '"' && (isAscii || Utf8.IsValid(new ReadOnlySpan<byte>(from, (int)(at - from))));
    }

    // A bit per byte that is a quote, a backslash or a control character.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Specials(Vector128<byte> bytes) =>
        (Vector128.Equals(bytes, Vector128.Create((byte)'"')) | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
            | Vector128.LessThan(bytes, Vector128.Create((byte)' '))).ExtractMostSignificantBits();

    /// <summary>Takes one to 18 digits without a leading zero, or one zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryDigits(ref byte* at, byte* end, out long value)
    {
        byte* from = at;
        long digits = 0;
        if (end - from >= 8 && TryEightDigits(Unsafe.ReadUnaligned<ulong>(from), out uint eight))
        {
            digits = eight;
            from += 8;
        }

        byte* limit = end - at > 19 ? at + 19 : end;
        uint digit;
        while (from < limit && (digit = (uint)(*from - '0')) <= 9)
        {
            digits = (digits * 10) + digit;
            from++;
        }

        value = digits;
        long count = from - at;
        bool isSound = count is > 0 and <= 18 && (*at != '0' || count == 1);
        at = from;
        return isSound;
    }

    // Eight ASCII digits at once: pairs, then fours, then all, by multiplication (little-endian).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryEightDigits(ulong ascii, out uint value)
    {
        ulong digits = ascii - 0x3030303030303030;
        value = 0;
        if ((((ascii + 0x4646464646464646) | digits) & 0x8080808080808080) != 0)
        {
            return false;
        }

        digits = (digits * 10) + (digits >> 8);
        digits = (((digits & 0x000000FF000000FF) * 0x000F424000000064) + (((digits >> 16) & 0x000000FF000000FF) * 0x0000271000000001)) >> 32;
        value = (uint)digits;
        return true;
    }
}

using System.Text;
using Segments.Columns;

namespace Query.Values;

/// <summary>UTF-8 as Java sees it: strings of UTF-16 units, in the order of those units.</summary>
internal static unsafe class Utf8Text
{
    // Java writes half of a surrogate pair as a question mark.
    private static readonly Encoding Java = Encoding.GetEncoding("utf-8", new EncoderReplacementFallback("?"), DecoderFallback.ReplacementFallback);

    public static string Decode(Utf8Slice text) => Encoding.UTF8.GetString(text.Span);

    /// <summary>UTF-8 of a string in the arena.</summary>
    public static Utf8Slice Encode(ReadOnlySpan<char> text, ByteArena arena)
    {
        int length = Java.GetByteCount(text);
        byte* start = arena.Allocate(length);
        Java.GetBytes(text, new Span<byte>(start, length));
        return new Utf8Slice(start, length);
    }

    /// <summary>Compares as Java compares strings: by UTF-16 unit, so that U+FFFF comes after U+10000.</summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        int common = left.CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        // Lead bytes from F0 on stand for surrogate pairs, which sort before U+E000 to U+FFFF (lead bytes EE and EF).
        byte a = left[common];
        byte b = right[common];
        return (a >= 0xF0) != (b >= 0xF0) && Math.Min(a, b) is 0xEE or 0xEF ? b.CompareTo(a) : a.CompareTo(b);
    }

    /// <summary>Number of UTF-16 units.</summary>
    public static int Utf16Length(ReadOnlySpan<byte> text)
    {
        int units = 0;
        foreach (byte value in text)
        {
            // Each character has one byte that does not continue; one of four bytes is two units.
            units += (value & 0xC0) != 0x80 ? 1 : 0;
            units += value >= 0xF0 ? 1 : 0;
        }

        return units;
    }
}

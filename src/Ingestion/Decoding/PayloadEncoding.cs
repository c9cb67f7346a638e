using System.Text;

namespace Ingestion.Decoding;

/// <summary>Recognises how the text of a message is encoded by its first bytes, and brings it to UTF-8.</summary>
internal static class PayloadEncoding
{
    /// <summary>The payload as UTF-8 without byte order mark: itself where that is possible, otherwise in <paramref name="scratch"/>.</summary>
    public static ReadOnlySpan<byte> ToUtf8(ReadOnlySpan<byte> payload, Utf8Buffer scratch)
    {
        if (payload.StartsWith("\uFEFF"u8))
        {
            payload = payload[3..];
        }
        else if (Wide(payload) is { } wide)
        {
            scratch.Clear();
            scratch.Add(Encoding.UTF8.GetBytes(wide.GetString(payload).TrimStart('\uFEFF')));
            return scratch.Span;
        }

        return payload.IndexOf([(byte)0xC0, (byte)0x80]) < 0 ? payload : ExpandLongNul(payload, scratch);
    }

    // An ASCII character begins every JSON text, so zeros tell the width and the order of bytes.
    private static Encoding? Wide(ReadOnlySpan<byte> payload) => payload switch
    {
        [0xFF, 0xFE, 0, 0, ..] or [not 0, 0, 0, 0, ..] => Encoding.UTF32,
        [0, 0, 0xFE, 0xFF, ..] or [0, 0, 0, not 0, ..] => new UTF32Encoding(bigEndian: true, byteOrderMark: false),
        [0xFF, 0xFE, ..] or [not 0, 0, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] or [0, not 0, ..] => Encoding.BigEndianUnicode,
        _ => null,
    };

    // Java's own two-byte NUL passes its decoder.
    private static ReadOnlySpan<byte> ExpandLongNul(ReadOnlySpan<byte> payload, Utf8Buffer scratch)
    {
        scratch.Clear();
        while (payload.IndexOf([(byte)0xC0, (byte)0x80]) is var at and >= 0)
        {
            scratch.Add(payload[..at]);
            scratch.Add("\\u0000"u8);
            payload = payload[(at + 2)..];
        }

        scratch.Add(payload);
        return scratch.Span;
    }
}

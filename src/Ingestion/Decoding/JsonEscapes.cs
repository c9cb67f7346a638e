using System.Globalization;
using System.Text;

namespace Ingestion.Decoding;

/// <summary>Takes the escapes out of JSON strings.</summary>
internal static class JsonEscapes
{
    /// <summary>Appends a string's text; half a surrogate pair becomes a question mark, as Java writes it.</summary>
    /// <param name="raw">Between the quotes, checked by a JSON reader.</param>
    /// <param name="target">Receives the text.</param>
    public static void Unescape(ReadOnlySpan<byte> raw, Utf8Buffer target)
    {
        while (raw.IndexOf((byte)'\\') is var escape and >= 0)
        {
            target.Add(raw[..escape]);
            raw = raw[escape..];
            int length = raw[1] == (byte)'u' ? AddUnicode(raw, target) : AddShort(raw[1], target);
            raw = raw[length..];
        }

        target.Add(raw);
    }

    private static int AddShort(byte letter, Utf8Buffer target)
    {
        target.Add(letter switch
        {
            (byte)'b' => (byte)'\b',
            (byte)'t' => (byte)'\t',
            (byte)'n' => (byte)'\n',
            (byte)'f' => (byte)'\f',
            (byte)'r' => (byte)'\r',
            _ => letter,
        });
        return 2;
    }

    private static int AddUnicode(ReadOnlySpan<byte> raw, Utf8Buffer target)
    {
        char first = Unit(raw);
        if (char.IsHighSurrogate(first) && raw.Length >= 12 && raw[6] == (byte)'\\' && raw[7] == (byte)'u' && char.IsLowSurrogate(Unit(raw[6..])))
        {
            AddRune(new Rune(first, Unit(raw[6..])), target);
            return 12;
        }

        AddRune(Rune.TryCreate(first, out Rune rune) ? rune : new Rune('?'), target);
        return 6;
    }

    private static char Unit(ReadOnlySpan<byte> escape) => (char)ushort.Parse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static void AddRune(Rune rune, Utf8Buffer target) => rune.EncodeToUtf8(target.Reserve(rune.Utf8SequenceLength));
}

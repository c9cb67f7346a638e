using System.Text;
using Segments.Schema;

namespace Ingestion.Decoding;

/// <summary>Lengths of texts as Java counts them: in UTF-16 units.</summary>
internal static class TextLength
{
    /// <summary>Where to cut a text that is too long.</summary>
    /// <param name="text">Valid UTF-8, or bytes of a BYTES column, which count one by one.</param>
    /// <param name="maxLength">Longest allowed.</param>
    /// <param name="type">Type of the column.</param>
    /// <returns>Bytes to keep; a character of two units that does not fit whole is not kept. -1 if the text is short enough.</returns>
    public static int CutAt(ReadOnlySpan<byte> text, int maxLength, DataType type)
    {
        int limit = Math.Max(maxLength, 0);
        if (type == DataType.Bytes)
        {
            return text.Length > limit ? limit : -1;
        }

        int units = 0;
        int at = 0;
        while (at < text.Length)
        {
            _ = Rune.DecodeFromUtf8(text[at..], out Rune rune, out int bytes);
            units += rune.Utf16SequenceLength;
            if (units > limit)
            {
                return at;
            }

            at += bytes;
        }

        return -1;
    }

    /// <summary>True if a cut in front of <paramref name="at"/> leaves one unit of a pair of surrogates that would still fit.</summary>
    public static bool SplitsPair(ReadOnlySpan<byte> text, int at, int maxLength) =>
        Encoding.UTF8.GetCharCount(text[..at]) < maxLength;
}

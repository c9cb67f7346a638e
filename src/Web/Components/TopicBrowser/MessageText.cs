using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Web.Texts;

namespace Web.Components.TopicBrowser;

/// <summary>Bytes of a message as people read them: JSON over several lines, other texts as they are, the rest in hexadecimal digits.</summary>
internal static class MessageText
{
    private const int MaxHexBytes = 1024;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>In one line.</summary>
    /// <param name="bytes">Null for a tombstone, or a key that is not there.</param>
    public static string? Line(ReadOnlyMemory<byte>? bytes) => bytes is not { } known ? null : IsText(known) ? CellText.Visible(Encoding.UTF8.GetString(known.Span)) : Hex(known);

    /// <summary>Over as many lines as it takes.</summary>
    /// <param name="bytes">Null for a tombstone.</param>
    public static string? Whole(ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is not { } known || !IsText(known))
        {
            return Line(bytes);
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(known);
            return string.Join('\n', JsonSerializer.Serialize(json, Readable).Split('\n').Select(line => CellText.Visible(line.TrimEnd('\r'))));
        }
        catch (JsonException)
        {
            return string.Join('\n', Encoding.UTF8.GetString(known.Span).Split('\n').Select(CellText.Visible));
        }
    }

    // A text that was cut may end within a letter.
    private static bool IsText(ReadOnlyMemory<byte> bytes)
    {
        for (int cut = 0; cut < 4 && cut <= bytes.Length; cut++)
        {
            if (Utf8.IsValid(bytes.Span[..^cut]))
            {
                return bytes.Span.IndexOfAnyInRange((byte)0, (byte)8) < 0;
            }
        }

        return false;
    }

    private static string Hex(ReadOnlyMemory<byte> bytes)
    {
        ReadOnlySpan<byte> shown = bytes.Span[..Math.Min(bytes.Length, MaxHexBytes)];
        return $"0x{Convert.ToHexStringLower(shown)}{(shown.Length < bytes.Length ? "…" : "")}";
    }
}

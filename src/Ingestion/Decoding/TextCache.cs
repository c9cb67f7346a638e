using System.Runtime.InteropServices;
using System.Text;

namespace Ingestion.Decoding;

/// <summary>Strings of short texts that came before: names and codes repeat, and need not be made again. One thread at a time.</summary>
internal sealed class TextCache
{
    private const int Slots = 1024;
    private const int MaxLength = 32;

    private readonly string?[] _texts = new string?[Slots];

    /// <summary>The text as a string.</summary>
    /// <param name="utf8">Valid UTF-8.</param>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxLength)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        ref string? slot = ref _texts[Hash(utf8) & (Slots - 1)];
        if (slot is null || slot.Length != utf8.Length || !Ascii.Equals(utf8, slot))
        {
            slot = Encoding.UTF8.GetString(utf8);
        }

        return slot;
    }

    /// <summary>A number that equal texts share.</summary>
    internal static uint Hash(ReadOnlySpan<byte> utf8)
    {
        ulong hash = (ulong)utf8.Length;
        while (utf8.Length >= sizeof(ulong))
        {
            hash = (hash ^ MemoryMarshal.Read<ulong>(utf8)) * 0x9E3779B97F4A7C15;
            utf8 = utf8[sizeof(ulong)..];
        }

        foreach (byte letter in utf8)
        {
            hash = (hash ^ letter) * 0x9E3779B97F4A7C15;
        }

        return (uint)(hash >> 40);
    }
}

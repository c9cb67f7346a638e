using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Web.Storage;

/// <summary>Ids that stand in addresses: no letters that look alike, none to guess.</summary>
internal static class ShortIds
{
    private const string Letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const int Length = 11; // 58^11 is more than 2^64

    /// <summary>A new one of 64 random bits.</summary>
    public static string New() => RandomNumberGenerator.GetString(Letters, Length);

    /// <summary>The first 60 bits of a hash.</summary>
    public static string Of(ReadOnlySpan<byte> hash)
    {
        ulong rest = BinaryPrimitives.ReadUInt64BigEndian(hash) >> 4;
        return string.Create(Length, rest, static (text, rest) =>
        {
            for (int i = text.Length - 1; i >= 0; i--)
            {
                (rest, ulong digit) = Math.DivRem(rest, (ulong)Letters.Length);
                text[i] = Letters[(int)digit];
            }
        });
    }
}

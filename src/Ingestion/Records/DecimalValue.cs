using System.Buffers.Binary;
using System.Numerics;

namespace Ingestion.Records;

/// <summary>An exact decimal number: <c>Unscaled × 10^-Scale</c>.</summary>
/// <param name="Unscaled">All digits.</param>
/// <param name="Scale">How many of them stand behind the point; negative for trailing zeros.</param>
public readonly record struct DecimalValue(BigInteger Unscaled, int Scale)
{
    /// <summary>Largest scale, either way, that Pinot's binary form can hold; numbers beyond would also take very long to print.</summary>
    public const int MaxScale = short.MaxValue;

    /// <summary>Reads Pinot's binary form: two bytes of scale, then the digits as a two's complement number, both big-endian.</summary>
    public static bool TryFromBytes(ReadOnlySpan<byte> bytes, out DecimalValue value)
    {
        value = bytes.Length > sizeof(short)
            ? new DecimalValue(new BigInteger(bytes[sizeof(short)..], isBigEndian: true), BinaryPrimitives.ReadInt16BigEndian(bytes))
            : default;
        return bytes.Length > sizeof(short);
    }

    /// <summary>Pinot's binary form.</summary>
    public byte[] ToBytes()
    {
        byte[] digits = Unscaled.ToByteArray(isBigEndian: true);
        byte[] bytes = new byte[sizeof(short) + digits.Length];
        BinaryPrimitives.WriteInt16BigEndian(bytes, (short)Scale);
        digits.CopyTo(bytes, sizeof(short));
        return bytes;
    }

    /// <summary>The number without what stands behind its point.</summary>
    public BigInteger Truncate() => Scale > 0 ? Unscaled / BigInteger.Pow(10, Scale) : Unscaled * BigInteger.Pow(10, -Scale);
}

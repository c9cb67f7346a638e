using System.Buffers.Binary;
using System.Globalization;

namespace Ingestion.Registry;

/// <summary>The five bytes that serializers with a schema registry put in front: a zero, and the schema's id in big-endian order.</summary>
internal static class ConfluentFrame
{
    /// <summary>Takes the frame off.</summary>
    /// <param name="payload">A message.</param>
    /// <param name="id">The schema's id.</param>
    /// <param name="body">What follows the frame.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? Open(ReadOnlySpan<byte> payload, out int id, out ReadOnlySpan<byte> body)
    {
        const int Length = 1 + sizeof(int);
        id = 0;
        body = default;
        if (payload.Length > 0 && payload[0] != 0)
        {
            return $"the message does not come from a serializer with a schema registry: it begins with byte {payload[0].ToString(CultureInfo.InvariantCulture)} instead of 0";
        }

        if (payload.Length < Length)
        {
            return $"the message has {payload.Length.ToString(CultureInfo.InvariantCulture)} bytes, and {Length.ToString(CultureInfo.InvariantCulture)} are taken by the id of its schema";
        }

        id = BinaryPrimitives.ReadInt32BigEndian(payload[1..]);
        body = payload[Length..];
        return null;
    }
}

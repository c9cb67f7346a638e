using Ingestion.Records;

namespace Ingestion.Decoding;

/// <summary>Reads messages that begin with a registry's frame: a zero byte and four bytes of schema id. One thread at a time.</summary>
/// <param name="inner">Reads what follows.</param>
internal sealed class FramedReader(IRecordReader inner) : IRecordReader
{
    private const int FrameBytes = 5;

    public string? Read(ReadOnlySpan<byte> payload, Record record)
    {
        if (payload.Length < FrameBytes || payload[0] != 0)
        {
            return "the message has no schema registry's frame: a zero byte and four bytes of schema id";
        }

        return inner.Read(payload[FrameBytes..], record);
    }
}

namespace Ingestion.Records;

/// <summary>Decodes the payloads of one format. One thread at a time.</summary>
internal interface IRecordReader
{
    /// <summary>Reads one message.</summary>
    /// <param name="payload">Its bytes, in place.</param>
    /// <param name="record">Is clear; fields that the message has are set.</param>
    /// <returns>What is wrong with the message, for people, or null. Nothing is used of a message that has a fault.</returns>
    /// <exception cref="DecoderUnavailableException">The message cannot be decoded now; it must come again.</exception>
    string? Read(ReadOnlySpan<byte> payload, Record record);
}

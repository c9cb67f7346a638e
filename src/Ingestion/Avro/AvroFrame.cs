namespace Ingestion.Avro;

/// <summary>Finds out which schema a message was written with, and where its record begins. One thread at a time.</summary>
internal abstract class AvroFrame
{
    /// <summary>Opens a message.</summary>
    /// <param name="payload">The message.</param>
    /// <param name="writer">Its writer's schema, the same object for the same schema; null if there is a fault.</param>
    /// <param name="body">Its record.</param>
    /// <returns>What is wrong with the message, for people, or null.</returns>
    /// <exception cref="Records.DecoderUnavailableException">The schema cannot be had at the moment.</exception>
    public abstract string? Open(ReadOnlySpan<byte> payload, out AvroWriter? writer, out ReadOnlySpan<byte> body);
}

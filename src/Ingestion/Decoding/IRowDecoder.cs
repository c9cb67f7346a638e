using Ingestion.Sources;

namespace Ingestion.Decoding;

/// <summary>Turns messages of a table into rows. One thread at a time.</summary>
internal interface IRowDecoder
{
    /// <summary>Texts cut to their column's length so far.</summary>
    long Trimmed { get; }

    /// <summary>Decodes one message.</summary>
    /// <param name="message">Any message with a payload.</param>
    /// <param name="source">Where it came from: knows its key, headers and time.</param>
    /// <param name="rows">Takes its rows: one, several after unnesting, or none where a filter drops them.</param>
    /// <returns>What is wrong with the message, for people, or null. A message with a fault adds no row.</returns>
    /// <exception cref="Records.DecoderUnavailableException">The message cannot be decoded now; it must come again.</exception>
    string? Decode(in Message message, IMessageSource source, RowBatch rows);
}

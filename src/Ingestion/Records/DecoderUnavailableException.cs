namespace Ingestion.Records;

/// <summary>What a message needs to be decoded, such as its schema, cannot be had at the moment. The message is not at fault and must be tried again.</summary>
/// <param name="message">What is missing, where it was looked for, and why it was not found.</param>
/// <param name="inner">What caused it.</param>
internal sealed class DecoderUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

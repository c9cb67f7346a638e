namespace Ingestion.Fetching;

/// <summary>A partition cannot be fetched the simple way (any more). Not a trouble in itself: the full client goes on and tells if there is one.</summary>
/// <param name="message">What is out of the ordinary, for the log.</param>
internal sealed class FetchException(string message) : Exception(message);

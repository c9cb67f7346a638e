namespace Ingestion.Sources;

/// <summary>A table cannot be read from its topic as it is configured. The message is for the table's author and shown as it is.</summary>
public class IngestionException : Exception
{
    /// <param name="message">What is wrong, where, and what to do.</param>
    public IngestionException(string message)
        : base(message)
    {
    }

    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="innerException">What caused it.</param>
    public IngestionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

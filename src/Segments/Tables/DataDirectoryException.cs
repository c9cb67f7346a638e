namespace Segments.Tables;

/// <summary>The data folder cannot be used by this process. The message names the folder, the reason and what to do.</summary>
public sealed class DataDirectoryException : Exception
{
    /// <param name="message">For whoever started the process.</param>
    /// <param name="innerException">What caused it.</param>
    public DataDirectoryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

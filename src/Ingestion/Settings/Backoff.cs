namespace Ingestion.Settings;

/// <summary>Pauses between attempts.</summary>
internal static class Backoff
{
    /// <summary>The pause after so many failures in a row: doubling, up to the longest.</summary>
    public static TimeSpan After(int failures, IngestionOptions options)
    {
        double factor = Math.Pow(2, Math.Min(failures - 1, 20));
        return options.RetryBackoff * factor < options.MaxRetryBackoff ? options.RetryBackoff * factor : options.MaxRetryBackoff;
    }
}

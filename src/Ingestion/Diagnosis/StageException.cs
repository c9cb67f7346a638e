namespace Ingestion.Diagnosis;

/// <summary>A stage fails.</summary>
/// <param name="text">What is wrong and what to do about it, for people.</param>
/// <param name="detail">What the system said.</param>
internal sealed class StageException(string text, string? detail = null) : Exception(text)
{
    /// <summary>What the system said; null if it adds nothing.</summary>
    public string? Detail { get; } = detail;
}

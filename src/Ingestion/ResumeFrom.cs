namespace Ingestion;

/// <summary>Where a table reads on after a pause.</summary>
public enum ResumeFrom
{
    /// <summary>Where the pause began; from the oldest message there is, if those after it are gone.</summary>
    LastConsumed,

    /// <summary>At the oldest message there is: rows read before come again.</summary>
    Smallest,

    /// <summary>At the end of the topic: what came during the pause is passed over.</summary>
    Largest,
}

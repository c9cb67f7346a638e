namespace Segments.Files;

/// <summary>How much of a segment file is checked when it is opened.</summary>
public enum ChecksumMode
{
    /// <summary>Header and directory only: for files this process has just written.</summary>
    Ends,

    /// <summary>Every byte: for files found at start, or brought from elsewhere.</summary>
    Everything,
}

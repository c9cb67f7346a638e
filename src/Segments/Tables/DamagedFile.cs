namespace Segments.Tables;

/// <summary>A file of the data folder that was refused at start.</summary>
/// <param name="Path">Where it is now; segment files are moved aside under the same name with <c>.damaged</c> added.</param>
/// <param name="Reason">What is wrong with it, for people.</param>
public sealed record DamagedFile(string Path, string Reason)
{
    /// <summary>Partition of a segment file; null if the file says none.</summary>
    public int? Partition { get; init; }

    /// <summary>First offset that its rows came from, as its sound neighbours tell; null if they do not.</summary>
    public long? From { get; init; }

    /// <summary>Offset after the last one; null if no sound file follows: the consuming segment reads on from <see cref="From"/>.</summary>
    public long? To { get; init; }
}

namespace Segments.Files;

/// <summary>A segment file is damaged, or of a kind this version cannot read.</summary>
/// <param name="path">The file.</param>
/// <param name="place">Which part of it.</param>
/// <param name="reason">What is wrong there.</param>
public sealed class SegmentFormatException(string path, string place, string reason)
    : Exception($"segment file '{path}', {place}: {reason}")
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>Which part of it.</summary>
    public string Place { get; } = place;

    /// <summary>What is wrong there.</summary>
    public string Reason { get; } = reason;
}

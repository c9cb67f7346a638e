namespace Segments.Files;

/// <summary>What a section holds. Readers skip kinds they do not know.</summary>
internal enum SectionKind : ushort
{
    /// <summary>Block table of a column's values.</summary>
    ValueBlocks = 1,

    /// <summary>Data of a column's values.</summary>
    ValueData = 2,

    /// <summary>Where the texts of a dictionary end.</summary>
    DictionaryEnds = 3,

    /// <summary>The texts of a dictionary, in ascending order.</summary>
    DictionaryBytes = 4,

    /// <summary>Block table of the number of entries of each row.</summary>
    ListBlocks = 5,

    /// <summary>Number of entries of each row.</summary>
    ListData = 6,

    /// <summary>A bit per row: null.</summary>
    NullBits = 7,

    /// <summary>The text all values of a column are made after.</summary>
    Template = 8,
}

/// <summary>A section in the directory.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Column">Whose: ordinal in the segment's schema.</param>
/// <param name="Offset">First byte in the file.</param>
/// <param name="Length">Bytes, filling zeros included.</param>
/// <param name="Checksum">CRC-32C of all of them.</param>
internal readonly record struct Section(SectionKind Kind, int Column, long Offset, long Length, uint Checksum);

namespace Segments.Files;

/// <summary>Constants of the segment file (docs/segment-format.md).</summary>
internal static class SegmentFileFormat
{
    /// <summary>Version this program writes, and the only one it reads.</summary>
    public const int Version = 1;

    /// <summary>Bytes of the header.</summary>
    public const int HeaderBytes = 64;

    /// <summary>Sections begin at multiples of this and are filled up with zeros.</summary>
    public const int SectionAlignment = 64;

    /// <summary>Where the header has the format version.</summary>
    public const int VersionAt = 8;

    /// <summary>Where the header has the length of the file.</summary>
    public const int FileLengthAt = 16;

    /// <summary>Where the header has the position of the directory.</summary>
    public const int DirectoryOffsetAt = 24;

    /// <summary>Where the header has the length of the directory.</summary>
    public const int DirectoryLengthAt = 32;

    /// <summary>Where the header has the checksum of the directory.</summary>
    public const int DirectoryChecksumAt = 40;

    /// <summary>Where the header has the checksum of all its bytes before.</summary>
    public const int HeaderChecksumAt = 60;

    /// <summary>Ending of segment files.</summary>
    public const string Extension = ".seg";

    /// <summary>Ending of files that are being written; one found at start is left over from a crash.</summary>
    public const string TemporaryExtension = ".seg.tmp";

    /// <summary>First bytes of the file.</summary>
    public static ReadOnlySpan<byte> Magic => "MILLRACE"u8;
}

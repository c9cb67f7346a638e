using System.Buffers.Binary;
using Segments.Encodings;

namespace Segments.Files;

/// <summary>An opened segment file whose header and directory are sound.</summary>
internal sealed unsafe class SegmentFile
{
    private SegmentFile(MappedFile file, SegmentDirectory directory, uint checksum)
    {
        File = file;
        Directory = directory;
        Checksum = checksum;
    }

    /// <summary>The bytes.</summary>
    public MappedFile File { get; }

    /// <summary>What they are.</summary>
    public SegmentDirectory Directory { get; }

    /// <summary>Checksum of the directory, which holds those of all sections.</summary>
    public uint Checksum { get; }

    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="SegmentFormatException">It is damaged, or of another version.</exception>
    public static SegmentFile Open(string path, ChecksumMode checksums)
    {
        MappedFile file = new(path);
        (long offset, int length, uint checksum) = ReadHeader(file);
        ReadOnlySpan<byte> bytes = file.Span(offset, length);
        if (Crc32C.Of(bytes) != checksum)
        {
            throw new SegmentFormatException(path, "directory", "the checksum does not match: bytes have changed since it was written");
        }

        SegmentDirectory directory = DirectoryReader.Read(bytes, path);
        long end = SegmentFileFormat.HeaderBytes;
        foreach (Section section in directory.Sections)
        {
            end = CheckSection(file, section, end, offset, checksums);
        }

        return end == offset
            ? new SegmentFile(file, directory, checksum)
            : throw new SegmentFormatException(path, "directory", $"sections end at byte {end}, the directory begins at {offset}");
    }

    /// <summary>A section of a column.</summary>
    /// <param name="kind">What it holds.</param>
    /// <param name="column">Ordinal in the segment's schema.</param>
    /// <param name="length">Its bytes; 0 if there is none.</param>
    /// <returns>Its first byte.</returns>
    public byte* Find(SectionKind kind, int column, out long length)
    {
        foreach (Section section in Directory.Sections)
        {
            if (section.Kind == kind && section.Column == column)
            {
                length = section.Length;
                return File.Data + section.Offset;
            }
        }

        length = 0;
        return null;
    }

    private static (long Offset, int Length, uint Checksum) ReadHeader(MappedFile file)
    {
        if (file.Length < SegmentFileFormat.HeaderBytes)
        {
            throw Wrong($"the file has {file.Length} bytes, a header alone has {SegmentFileFormat.HeaderBytes}");
        }

        ReadOnlySpan<byte> header = file.Span(0, SegmentFileFormat.HeaderBytes);
        if (!header.StartsWith(SegmentFileFormat.Magic))
        {
            throw Wrong("it does not begin as segment files do");
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(header[SegmentFileFormat.HeaderChecksumAt..]) != Crc32C.Of(header[..SegmentFileFormat.HeaderChecksumAt]))
        {
            throw Wrong("the checksum does not match: bytes have changed since it was written");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(header[SegmentFileFormat.VersionAt..]);
        if (version != SegmentFileFormat.Version)
        {
            throw Wrong($"format version {version} was written by another release, this one reads {SegmentFileFormat.Version}");
        }

        long fileLength = BinaryPrimitives.ReadInt64LittleEndian(header[SegmentFileFormat.FileLengthAt..]);
        long offset = BinaryPrimitives.ReadInt64LittleEndian(header[SegmentFileFormat.DirectoryOffsetAt..]);
        long length = BinaryPrimitives.ReadInt64LittleEndian(header[SegmentFileFormat.DirectoryLengthAt..]);
        if (fileLength != file.Length)
        {
            throw Wrong($"{fileLength} bytes were written, the file has {file.Length}");
        }

        // The directory is last, and longer than what unpacking may read beyond a section.
        return length is >= BitPacking.SlackBytes and <= int.MaxValue && offset == fileLength - length && offset >= SegmentFileFormat.HeaderBytes
            ? (offset, (int)length, BinaryPrimitives.ReadUInt32LittleEndian(header[SegmentFileFormat.DirectoryChecksumAt..]))
            : throw Wrong($"a directory of {length} bytes at {offset} does not fit a file of {fileLength}");

        SegmentFormatException Wrong(string reason) => new(file.Path, "header", reason);
    }

    /// <returns>Where the section ends.</returns>
    private static long CheckSection(MappedFile file, Section section, long start, long directoryOffset, ChecksumMode checksums)
    {
        string place = $"section {section.Kind} of column {section.Column} at byte {section.Offset}";
        if (section.Offset != start || section.Length < 0 || section.Length > directoryOffset - start
            || section.Length % SegmentFileFormat.SectionAlignment != 0)
        {
            throw new SegmentFormatException(file.Path, place, $"{section.Length} bytes do not fit between {start} and {directoryOffset}");
        }

        if (checksums == ChecksumMode.Everything && ChecksumOf(file, section) != section.Checksum)
        {
            throw new SegmentFormatException(file.Path, place, "the checksum does not match: bytes have changed since it was written");
        }

        return section.Offset + section.Length;
    }

    private static uint ChecksumOf(MappedFile file, Section section)
    {
        const int PieceBytes = 1 << 30;
        uint checksum = 0;
        for (long done = 0; done < section.Length; done += PieceBytes)
        {
            checksum = Crc32C.Append(checksum, file.Span(section.Offset + done, (int)Math.Min(section.Length - done, PieceBytes)));
        }

        return checksum;
    }
}

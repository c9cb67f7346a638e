using System.Buffers.Binary;
using Segments.Encodings;

namespace Segments.Files;

/// <summary>Writes one segment file under a temporary name: sections, directory, header, flush, rename.</summary>
/// <remarks>Disposed before <see cref="Commit"/>, it removes the file. One thread.</remarks>
internal sealed class SegmentFileWriter : IDisposable
{
    private const int BufferBytes = 256 * 1024;

    private readonly string _path;
    private readonly string _temporaryPath;
    private readonly FileStream _file;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly List<Section> _sections = [];
    private int _buffered;
    private long _written;
    private long _sectionStart;
    private uint _checksum;
    private bool _isCommitted;

    /// <param name="directory">Exists.</param>
    /// <param name="segmentName">Becomes the file's name.</param>
    public SegmentFileWriter(string directory, string segmentName)
    {
        _path = Path.Combine(directory, segmentName + SegmentFileFormat.Extension);
        _temporaryPath = Path.Combine(directory, segmentName + SegmentFileFormat.TemporaryExtension);
        _file = new FileStream(_temporaryPath, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        Write(new byte[SegmentFileFormat.HeaderBytes]);
        BeginSection();
    }

    /// <summary>Sections written so far.</summary>
    public IReadOnlyList<Section> Sections => _sections;

    /// <summary>Bytes written since the last section ended.</summary>
    public long SectionLength => _written + _buffered - _sectionStart;

    /// <summary>Adds bytes to the current section.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        _checksum = Crc32C.Append(_checksum, bytes);
        while (!bytes.IsEmpty)
        {
            if (_buffered == BufferBytes)
            {
                Flush();
            }

            int length = Math.Min(bytes.Length, BufferBytes - _buffered);
            bytes[..length].CopyTo(_buffer.AsSpan(_buffered));
            bytes = bytes[length..];
            _buffered += length;
        }
    }

    /// <summary>Fills the current section up with zeros and notes it.</summary>
    public void EndSection(SectionKind kind, int column)
    {
        Write(stackalloc byte[(int)(-SectionLength & (SegmentFileFormat.SectionAlignment - 1))]);
        _sections.Add(new Section(kind, column, _sectionStart, SectionLength, _checksum));
        BeginSection();
    }

    /// <summary>Writes directory and header, and makes the file visible under its name for good.</summary>
    /// <returns>The file's path.</returns>
    /// <exception cref="IOException">The disk is full or fails; nothing is visible then.</exception>
    public string Commit(SegmentDirectory segment)
    {
        byte[] directory = DirectoryWriter.Write(segment);
        long offset = _sectionStart;
        Write(directory);
        Flush();
        _file.Position = 0;
        _file.Write(Header(offset, directory));
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        File.Move(_temporaryPath, _path, overwrite: true);
        _isCommitted = true;
        Libc.FlushDirectory(Path.GetDirectoryName(_path)!);
        return _path;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        if (!_isCommitted)
        {
            File.Delete(_temporaryPath);
        }
    }

    private static byte[] Header(long directoryOffset, byte[] directory)
    {
        byte[] header = new byte[SegmentFileFormat.HeaderBytes];
        SegmentFileFormat.Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(SegmentFileFormat.VersionAt), SegmentFileFormat.Version);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(SegmentFileFormat.FileLengthAt), directoryOffset + directory.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(SegmentFileFormat.DirectoryOffsetAt), directoryOffset);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(SegmentFileFormat.DirectoryLengthAt), directory.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(SegmentFileFormat.DirectoryChecksumAt), Crc32C.Of(directory));
        BinaryPrimitives.WriteUInt32LittleEndian(
            header.AsSpan(SegmentFileFormat.HeaderChecksumAt), Crc32C.Of(header.AsSpan(0, SegmentFileFormat.HeaderChecksumAt)));
        return header;
    }

    private void BeginSection()
    {
        _sectionStart = _written + _buffered;
        _checksum = 0;
    }

    private void Flush()
    {
        _file.Write(_buffer, 0, _buffered);
        _written += _buffered;
        _buffered = 0;
    }
}

using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Segments.Files;

/// <summary>A whole file in memory, read only, until the last reader that holds this object is gone.</summary>
/// <remarks>
/// Unmapped by the handle's finaliser, never before: slices of it may be anywhere. The file may be deleted meanwhile, it must
/// not be truncated.
/// </remarks>
internal sealed unsafe class MappedFile
{
    private readonly SafeMemoryMappedViewHandle _view;

    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="SegmentFormatException">It is empty.</exception>
    public MappedFile(string path)
    {
        Path = path;
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        Length = RandomAccess.GetLength(file);
        if (Length == 0)
        {
            throw new SegmentFormatException(path, "header", "the file is empty"); // and cannot be mapped
        }

        using MemoryMappedFile map = MemoryMappedFile.CreateFromFile(
            file, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read).SafeMemoryMappedViewHandle;
        Data = (byte*)_view.DangerousGetHandle();
    }

    /// <summary>Path it was opened by.</summary>
    public string Path { get; }

    /// <summary>Bytes.</summary>
    public long Length { get; }

    /// <summary>First byte; valid while this object is reachable.</summary>
    public byte* Data { get; }

    /// <summary>A part of it.</summary>
    public ReadOnlySpan<byte> Span(long offset, int length) => new(Data + offset, length);
}

using Segments.Columns;
using Segments.Files;
using Segments.Schema;

namespace Segments.Sealed;

/// <summary>A segment file, opened: its rows never change.</summary>
/// <remarks>Safe for any number of threads. The file stays mapped until the last reader lets go of this object; it may be deleted meanwhile.</remarks>
public sealed class SealedSegment : ISegment
{
    private readonly SegmentFile _file;
    private readonly SealedColumn[] _columns;

    private SealedSegment(SegmentFile file)
    {
        _file = file;
        _columns = [.. Enumerable.Range(0, Schema.Columns.Count).Select(ordinal => SealedColumn.Open(file, ordinal))];
    }

    /// <inheritdoc/>
    public string Name => _file.Directory.Name;

    /// <inheritdoc/>
    public int Partition => _file.Directory.Partition;

    /// <summary>Number of the segment within the partition, from 0.</summary>
    public int Sequence => _file.Directory.Sequence;

    /// <summary>Offset of the first message that may be in it.</summary>
    public long StartOffset => _file.Directory.StartOffset;

    /// <summary>Offset after the last message: where the partition goes on.</summary>
    public long EndOffset => _file.Directory.EndOffset;

    /// <inheritdoc/>
    public bool IsConsuming => false;

    /// <inheritdoc/>
    public int RowCount => _file.Directory.RowCount;

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt => _file.Directory.CreatedAt;

    /// <summary>When it was sealed.</summary>
    public DateTimeOffset SealedAt => _file.Directory.SealedAt;

    /// <inheritdoc/>
    public DateTimeOffset? LastIndexedAt => _file.Directory.LastIndexedAt;

    /// <inheritdoc/>
    public long? Crc => _file.Checksum;

    /// <summary>The columns it was written with.</summary>
    public TableSchema Schema => _file.Directory.Schema;

    /// <summary>The file.</summary>
    public string Path => _file.File.Path;

    /// <summary>Its size.</summary>
    public long FileBytes => _file.File.Length;

    /// <summary>Opens a segment file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">How much is checked; files found at start need <see cref="ChecksumMode.Everything"/>.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="SegmentFormatException">It is damaged, or another release wrote it.</exception>
    public static SealedSegment Open(string path, ChecksumMode mode) => new(SegmentFile.Open(path, mode));

    /// <inheritdoc/>
    public ColumnReader Column(ColumnSchema column) =>
        Schema.TryFind(column.Name, out int ordinal)
            ? ColumnMatch.Checked(_columns[ordinal], column, Name)
            : new DefaultColumn(column, RowCount);
}

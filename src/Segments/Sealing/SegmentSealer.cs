using Segments.Consuming;
using Segments.Files;
using Segments.Sealed;

namespace Segments.Sealing;

/// <summary>Turns a frozen consuming segment into a file.</summary>
public static class SegmentSealer
{
    /// <summary>Writes the visible rows as <c>&lt;Name&gt;.seg</c> and opens the file. Its rename commits rows and offsets together.</summary>
    /// <param name="frozen">Nobody appends to it any more; readers may still use it.</param>
    /// <param name="directory">Made if it is missing.</param>
    /// <param name="now">Becomes <see cref="SealedSegment.SealedAt"/>.</param>
    /// <exception cref="IOException">The disk is full or fails: no file is visible, and sealing may be tried again.</exception>
    public static SealedSegment Seal(ConsumingSegment frozen, string directory, DateTimeOffset now)
    {
        ConsumingView view = frozen.Freeze();
        Directory.CreateDirectory(directory);
        using SegmentFileWriter writer = new(directory, frozen.Name);
        ColumnSealer sealer = new(writer);
        List<ColumnEntry> columns = [];
        for (int ordinal = 0; ordinal < frozen.Schema.Columns.Count; ordinal++)
        {
            columns.Add(sealer.Seal(view.Column(ordinal), ordinal));
        }

        string path = writer.Commit(new SegmentDirectory
        {
            Name = frozen.Name,
            Partition = frozen.Partition,
            Sequence = frozen.Sequence,
            StartOffset = frozen.StartOffset,
            EndOffset = view.NextOffset,
            RowCount = view.RowCount,
            CreatedAt = frozen.CreatedAt,
            SealedAt = now,
            LastIndexedAt = view.LastIndexedAt,
            Schema = frozen.Schema,
            Columns = columns,
            Sections = writer.Sections,
        });
        return SealedSegment.Open(path, ChecksumMode.Ends);
    }
}

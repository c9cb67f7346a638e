using Segments.Encodings;
using Segments.Files;

namespace Segments.Sealed;

/// <summary>A stream of blocks in a mapped file: block table and data, checked once when the file is opened.</summary>
internal readonly unsafe struct BlockTable
{
    private readonly BlockHeader* _headers;
    private readonly byte* _data;

    /// <param name="file">The opened file.</param>
    /// <param name="column">Ordinal in the segment's schema.</param>
    /// <param name="table">Section of the block table.</param>
    /// <param name="data">Section of the data.</param>
    /// <param name="blockCount">Blocks of the segment.</param>
    /// <param name="check">Refuses a header with a reason, or returns null.</param>
    /// <exception cref="SegmentFormatException">A header does not fit its section.</exception>
    public BlockTable(SegmentFile file, int column, SectionKind table, SectionKind data, int blockCount, BlockCheck check)
    {
        _headers = (BlockHeader*)file.Find(table, column, out long tableBytes);
        _data = file.Find(data, column, out long dataBytes);
        string place = $"section {table} of column {column}";
        if (tableBytes < (long)blockCount * BlockHeader.Bytes)
        {
            throw new SegmentFormatException(file.File.Path, place, $"{tableBytes} bytes are too few for {blockCount} blocks");
        }

        for (int block = 0; block < blockCount; block++)
        {
            BlockHeader header = _headers[block];
            string? reason = header.Offset < 0 || header.Offset > dataBytes ? $"data at {header.Offset} of {dataBytes} bytes"
                : (header.Flags & ~BlockHeader.OutlierFlag) != 0 ? $"unknown flags {header.Flags}"
                : header.Count < 0 || header.Width is > BitPacking.WidestPacked and not 64 ? $"{header.Count} values of {header.Width} bits"
                : check(block, header, _data + header.Offset, dataBytes - header.Offset);
            if (reason is not null)
            {
                throw new SegmentFormatException(file.File.Path, $"{place}, block {block}", reason);
            }
        }
    }

    /// <summary>Refuses a header.</summary>
    /// <param name="block">Number of the block.</param>
    /// <param name="header">Its header; offset, count and width are plausible.</param>
    /// <param name="data">Its data.</param>
    /// <param name="available">Bytes from there to the end of the section.</param>
    /// <returns>The reason, or null.</returns>
    public delegate string? BlockCheck(int block, BlockHeader header, byte* data, long available);

    /// <summary>Header of a block.</summary>
    public ref readonly BlockHeader this[int block] => ref _headers[block];

    /// <summary>Data of a block.</summary>
    public byte* Data(int block) => _data + _headers[block].Offset;

    /// <summary>The check of a stream of ids or lengths, which have no outliers.</summary>
    public static string? CheckInts(BlockHeader header, byte* data, long available) =>
        header.HasOutlier || header.Width > 32 ? $"ids or lengths of {header.Width} bits, flags {header.Flags}" : CheckLongs(header, data, available);

    /// <summary>The check of a stream of integers.</summary>
    public static string? CheckLongs(BlockHeader header, byte* data, long available) =>
        header.Mode is not (BlockMode.Packed or BlockMode.Runs) || (header.HasOutlier && header.Mode != BlockMode.Packed) ? $"unknown mode {header.Mode}"
        : header.Count > 0 && header.Min > header.Max ? $"a range from {header.Min} to {header.Max}"
        : LongBlocks.EncodedBytes(header, data, available) > available ? $"{available} bytes are too few for {header.Count} values of {header.Width} bits"
        : null;
}

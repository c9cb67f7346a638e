using System.Runtime.InteropServices;
using Segments.Columns;
using Segments.Encodings;
using Segments.Files;

namespace UnitTests.Segments.Files;

/// <summary>docs/segment-format.md says what the program does.</summary>
public sealed class SegmentFormatDocumentTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "segment-format.md"));

    [Fact]
    public void The_header_table_has_the_places_of_the_program()
    {
        Assert.Contains($"header ({SegmentFileFormat.HeaderBytes} bytes)", Page, StringComparison.Ordinal);
        Assert.Contains($"| 0 | 8 | `{System.Text.Encoding.ASCII.GetString(SegmentFileFormat.Magic)}` |", Page, StringComparison.Ordinal);
        Assert.Contains($"| {SegmentFileFormat.VersionAt} | 4 | format version: {SegmentFileFormat.Version} |", Page, StringComparison.Ordinal);
        Assert.Contains($"| {SegmentFileFormat.FileLengthAt} | 8 | length of the file |", Page, StringComparison.Ordinal);
        Assert.Contains($"| {SegmentFileFormat.DirectoryOffsetAt} | 8 | position of the directory |", Page, StringComparison.Ordinal);
        Assert.Contains($"| {SegmentFileFormat.DirectoryLengthAt} | 8 | length of the directory, at least {BitPacking.SlackBytes} |", Page, StringComparison.Ordinal);
        Assert.Contains($"| {SegmentFileFormat.DirectoryChecksumAt} | 4 | checksum of the directory |", Page, StringComparison.Ordinal);
        Assert.Contains($"| {SegmentFileFormat.HeaderChecksumAt} | 4 | checksum of the {SegmentFileFormat.HeaderChecksumAt} bytes before |", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_encoding_and_mode_has_its_line()
    {
        Assert.All(Enum.GetValues<SectionKind>(), kind => Assert.Contains($"| {(int)kind} | {kind} |", Page, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<ColumnEncoding>(), encoding => Assert.Contains($"| {(int)encoding} | {encoding} |", Page, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<BlockMode>(), mode => Assert.Contains($"| {(int)mode} | {mode} |", Page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(nameof(BlockHeader.Min), 8)]
    [InlineData(nameof(BlockHeader.Max), 8)]
    [InlineData(nameof(BlockHeader.Offset), 8)]
    [InlineData(nameof(BlockHeader.Count), 4)]
    [InlineData(nameof(BlockHeader.Width), 1)]
    [InlineData(nameof(BlockHeader.Mode), 1)]
    [InlineData(nameof(BlockHeader.Exponent), 1)]
    [InlineData(nameof(BlockHeader.Flags), 1)]
    public void A_block_table_entry_lies_as_described(string field, int bytes)
    {
        Assert.Contains($"| {Marshal.OffsetOf<BlockHeader>(field)} | {bytes} | {field}", Page, StringComparison.Ordinal);
        Assert.Equal(BlockHeader.Bytes, Marshal.SizeOf<BlockHeader>());
    }

    [Fact]
    public void The_remaining_figures_are_those_of_the_program()
    {
        Assert.Contains($"A *block* is {ColumnReader.BlockRows} rows", Page, StringComparison.Ordinal);
        Assert.Contains($"One entry of {BlockHeader.Bytes} bytes", Page, StringComparison.Ordinal);
        Assert.Contains($"widths from 1 to {BitPacking.WidestPacked} are used", Page, StringComparison.Ordinal);
        Assert.Contains($"begin at multiples of {SegmentFileFormat.SectionAlignment}", Page, StringComparison.Ordinal);
        Assert.Contains($"`<segment>{SegmentFileFormat.TemporaryExtension}`", Page, StringComparison.Ordinal);
    }
}

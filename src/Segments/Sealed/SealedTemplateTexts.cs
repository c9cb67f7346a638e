using System.Runtime.InteropServices;
using Segments.Columns;
using Segments.Encodings;
using Segments.Files;

namespace Segments.Sealed;

/// <summary>A sealed column of texts of one template, unpacked for each reader.</summary>
internal sealed unsafe class SealedTemplateTexts : SealedColumn
{
    private readonly BlockTable _blocks;
    private readonly TextTemplate _template;

    public SealedTemplateTexts(SegmentFile file, int ordinal)
        : base(file, ordinal)
    {
        _template = ReadTemplate();
        _blocks = new BlockTable(file, ordinal, SectionKind.ValueBlocks, SectionKind.ValueData, BlockCount, Check);
    }

    /// <inheritdoc/>
    public override int ValueCount(int block) => _blocks[block].Count;

    /// <inheritdoc/>
    public override ReadOnlySpan<Utf8Slice> Texts(int block, Span<Utf8Slice> scratch, ByteArena decoded)
    {
        scratch = scratch[.._blocks[block].Count];
        byte* target = decoded.Allocate((scratch.Length * _template.TextLength) + TextTemplate.LongestText);
        _template.Unpack(_blocks.Data(block), target, scratch);
        GC.KeepAlive(File);
        return scratch;
    }

    private TextTemplate ReadTemplate()
    {
        byte* bytes = File.Find(SectionKind.Template, Ordinal, out long sectionBytes);
        int length = sectionBytes < sizeof(int) ? 0 : *(int*)bytes;
        if (length is < 1 or > TextTemplate.LongestText || sectionBytes < sizeof(int) + (2 * length))
        {
            throw Wrong(SectionKind.Template, $"a text of {length} bytes in {sectionBytes}");
        }

        ReadOnlySpan<byte> constants = new(bytes + sizeof(int), length);
        ReadOnlySpan<byte> isDigit = new(bytes + sizeof(int) + length, length);
        return isDigit.ContainsAnyExceptInRange<byte>(0, 1)
            ? throw Wrong(SectionKind.Template, "places are neither constants nor digits")
            : new TextTemplate(constants, MemoryMarshal.Cast<byte, bool>(isDigit));
    }

    private string? Check(int block, BlockHeader header, byte* data, long available) =>
        CheckCount(block, header)
        ?? (header.Mode != BlockMode.Template ? $"unknown mode {header.Mode}"
            : (long)header.Count * _template.PackedBytes > available || (long)header.Count * _template.TextLength > int.MaxValue / 2
                ? $"{available} bytes are too few for {header.Count} texts of {_template.PackedBytes} bytes"
                : null);
}

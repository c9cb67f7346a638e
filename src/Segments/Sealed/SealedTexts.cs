using System.Buffers;
using Segments.Columns;
using Segments.Encodings;
using Segments.Files;

namespace Segments.Sealed;

/// <summary>A sealed column of texts as they are: slices of the file.</summary>
internal sealed unsafe class SealedTexts : SealedColumn
{
    private readonly BlockTable _blocks;

    public SealedTexts(SegmentFile file, int ordinal)
        : base(file, ordinal)
    {
        _blocks = new BlockTable(file, ordinal, SectionKind.ValueBlocks, SectionKind.ValueData, BlockCount, Check);
    }

    /// <inheritdoc/>
    public override int ValueCount(int block) => _blocks[block].Count;

    /// <inheritdoc/>
    public override ReadOnlySpan<Utf8Slice> Texts(int block, Span<Utf8Slice> scratch, ByteArena decoded)
    {
        ref readonly BlockHeader header = ref _blocks[block];
        int count = header.Count;
        byte* text = _blocks.Data(block) + BitPacking.PackedBytes(count, header.Width);
        int[] rented = ArrayPool<int>.Shared.Rent(count);
        BitPacking.Unpack(_blocks.Data(block), header.Width, (int)header.Min, rented.AsSpan(0, count));
        for (int i = 0; i < count; i++)
        {
            scratch[i] = new Utf8Slice(text, rented[i]);
            text += rented[i];
        }

        ArrayPool<int>.Shared.Return(rented);
        GC.KeepAlive(File);
        return scratch[..count];
    }

    private string? Check(int block, BlockHeader header, byte* data, long available) =>
        CheckCount(block, header)
        ?? (header.Mode != BlockMode.Texts || header.Width > 32 ? $"unknown mode {header.Mode} of {header.Width} bits"
            : header.Max < 0 || header.Max > available || BitPacking.PackedBytes(header.Count, header.Width) > available - header.Max
                ? $"{available} bytes are too few for {header.Count} texts of {header.Max} bytes"
                : null);
}

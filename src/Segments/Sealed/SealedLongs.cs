using Segments.Encodings;
using Segments.Files;

namespace Segments.Sealed;

/// <summary>A sealed column of integers.</summary>
internal sealed unsafe class SealedLongs : SealedColumn
{
    private readonly BlockTable _blocks;

    public SealedLongs(SegmentFile file, int ordinal)
        : base(file, ordinal)
    {
        _blocks = new BlockTable(file, ordinal, SectionKind.ValueBlocks, SectionKind.ValueData, BlockCount,
            (block, header, data, available) => CheckCount(block, header) ?? BlockTable.CheckLongs(header, data, available));
    }

    /// <inheritdoc/>
    public override int ValueCount(int block) => _blocks[block].Count;

    /// <inheritdoc/>
    public override ReadOnlySpan<long> Longs(int block, Span<long> scratch)
    {
        ref readonly BlockHeader header = ref _blocks[block];
        scratch = scratch[..header.Count];
        LongBlocks.Decode(header, _blocks.Data(block), scratch);
        GC.KeepAlive(File);
        return scratch;
    }

    /// <inheritdoc/>
    public override bool TryBlockRange(int block, out long min, out long max)
    {
        ref readonly BlockHeader header = ref _blocks[block];
        (min, max) = (header.Min, header.Max);
        return true;
    }
}

using Segments.Encodings;
using Segments.Files;
using Segments.Schema;

namespace Segments.Sealed;

/// <summary>A sealed column of floating-point numbers.</summary>
internal sealed unsafe class SealedDoubles : SealedColumn
{
    private readonly BlockTable _blocks;
    private readonly DoubleBlocks _encoding;

    public SealedDoubles(SegmentFile file, int ordinal)
        : base(file, ordinal)
    {
        _encoding = new DoubleBlocks(Schema.Type == DataType.Float, Schema.Default.Double);
        _blocks = new BlockTable(file, ordinal, SectionKind.ValueBlocks, SectionKind.ValueData, BlockCount, Check);
    }

    /// <inheritdoc/>
    public override int ValueCount(int block) => _blocks[block].Count;

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Doubles(int block, Span<double> scratch)
    {
        ref readonly BlockHeader header = ref _blocks[block];
        scratch = scratch[..header.Count];
        _encoding.Decode(header, _blocks.Data(block), scratch);
        GC.KeepAlive(File);
        return scratch;
    }

    private string? Check(int block, BlockHeader header, byte* data, long available) =>
        CheckCount(block, header)
        ?? (header.Mode is not (BlockMode.Decimals or BlockMode.Bits) || (header.HasOutlier && header.Mode != BlockMode.Decimals) || !DoubleBlocks.IsExponent(header.Exponent)
            ? $"unknown mode {header.Mode} with exponent {header.Exponent}"
            : DoubleBlocks.EncodedBytes(header) > available ? $"{available} bytes are too few for {header.Count} values of {header.Width} bits"
            : null);
}

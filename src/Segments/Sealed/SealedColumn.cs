using Segments.Columns;
using Segments.Encodings;
using Segments.Files;
using Segments.Schema;

namespace Segments.Sealed;

/// <summary>What the columns of a sealed segment have in common: bounds, entries of multi-value rows, nulls.</summary>
internal abstract unsafe class SealedColumn : ColumnReader
{
    private readonly BlockTable _lists;
    private readonly ulong* _nulls;

    /// <param name="file">The opened file; the column keeps it mapped.</param>
    /// <param name="ordinal">In the segment's schema.</param>
    /// <exception cref="SegmentFormatException">The column's sections do not fit together.</exception>
    protected SealedColumn(SegmentFile file, int ordinal)
        : base(file.Directory.Schema.Columns[ordinal], file.Directory.RowCount)
    {
        File = file;
        Ordinal = ordinal;
        Statistics = file.Directory.Columns[ordinal].Statistics;
        BlockCount = (int)(((long)RowCount + BlockRows - 1) / BlockRows);
        if (Schema.IsMultiValue)
        {
            _lists = new BlockTable(file, ordinal, SectionKind.ListBlocks, SectionKind.ListData, BlockCount, CheckList);
        }

        _nulls = (ulong*)file.Find(SectionKind.NullBits, ordinal, out long nullBytes);
        if (_nulls is not null && nullBytes < (long)BlockCount * BlockRows / 8)
        {
            throw Wrong(SectionKind.NullBits, $"{nullBytes} bytes are too few for {BlockCount} blocks");
        }
    }

    /// <inheritdoc/>
    public override ColumnStatistics? Statistics { get; }

    /// <inheritdoc/>
    public override bool HasNulls => _nulls is not null;

    /// <summary>The file.</summary>
    protected SegmentFile File { get; }

    /// <summary>Ordinal in the segment's schema.</summary>
    protected int Ordinal { get; }

    /// <summary>Blocks of the segment.</summary>
    protected int BlockCount { get; }

    /// <summary>Reader of a column of an opened file.</summary>
    /// <exception cref="SegmentFormatException">The column's encoding is unknown, or its sections do not fit together.</exception>
    public static SealedColumn Open(SegmentFile file, int ordinal)
    {
        ColumnEncoding encoding = file.Directory.Columns[ordinal].Encoding;
        ColumnSchema schema = file.Directory.Schema.Columns[ordinal];
        return (schema.Physical, encoding) switch
        {
            (PhysicalType.Long, ColumnEncoding.Longs) => new SealedLongs(file, ordinal),
            (PhysicalType.Double, ColumnEncoding.Doubles) => new SealedDoubles(file, ordinal),
            (PhysicalType.Bytes, ColumnEncoding.Dictionary) => new SealedDictionaryTexts(file, ordinal),
            (PhysicalType.Bytes, ColumnEncoding.Texts) => new SealedTexts(file, ordinal),
            (PhysicalType.Bytes, ColumnEncoding.Template) => new SealedTemplateTexts(file, ordinal),
            _ => throw new SegmentFormatException(
                file.File.Path, $"column '{schema.Name}'", $"encoding {(int)encoding} is not one of {schema.Type.PinotName()}; another release wrote it"),
        };
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<int> Offsets(int block, Span<int> scratch)
    {
        if (!Schema.IsMultiValue)
        {
            return base.Offsets(block, scratch);
        }

        ref readonly BlockHeader header = ref _lists[block];
        scratch = scratch[..(header.Count + 1)];
        LongBlocks.Decode(header, _lists.Data(block), scratch[1..]);
        scratch[0] = 0;
        for (int row = 1; row < scratch.Length; row++)
        {
            scratch[row] += scratch[row - 1];
        }

        GC.KeepAlive(File);
        return scratch;
    }

    /// <inheritdoc/>
    public override bool Nulls(int block, Span<ulong> mask)
    {
        if (_nulls is null)
        {
            return base.Nulls(block, mask);
        }

        new ReadOnlySpan<ulong>(_nulls + ((long)block * BlockRows / 64), BlockRows / 64).CopyTo(mask);
        GC.KeepAlive(File);
        return mask[..(BlockRows / 64)].IndexOfAnyExcept(0UL) >= 0;
    }

    /// <summary>Refuses the number of values of a block: rows, or any number if the column is multi-value.</summary>
    protected string? CheckCount(int block, BlockHeader header) =>
        Schema.IsMultiValue || header.Count == base.ValueCount(block) ? null : $"{header.Count} values for {base.ValueCount(block)} rows";

    /// <summary>The error that a section does not fit.</summary>
    protected SegmentFormatException Wrong(SectionKind kind, string reason) =>
        new(File.File.Path, $"section {kind} of column '{Schema.Name}'", reason);

    private string? CheckList(int block, BlockHeader header, byte* data, long available) =>
        header.Count != base.ValueCount(block) ? $"{header.Count} lists for {base.ValueCount(block)} rows" : BlockTable.CheckInts(header, data, available);
}

using System.Buffers;
using Segments.Columns;
using Segments.Encodings;
using Segments.Files;

namespace Segments.Sealed;

/// <summary>A sealed column of texts as ids into a sorted dictionary.</summary>
internal sealed unsafe class SealedDictionaryTexts : SealedColumn
{
    private readonly BlockTable _blocks;
    private readonly SealedDictionary _dictionary;

    public SealedDictionaryTexts(SegmentFile file, int ordinal)
        : base(file, ordinal)
    {
        _dictionary = ReadDictionary();
        _blocks = new BlockTable(file, ordinal, SectionKind.ValueBlocks, SectionKind.ValueData, BlockCount, Check);
    }

    /// <inheritdoc/>
    public override TextDictionary Dictionary => _dictionary;

    /// <inheritdoc/>
    public override int ValueCount(int block) => _blocks[block].Count;

    /// <inheritdoc/>
    public override ReadOnlySpan<int> Ids(int block, Span<int> scratch)
    {
        ref readonly BlockHeader header = ref _blocks[block];
        scratch = scratch[..header.Count];
        LongBlocks.Decode(header, _blocks.Data(block), scratch);
        GC.KeepAlive(File);
        return scratch;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<Utf8Slice> Texts(int block, Span<Utf8Slice> scratch, ByteArena decoded)
    {
        int[] rented = ArrayPool<int>.Shared.Rent(_blocks[block].Count);
        ReadOnlySpan<int> ids = Ids(block, rented);
        for (int i = 0; i < ids.Length; i++)
        {
            scratch[i] = _dictionary[ids[i]];
        }

        scratch = scratch[..ids.Length];
        ArrayPool<int>.Shared.Return(rented);
        return scratch;
    }

    private SealedDictionary ReadDictionary()
    {
        uint* ends = (uint*)File.Find(SectionKind.DictionaryEnds, Ordinal, out long endsBytes);
        byte* bytes = File.Find(SectionKind.DictionaryBytes, Ordinal, out long textBytes);
        long count = endsBytes < 2 * sizeof(uint) ? -1 : ends[0];
        if (count < 0 || count > int.MaxValue || (count + 2) * sizeof(uint) > endsBytes || ends[1] != 0)
        {
            throw Wrong(SectionKind.DictionaryEnds, $"{endsBytes} bytes for {count} texts");
        }

        for (long id = 0; id < count; id++)
        {
            if (ends[id + 2] < ends[id + 1] || ends[id + 2] > textBytes)
            {
                throw Wrong(SectionKind.DictionaryEnds, $"text {id} from {ends[id + 1]} to {ends[id + 2]} of {textBytes} bytes");
            }
        }

        return new SealedDictionary(File.File, ends + 1, bytes, (int)count);
    }

    private string? Check(int block, BlockHeader header, byte* data, long available) =>
        CheckCount(block, header)
        ?? (header.Count > 0 && (header.Min < 0 || header.Max >= _dictionary.Count)
            ? $"ids from {header.Min} to {header.Max} of {_dictionary.Count}"
            : BlockTable.CheckInts(header, data, available));
}

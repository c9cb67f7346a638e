using System.Buffers;
using System.Runtime.InteropServices;
using Segments.Columns;
using Segments.Encodings;
using Segments.Files;

namespace Segments.Sealing;

/// <summary>Writes the blocks of one stream of values: a data section, then the block table.</summary>
internal sealed class BlockSink(SegmentFileWriter writer)
{
    private readonly ArrayBufferWriter<byte> _data = new();
    private readonly List<BlockHeader> _headers = [];
    private long[] _integers = new long[ColumnReader.BlockRows];

    /// <summary>Adds a block of integers.</summary>
    /// <param name="values">The block.</param>
    /// <param name="outlier">A value that may lie far from the others; null for ids and lengths, which have none.</param>
    public void AddLongs(ReadOnlySpan<long> values, long? outlier)
    {
        BlockHeader header = LongBlocks.Plan(values, outlier);
        LongBlocks.Encode(header, values, outlier, _data);
        End(header);
    }

    /// <summary>Adds a block of floating-point numbers.</summary>
    public void AddDoubles(ReadOnlySpan<double> values, DoubleBlocks blocks)
    {
        Span<long> integers = Integers(values.Length);
        BlockHeader header = blocks.Plan(values, integers);
        blocks.Encode(header, values, integers, _data);
        End(header);
    }

    /// <summary>Adds a block of texts as they are.</summary>
    public void AddTexts(ReadOnlySpan<Utf8Slice> texts)
    {
        Span<long> lengths = Integers(texts.Length);
        for (int i = 0; i < texts.Length; i++)
        {
            lengths[i] = texts[i].Length;
        }

        (long shortest, long longest) = texts.IsEmpty ? (0, 0) : ValueRange.Of<long>(lengths);
        BlockHeader header = new()
        {
            Min = shortest,
            Count = texts.Length,
            Width = (byte)BitPacking.WidthOf((ulong)(longest - shortest)),
            Mode = BlockMode.Texts,
        };
        LongBlocks.Pack(lengths, shortest, header.Width, _data);
        foreach (Utf8Slice text in texts)
        {
            _data.Write(text.Span);
            header.Max += text.Length;
        }

        End(header);
    }

    /// <summary>Adds a block of texts of a template.</summary>
    public void AddTexts(ReadOnlySpan<Utf8Slice> texts, TextTemplate template)
    {
        int bytes = texts.Length * template.PackedBytes;
        template.Pack(texts, _data.GetSpan(bytes + BitPacking.SlackBytes));
        _data.Advance(bytes);

        End(new BlockHeader { Count = texts.Length, Mode = BlockMode.Template });
    }

    /// <summary>Ends both sections.</summary>
    public void EndSections(SectionKind data, SectionKind table, int column)
    {
        writer.EndSection(data, column);
        writer.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_headers)));
        writer.EndSection(table, column);
        _headers.Clear();
    }

    private Span<long> Integers(int count)
    {
        if (_integers.Length < count)
        {
            _integers = new long[count];
        }

        return _integers.AsSpan(0, count);
    }

    private void End(BlockHeader header)
    {
        header.Offset = writer.SectionLength;
        writer.Write(_data.WrittenSpan);
        _headers.Add(header);
        _data.ResetWrittenCount();
    }
}

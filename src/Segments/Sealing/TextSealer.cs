using System.Runtime.InteropServices;
using Segments.Columns;
using Segments.Encodings;
using Segments.Files;

namespace Segments.Sealing;

/// <summary>Writes a column of texts in whichever way takes the least room: sorted dictionary, template, or as they are.</summary>
internal sealed class TextSealer(SegmentFileWriter writer)
{
    private readonly BlockSink _blocks = new(writer);
    private readonly ByteArena _arena = new();
    private Utf8Slice[] _texts = [];
    private long[] _longs = [];
    private int[] _ids = [];

    /// <summary>Writes the sections of a column's values.</summary>
    public ColumnEntry Seal(ColumnReader column, int ordinal)
    {
        TextTemplate? template = FindTemplate(column, out long plainBytes, out long valueCount, out ColumnStatistics? statistics);
        long templateBytes = template is null ? long.MaxValue : (long)template.PackedBytes * valueCount;
        if (column.Dictionary is { } dictionary && DictionaryBytes(dictionary, valueCount) <= Math.Min(templateBytes, plainBytes))
        {
            SealDictionary(column, dictionary, ordinal);
            return new ColumnEntry(ColumnEncoding.Dictionary, statistics);
        }

        if (template is not null && templateBytes < plainBytes)
        {
            SealTemplate(column, template, ordinal);
            return new ColumnEntry(ColumnEncoding.Template, statistics);
        }

        for (int block = 0; block < ColumnSealer.BlockCount(column); block++)
        {
            _blocks.AddTexts(Texts(column, block));
        }

        _blocks.EndSections(SectionKind.ValueData, SectionKind.ValueBlocks, ordinal);
        return new ColumnEntry(ColumnEncoding.Texts, statistics);
    }

    /// <summary>Estimated bytes of the dictionary and of all ids.</summary>
    private static long DictionaryBytes(TextDictionary dictionary, long valueCount)
    {
        long bytes = valueCount * BitPacking.WidthOf((ulong)Math.Max(dictionary.Count - 1, 0)) / 8;
        for (int id = 0; id < dictionary.Count; id++)
        {
            bytes += dictionary[id].Length + sizeof(int);
        }

        return bytes < uint.MaxValue ? bytes : long.MaxValue;
    }

    /// <summary>Looks at each distinct text once where there is a dictionary, at all values otherwise.</summary>
    private TextTemplate? FindTemplate(ColumnReader column, out long plainBytes, out long valueCount, out ColumnStatistics? statistics)
    {
        TextTemplateFinder finder = new();
        TextSummary summary = new();
        if (column.Dictionary is { } dictionary)
        {
            Utf8Slice[] distinct = [.. Enumerable.Range(0, dictionary.Count).Select(id => dictionary[id])];
            finder.Add(distinct);
            summary.Add(distinct);
        }

        (plainBytes, valueCount) = (0, 0);
        for (int block = 0; block < ColumnSealer.BlockCount(column); block++)
        {
            ReadOnlySpan<Utf8Slice> texts = Texts(column, block);
            valueCount += texts.Length;
            foreach (Utf8Slice text in texts)
            {
                plainBytes += text.Length + 1;
            }

            if (column.Dictionary is null)
            {
                finder.Add(texts);
                summary.Add(texts);
            }
        }

        statistics = summary.Statistics;
        return finder.Find();
    }

    private void SealDictionary(ColumnReader column, TextDictionary dictionary, int ordinal)
    {
        int[] order = SortedDictionary.Order(dictionary);
        long[] ranks = new long[order.Length];
        uint[] ends = new uint[order.Length + 2];
        ends[0] = (uint)order.Length;
        for (int rank = 0; rank < order.Length; rank++)
        {
            Utf8Slice text = dictionary[order[rank]];
            writer.Write(text.Span);
            ends[rank + 2] = ends[rank + 1] + (uint)text.Length;
            ranks[order[rank]] = rank;
        }

        writer.EndSection(SectionKind.DictionaryBytes, ordinal);
        writer.Write(MemoryMarshal.AsBytes<uint>(ends));
        writer.EndSection(SectionKind.DictionaryEnds, ordinal);
        for (int block = 0; block < ColumnSealer.BlockCount(column); block++)
        {
            int count = column.ValueCount(block);
            ReadOnlySpan<int> ids = column.Ids(block, ColumnSealer.Room(ref _ids, count));
            Span<long> sortedIds = ColumnSealer.Room(ref _longs, count);
            for (int i = 0; i < ids.Length; i++)
            {
                sortedIds[i] = ranks[ids[i]];
            }

            _blocks.AddLongs(sortedIds, outlier: null);
        }

        _blocks.EndSections(SectionKind.ValueData, SectionKind.ValueBlocks, ordinal);
    }

    private void SealTemplate(ColumnReader column, TextTemplate template, int ordinal)
    {
        writer.Write(BitConverter.GetBytes(template.TextLength));
        writer.Write(template.Constants);
        writer.Write(MemoryMarshal.AsBytes(template.IsDigit));
        writer.EndSection(SectionKind.Template, ordinal);
        for (int block = 0; block < ColumnSealer.BlockCount(column); block++)
        {
            _blocks.AddTexts(Texts(column, block), template);
        }

        _blocks.EndSections(SectionKind.ValueData, SectionKind.ValueBlocks, ordinal);
    }

    private ReadOnlySpan<Utf8Slice> Texts(ColumnReader column, int block)
    {
        _arena.Clear();
        return column.Texts(block, ColumnSealer.Room(ref _texts, column.ValueCount(block)), _arena);
    }
}
